"""Whatever happens to an interview, in whatever order: nobody gets two mails for one thing, and none for what no longer holds."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from django.core import mail as outbox
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import post
from accounts.access import Refused
from accounts.models import Mail
from interviews import booking
from interviews.models import Interview, Reminder

NOW = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)  # the clocks of Lisbon and Berlin go forward in the night to 29 March
FIRST = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

CHANGES = st.lists(
    st.tuples(st.sampled_from(["book", "move", "cancel", "swap", "add", "remove", "decline", "send"]), st.integers(0, 5)),
    min_size=1,
    max_size=12,
)


def change(what: str, number: int, *, stage, people, by, now) -> None:
    """One thing that people do; which person or hour follows from the number."""
    person = people[number % len(people)]
    starts_at = FIRST + number * HOUR
    if what == "book":
        booking.book(stage, starts_at=starts_at, ends_at=starts_at + HOUR, people=[(person, "lead")], place="", by=by, now=now)
    interview = Interview.objects.taking_place().filter(stage=stage).first()
    if interview is None:
        return
    seat = interview.seats.filter(removed_at=None).order_by("pk").last()
    if what == "move":
        booking.move(interview, starts_at=starts_at, ends_at=starts_at + HOUR, by=by, reason="Because", now=now)
    elif what == "cancel":
        booking.cancel(interview, by=by, reason="Because", now=now)
    elif what == "add":
        booking.add_seat(interview, person, "shadow", by=by, now=now)
    elif seat and what == "swap":
        booking.swap(seat, person, by=by, now=now)
    elif seat and what == "remove":
        booking.remove_seat(seat, by=by, now=now)
    elif seat and what == "decline":
        booking.answer(seat, by=seat.person, accepts=False, reason="Because", now=now)


def send(now: datetime) -> list[tuple]:
    """Send what is due, as the worker does: for each mail its kind, recipient, interview, version and subject."""
    sent = []
    for mail in Mail.objects.owed().filter(due_at__lte=now).order_by("due_at", "pk"):
        Mail.objects.filter(pk=mail.pk).update(tries=mail.tries + 1)
        mail.refresh_from_db()
        outbox.outbox.clear()
        post.deliver(mail, outbox.get_connection(), now=max(mail.due_at, NOW))
        if outbox.outbox:
            about = Reminder.objects.get(mail=mail)
            sent.append((about.kind, mail.address, about.interview_id, about.version, outbox.outbox[0].subject))
    return sent


def run(steps, *, stage, people, by) -> list[tuple]:
    """Everything that was sent while this happened and afterwards."""
    sent = []
    for place, (what, number) in enumerate(steps):
        now = NOW + timedelta(minutes=place)
        if what == "send":
            sent += send(now)
            continue
        try:
            with transaction.atomic():
                change(what, number, stage=stage, people=people, by=by, now=now)
        except Refused:
            continue
    return sent + send(FIRST + timedelta(days=3))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(steps=CHANGES)
def test_each_person_gets_each_mail_once_and_only_for_what_holds(loop, lena, ivan, ines, carla, steps):
    stage = loop.stages.get(name="Coding")
    with transaction.atomic():
        sent = run(steps, stage=stage, people=[ivan, ines, carla], by=lena)

        assert [line for line, times in Counter(line[:4] for line in sent).items() if times > 1] == []
        reminded = {line for line in sent if line[0].startswith("upcoming")}
        standing = Interview.objects.taking_place().filter(stage=stage).first()
        wanted = set()
        if standing:
            held = list(standing.seats.held().select_related("person"))
            wanted = {(kind, seat.person.email) for seat in held for kind in ("upcoming_hour", "upcoming_soon")}
            wanted |= {("upcoming_day", seat.person.email) for seat in held} | {("upcoming_day", "maya@example.org")}
        assert {line[:2] for line in reminded} == wanted
        assert all(line[2] == standing.pk and line[3] == standing.version for line in reminded)
        last = {}
        for kind, who, interview, _, subject in sent:
            if kind == "invitation":
                last[who, interview] = subject.split(":")[0]
        members = {("maya@example.org", standing.pk)} if standing else set()
        members |= {(seat.person.email, standing.pk) for seat in held} if standing else set()
        assert {who for who, word in last.items() if word in {"Invitation", "Changed"}} == members
        transaction.set_rollback(True)  # each example begins with the same loop
