"""Nobody is asked for a scorecard that is in, or for a vote that was given, whenever that was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import owed
from scorecards import reminding
from scorecards.models import Scorecard, debate
from scorecards.models.sealing import decline
from tests.factories import make_scorecard


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("before the end", "The scorecard was submitted or declined."),
        ("after the end", "The scorecard was submitted."),
        ("declined", "The scorecard was declined."),
        ("not at all", ""),
    ],
)
def test_a_scorecard_is_asked_for_unless_it_is_in(ivans_interview, when, reason):
    end = ivans_interview.ends_at
    if when == "before the end":
        make_scorecard(interview=ivans_interview, submitted=True)
    ivans_interview.start(now=ivans_interview.starts_at)
    ivans_interview.end(now=end)
    owed.after_end(ivans_interview, now=end)
    if when == "after the end":
        make_scorecard(interview=ivans_interview, submitted=True)
    if when == "declined":
        decline(Scorecard.of(ivans_interview.seats.get(), now=end), "not_held", "The line broke", now=end)

    mail = Mail.objects.filter(kind="loop.scorecard_due").order_by("due_at").first()
    if mail.state == "planned":
        post.deliver(mail, outbox.get_connection(), now=end + timedelta(hours=1))

    mail.refresh_from_db()
    assert mail.drop_reason == reason
    assert [message.subject for message in outbox.outbox] == ([] if reason else ["Your scorecard: Coding with Maya Chen"])


def test_a_missing_vote_is_asked_for_once_each_business_morning(ivans_interview, ines_interview, loop, lena, carla, ivan, ines):
    opened = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)  # a Thursday
    for interview in (ivans_interview, ines_interview):
        make_scorecard(interview=interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla, ivan], by=lena, now=opened)
    debate.vote(debrief, ivan, verdict=3, level=loop.level, comment="Evidence holds", now=opened)

    for hour in range(24 * 5):
        reminding.ask_for_votes(now=opened + timedelta(hours=hour))

    asked = Mail.objects.filter(kind="loop.vote_due").order_by("due_at")
    assert list(asked.values_list("address", "due_at")) == [
        ("carla@example.com", datetime(2026, 3, 6, 8, 30, tzinfo=UTC)),
        ("carla@example.com", datetime(2026, 3, 9, 8, 30, tzinfo=UTC)),
        ("carla@example.com", datetime(2026, 3, 10, 8, 30, tzinfo=UTC)),
    ]
    outbox.outbox.clear()
    post.deliver(asked[0], outbox.get_connection(), now=asked[0].due_at)
    assert [message.subject for message in outbox.outbox] == ["Your vote is missing: Maya Chen, Backend engineer"]
    debate.vote(debrief, carla, verdict=3, level=loop.level, comment="Evidence holds", now=opened + timedelta(days=2))
    post.deliver(asked[1], outbox.get_connection(), now=asked[1].due_at)
    assert Mail.objects.get(pk=asked[1].pk).drop_reason == "This person has voted."
