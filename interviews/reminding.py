"""When people are reminded of what: lines of the ledger planned ahead, so that each can be seen and taken off before it is sent.

Mornings are those of the reader's own zone, Monday to Friday. What no longer holds when its time comes is dropped by its writer
(interviews/emails.py), what came too late by its `not_after`. Why: docs/explanation/reminders.md
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from accounts.models import Mail, User
from interviews import clock
from interviews.models import Interview, Reminder, Seat
from interviews.models.reminder import Kind, Line

DAY, HOUR, SOON = timedelta(hours=24), timedelta(hours=1), timedelta(minutes=10)
UPCOMING = (Kind.UPCOMING_DAY, Kind.UPCOMING_HOUR, Kind.UPCOMING_SOON)
MORNING = time(8, 30)
BUSINESS_DAYS = range(5)
CARD_AFTER = timedelta(hours=1)
CARD_DAYS = 10
"""After so many business mornings nobody is asked for a scorecard any more: the recruiter knows since the fourth."""
WARNED_ON, TOLD_ON = 3, 4
"""The business morning on which its author is warned, and that on which the recruiter is told."""
APART = timedelta(hours=4)
"""The first morning is at least so long after the first reminder."""
ANSWER_AFTER, ANSWER_AGAIN = timedelta(hours=20), timedelta(hours=48)
OF_CARDS = (Kind.SCORECARD_DUE, Kind.SCORECARD_LATE, Kind.SCORECARD_RETURNED)
OF_DEBRIEFS = (Kind.DEBRIEF_DUE, Kind.VOTE_DUE)
BY_HAND = (*UPCOMING, Kind.ANSWER_DUE, Kind.SCORECARD_DUE, Kind.SCORECARD_LATE, *OF_DEBRIEFS, Kind.CANDIDATE_WAITS)
"""What a recruiter may take off the ledger before it is sent; the rest are changes that people have to hear of."""
TAKEN_OFF = "Taken off by "


def mornings(zone: ZoneInfo, after: datetime, count: int) -> list[datetime]:
    """The next business mornings on this zone's clocks, later than an instant."""
    found: list[datetime] = []
    day = after.astimezone(zone).date()
    while len(found) < count:
        found += [at for at in morning_of(day, zone) if at > after]
        day += timedelta(days=1)
    return found


def morning_of(day: date, zone: ZoneInfo) -> list[datetime]:
    """The morning of a day as one instant, none at the weekend."""
    return clock.instants(day, MORNING, zone)[:1] if day.weekday() in BUSINESS_DAYS else []


def plan_upcoming(interview: Interview, *, now: datetime) -> None:
    """Before the start: to each interviewer a day, an hour and ten minutes before, to the candidate a day; and ask for answers."""
    day, hour, soon = (interview.starts_at - before for before in (DAY, HOUR, SOON))
    lines = [_line(Kind.UPCOMING_DAY, interview, "24h", day, hour)]
    for seat in interview.seats.held().select_related("person").order_by("pk"):
        lines.append(_line(Kind.UPCOMING_DAY, interview, "24h", day, hour, seat))
        lines.append(_line(Kind.UPCOMING_HOUR, interview, "1h", hour, soon, seat))
        lines.append(_line(Kind.UPCOMING_SOON, interview, "10min", soon, interview.starts_at, seat))
        if not seat.accepted_at:
            lines += _answers(interview, seat, now=now)
    _owe([line for line in lines if line.due_at > now], now=now)


def _answers(interview: Interview, seat: Seat, *, now: datetime) -> list[Line]:
    """The first business morning 20 hours after the invitation, and once more two days before the start; never on its last day."""
    last, again = interview.starts_at - DAY, interview.starts_at - ANSWER_AGAIN
    (first,) = mornings(seat.person.tz, now + ANSWER_AFTER, 1)
    lines = [_line(Kind.ANSWER_DUE, interview, "answer", first, last, seat)] if first < last else []
    if again > first + APART:
        lines.append(_line(Kind.ANSWER_DUE, interview, "answer-again", again, last, seat))
    return lines


def plan_scorecards(interview: Interview, *, ended_at: datetime, now: datetime) -> None:
    """An hour after the real end, then on ten business mornings of the author's zone; on the fourth the recruiter is told too."""
    first, lines = ended_at + CARD_AFTER, []
    recruiter = interview.stage.loop.recruiter
    for seat in interview.seats.held().writing().select_related("person").order_by("pk"):
        ahead = mornings(seat.person.tz, first + APART, CARD_DAYS)
        lines.append(_line(Kind.SCORECARD_DUE, interview, "1h-after", first, first + DAY, seat))
        lines += [
            _line(Kind.SCORECARD_DUE, interview, f"morning-{number}", due_at, due_at + DAY, seat)
            for number, due_at in enumerate(ahead, start=1)
        ]
        if recruiter != seat.person:
            told = ahead[TOLD_ON - 1]
            lines.append(_line(Kind.SCORECARD_LATE, interview, "late", told, told + 3 * DAY, seat, to=recruiter))
    _owe(lines, now=now)


