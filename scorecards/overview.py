"""Loops with everything their rows show, loaded in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q

from accounts.models import User
from interviews.fitting import FILLED
from interviews.models import Interview, InterviewMove, Loop, Reminder, Seat, Stage, TimeOffer
from interviews.models.reminder import Kind
from interviews.models.seat import SCORING
from scorecards.models import Debrief, Decision, Scorecard
from scorecards.models.debrief import HIRING, OPEN_ENDED, Outcome
from scorecards.models.scorecard import owing_seats
from scorecards.progress import Booked, Decided, Next, StageFacts, next_action

MOST_MAILS = 500
HIRED: dict[str, str] = {Outcome.HIRE_OTHER_LEVEL: "hire", Outcome.EXCEPTIONAL: "hire, exceptional,"}
#: Mails from whose fate one could read how far others' scorecards are.
TELLING = (
    Kind.SCORECARD_DUE,
    Kind.SCORECARD_LATE,
    Kind.SCORECARD_RETURNED,
    Kind.DEBRIEF_DUE,
    Kind.DEBRIEF_OPEN,
    Kind.VOTE_DUE,
    Kind.DECIDED,
    Kind.RED_FLAG,
)


#: Whether the debrief need not wait for a seat: its card is in, was declined, or is waived. In words of Python: `settled`.
IS_SETTLED = ExpressionWrapper(
    Q(scorecard__submitted_at__isnull=False, scorecard__returned_at=None)
    | Q(scorecard__declined_at__isnull=False)
    | Q(waiver__isnull=False),
    output_field=BooleanField(),
)


class SeatFacts(NamedTuple):
    """A seat of a standing interview, as far as the next action depends on it."""

    name: str
    role: str
    accepted_at: datetime | None
    declined_at: datetime | None
    is_settled: bool


@dataclass(frozen=True)
class Overview:
    """A loop with what it waits for, as one reader may know it."""

    loop: Loop
    next: Next
    decision: Decision | None
    may_count: bool

    @property
    def tells_decision(self) -> bool:
        """Whether the next action says what was decided."""
        return self.decision is not None and self.next.words.startswith(("Decided", "On hold"))


def with_progress(loops: Iterable[Loop], reader: User, now: datetime) -> list[Overview]:
    """Each loop with its next action, as this reader may know it. Six queries for any number of loops."""
    loops = list(loops)
    numbers = [loop.pk for loop in loops]
    owing = set(owing_seats(reader).filter(interview__stage__loop__in=numbers).values_list("interview__stage__loop", flat=True))
    decisions: dict[int, Decision] = {}
    for decision in (
        Decision.objects.filter(debrief__loop__in=numbers).select_related("level", "debrief", "decided_by").order_by("number")
    ):
        decisions[decision.debrief.loop_id] = decision
    debriefs = set(Debrief.objects.filter(loop__in=numbers, closed_at=None).values_list("loop", flat=True))
    stages = _stages(numbers)
    return [
        Overview(
            loop=loop,
            decision=None if loop.pk in owing else decisions.get(loop.pk),
            may_count=loop.pk not in owing,
            next=next_action(
                stages[loop.pk],
                loop=loop.pk,
                decided=_decided(decisions.get(loop.pk)),
                in_debrief=loop.pk in debriefs,
                may_count=loop.pk not in owing,
                is_closed=loop.closed_at is not None,
                now=now,
                zone=reader.tz,
            ),
        )
        for loop in loops
    ]


def settled(seat: Seat) -> bool:
    """Whether the debrief need not wait for this seat: its card is in, was declined, or is waived."""
    card = getattr(seat, "scorecard", None)
    return bool((card and card.is_settled) or getattr(seat, "waiver", None))


def open_stages(loop: Loop) -> Sequence[Stage]:
    """The stages of a loop in order, each with its standing interview in `standing`, those before it in `past`, and its kit."""
    interviews = Interview.objects.select_related("cancelled_by").in_order()
    past = interviews.filter(Q(cancelled_at__isnull=False) | Q(no_show_at__isnull=False))
    moves = Prefetch("moves", InterviewMove.objects.select_related("by").order_by("version"))
    standing = interviews.taking_place().prefetch_related(*_seats(), moves)
    return list(
        loop.stages.select_related("kit_version__kit__current", "kind")
        .prefetch_related(
            Prefetch("time_offers", TimeOffer.objects.standing(), to_attr="offers"),
            Prefetch("interviews", standing, to_attr="standing"),
            Prefetch("interviews", past, to_attr="past"),
            "focus__competency",
        )
        .order_by("place", "pk")
    )


def ledger(loop: Loop, *, may_count: bool) -> dict[int | None, list[Reminder]]:
    """The mails of a loop by interview, those without one under None. Who owes a scorecard here sees none that tells of others'."""
    reminders = loop.reminders.with_mail().in_order()
    if not may_count:
        reminders = reminders.exclude(kind__in=TELLING)
    found: dict[int | None, list[Reminder]] = {}
    for reminder in reminders[:MOST_MAILS]:
        found.setdefault(reminder.interview_id, []).append(reminder)
    return found


