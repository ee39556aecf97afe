"""Nobody is asked for a scorecard that is in, whenever it came in."""

from datetime import timedelta

import pytest
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import owed
from scorecards.models import Scorecard
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

    mail = Mail.objects.get(kind="loop.scorecard_due")
    if mail.state == "planned":
        post.deliver(mail, outbox.get_connection(), now=end + timedelta(hours=1))

    mail.refresh_from_db()
    assert mail.drop_reason == reason
    assert [message.subject for message in outbox.outbox] == ([] if reason else ["Your scorecard: Coding with Maya Chen"])