def told_at(seat: Seat, ended_at: datetime) -> datetime:
    """When the recruiter is told that the scorecard of this seat is late: after its author was reminded and warned."""
    return mornings(seat.person.tz, ended_at + CARD_AFTER + APART, TOLD_ON)[-1]


def morning_number(mail: Mail) -> int:
    """The how many-th business morning a reminder of a scorecard is for; 0 for the first reminder, an hour after the end."""
    offset = mail.key.split(":")[3]
    return int(offset.removeprefix("morning-")) if offset.startswith("morning-") else 0


def _line(
    kind: Kind,
    interview: Interview,
    offset: str,
    due_at: datetime,
    not_after: datetime,
    seat: Seat | None = None,
    to: User | None = None,
) -> Line:
    """One reminder to the person of a seat, or about that seat to somebody else; without a seat to the candidate."""
    candidate = interview.stage.loop.candidate
    whom = f"person-{seat.person_id}" if seat else f"candidate-{candidate.pk}"
    why = f"{seat.get_role_display() if seat else 'Candidate'} in {interview.stage.name}"
    return Line(
        kind,
        key=f"{interview.pk}:{whom}:{offset}:{interview.version}",
        interview=interview,
        seat=seat,
        why=f"{seat.person} owes the scorecard of {interview.stage.name}"[:200] if seat and to else why,
        to=to or (seat.person if seat else None),
        address="" if seat else candidate.email,
        due_at=due_at,
        not_after=not_after,
    )


def _owe(lines: list[Line], *, now: datetime) -> None:
    """Write these down once, in as many statements for fifty as for one. Who comes back is owed again what was taken back."""
    Reminder.owe_all(lines, now=now)
    ahead = [f"{line.kind}:{line.key}" for line in lines if line.kind in (*UPCOMING, Kind.ANSWER_DUE)]
    dropped = Mail.objects.filter(key__in=ahead, dropped_at__isnull=False, journaled_at=None)
    dropped.exclude(drop_reason__startswith=TAKEN_OFF).update(dropped_at=None, drop_reason="")


def drop(reminders: QuerySet[Reminder], reason: str, *, now: datetime) -> None:
    """Take back what is owed of these, with a line that says why."""
    Mail.objects.owed().filter(reminder__in=reminders.all()).update(dropped_at=now, drop_reason=reason[:200])


def drop_answers(seat: Seat, reason: str, *, now: datetime) -> None:
    """Whoever holds this seat is not asked for their answer any more."""
    drop(Reminder.objects.filter(kind=Kind.ANSWER_DUE, interview=seat.interview_id, mail__to=seat.person_id), reason, now=now)


def drop_scorecards(seat: Seat, reason: str, *, now: datetime) -> None:
    """Nobody asks for the scorecard of this seat any more, nor tells that it is late."""
    about = Q(mail__to=seat.person_id) | Q(kind=Kind.SCORECARD_LATE, seat__person=seat.person_id)
    drop(Reminder.objects.filter(about, kind__in=OF_CARDS, interview=seat.interview_id), reason, now=now)


def take_off(reminder: Reminder, *, by: User, now: datetime) -> None:
    """This reminder is not sent, and comes back by no other change. Twice changes nothing."""
    reminder.mail.drop(f"{TAKEN_OFF}{by}.", now=now)


def to_put_off(interview: Interview, user: User, *, now: datetime) -> QuerySet[Reminder]:
    """This person's reminders of the scorecard before the business morning after the next; the warning is not among them."""
    until = mornings(user.tz, now, 2)[-1]
    due = {"mail__due_at__lt": until, "mail__in": Mail.objects.owed(), "mail__to": user.pk}
    early = [f"morning-{number}" for number in range(1, WARNED_ON)] + ["1h-after"]
    is_early = Q(*(Q(mail__key__contains=f":{offset}:") for offset in early), _connector=Q.OR)
    ended = Q(interview__ended_at__isnull=False)
    return Reminder.objects.filter(is_early, ended, kind=Kind.SCORECARD_DUE, interview=interview, **due)


def put_off(interview: Interview, user: User, *, now: datetime) -> datetime:
    """Remind this person of the scorecard no sooner than on the business morning after the next, which is the answer."""
    until = mornings(user.tz, now, 2)[-1]
    drop(to_put_off(interview, user, now=now), f"{user} put it off until {clock.day_words(until, user.tz)}.", now=now)
    return until
