"""Nobody is asked for a scorecard that is in, or for a vote that was given, whenever that was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import owed
from scorecards import reminding
from scorecards.models import Scorecard, debate, protocol
from scorecards.models.sealing import decline
from tests.factories import make_scorecard, make_seat


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
    debrief = debate.open_debrief(loop, members=[carla, ivan], exception="Few are here", by=lena, now=opened)
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


def test_a_second_vote_that_is_missing_is_asked_for_too(ivans_interview, ines_interview, loop, lena, carla, ivan, problem_solving):
    opened = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    for interview in (ivans_interview, ines_interview):
        make_scorecard(interview=interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla, ivan], exception="Few are here", by=lena, now=opened)
    for person, verdict in ((carla, 2), (ivan, 4)):
        debate.vote(debrief, person, verdict=verdict, level=loop.level, comment="Evidence holds", now=opened)
    debate.reveal(debrief, by=lena, now=opened)
    debrief.refresh_from_db()
    protocol.talk(debrief, problem_solving, why="evidence", words="", by=lena, now=opened)
    debate.vote_again(debrief, by=lena, now=opened)
    debrief.refresh_from_db()
    debate.vote(debrief, ivan, verdict=3, level=loop.level, comment="Evidence holds", now=opened)

    for hour in range(24):
        reminding.ask_for_votes(now=opened + timedelta(hours=hour))

    asked = Mail.objects.get(kind="loop.vote_due")
    assert (asked.to, asked.reminder.why) == (carla, "The debrief waits for a second vote")
    post.deliver(asked, outbox.get_connection(), now=asked.due_at)
    assert [message.subject for message in outbox.outbox] == ["Your second vote is missing: Maya Chen, Backend engineer"]


MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def all_in(ivans_interview, ines_interview):
    """Both interviews are held, and both cards are in since Monday, ten o'clock in Berlin: too late to be asked that morning."""
    for interview in (ivans_interview, ines_interview):
        interview.start(now=interview.starts_at)
        interview.end(now=interview.ends_at)
        make_scorecard(interview=interview, submitted=True)
    return ines_interview


def hourly(days: int, *, after: datetime = MONDAY) -> list[datetime]:
    """When the recruiter is to be asked to open a debrief, looked at every hour."""
    for hour in range(24 * days):
        reminding.ask_for_debriefs(now=after + timedelta(hours=hour))
    return list(Mail.objects.filter(kind="loop.debrief_due").order_by("due_at").values_list("due_at", flat=True))


def test_a_debrief_that_nobody_opened_is_asked_for_each_business_morning(all_in, loop, lena):
    assert hourly(3) == [datetime(2026, 3, day, 7, 30, tzinfo=UTC) for day in (3, 4, 5)]  # half past eight in Berlin

    first, second, _ = Mail.objects.filter(kind="loop.debrief_due").order_by("due_at")
    post.deliver(first, outbox.get_connection(), now=first.due_at)
    [message] = outbox.outbox
    assert (message.to, message.subject) == ([lena.email], "Open the debrief: Maya Chen, Backend engineer")
    assert f"/loops/{loop.pk}/debrief/" in message.body
    debate.open_debrief(loop, members=[lena], by=lena, now=first.due_at)
    post.deliver(second, outbox.get_connection(), now=second.due_at)
    second.refresh_from_db()
    assert second.drop_reason == "The debrief was opened before this was sent."
    assert len(hourly(6)) == 3


@pytest.mark.parametrize("what", ["a card is missing", "a stage is ahead", "closed", "away", "weeks ago"])
def test_a_debrief_is_not_asked_for_while_something_else_is_waited_for(all_in, loop, lena, otto, what):
    if what == "a card is missing":
        make_seat(interview=all_in, person=otto, role="panel")
    elif what == "a stage is ahead":
        type(all_in).objects.filter(pk=all_in.pk).update(started_at=None, ended_at=None)
    elif what == "closed":
        type(loop).objects.filter(pk=loop.pk).update(closed_at=MONDAY, closed_by=lena)
    elif what == "away":
        lena.away.create(first_on=MONDAY.date(), last_on=MONDAY.date() + timedelta(days=2))

    assert hourly(2, after=MONDAY + reminding.MOST_DAYS if what == "weeks ago" else MONDAY) == []


def test_a_recruiter_who_owes_a_scorecard_is_not_told_that_the_others_are_in(all_in, loop, lena):
    [due_at] = hourly(1)
    make_seat(interview=all_in, person=lena, role="panel")
    assert hourly(3) == [due_at]

    mail = Mail.objects.get(kind="loop.debrief_due")
    post.deliver(mail, outbox.get_connection(), now=due_at)

    mail.refresh_from_db()
    assert mail.drop_reason == "The debrief is not open to this person: they owe a scorecard, or have no part in it any more."