def _seats() -> list[Prefetch]:
    cards = Scorecard.objects.only("seat", "submitted_at", "returned_at", "declined_at")
    seats = (
        Seat.objects.filter(removed_at=None)
        .select_related("person", "waiver", "replacement", "replaces__declined__person")
        .order_by("pk")
    )
    return [Prefetch("seats", seats.prefetch_related(Prefetch("scorecard", cards)), to_attr="people")]


def _stages(loops: list[int]) -> dict[int, list[StageFacts]]:
    """The stages of each loop in order. Plain values: a board of 50 loops has a thousand rows behind it."""
    seats: dict[int, list[SeatFacts]] = {}
    there = Interview.objects.taking_place().filter(stage__loop__in=loops)
    for interview, *facts in (
        Seat.objects.filter(removed_at=None, interview__in=there)
        .order_by("pk")
        .annotate(is_settled=IS_SETTLED)
        .values_list("interview", "person__name", "role", "accepted_at", "declined_at", "is_settled")
    ):
        seats.setdefault(interview, []).append(SeatFacts(*facts))
    booked: dict[int, Booked] = {}
    for pk, stage, starts_at, ends_at, started_at, ended_at in there.in_order().values_list(
        "pk", "stage", "starts_at", "ends_at", "started_at", "ended_at"
    ):
        people = seats.get(pk, [])
        held = [seat for seat in people if not seat.declined_at]
        needed = [seat for seat in people if seat.role in FILLED]
        facts = Booked(
            pk=pk,
            starts_at=starts_at,
            ends_at=ends_at,
            started=started_at is not None,
            ended=ended_at is not None,
            declined=[seat.name for seat in needed if seat.declined_at],
            unanswered=[seat.name for seat in needed if not (seat.declined_at or seat.accepted_at)],
            cards_missing=sum(seat.role in SCORING and not seat.is_settled for seat in held) if ended_at else 0,
        )
        booked.setdefault(stage, facts)
    stages: dict[int, list[StageFacts]] = {loop: [] for loop in loops}
    for pk, loop, name in Stage.objects.filter(loop__in=loops).order_by("place", "pk").values_list("pk", "loop", "name"):
        stages[loop].append(StageFacts(pk=pk, name=name, booked=booked.get(pk)))
    return stages


def _decided(decision: Decision | None) -> Decided | None:
    if decision is None:
        return None
    at = decision.level.name.lower() if decision.level else ""
    words = HIRED.get(decision.outcome, decision.get_outcome_display().lower())
    return Decided(
        words=f"{words} at {at}" if at and decision.outcome in HIRING else words,
        is_open=decision.outcome in OPEN_ENDED,
        review_on=decision.review_on if decision.outcome == Outcome.HOLD else None,
    )
