"""Loops with everything their rows show, loaded in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from interviews.models import Interview, Loop, Seat, Stage
from scorecards.models import Debrief, Decision, Scorecard
from scorecards.models.debrief import OPEN_ENDED
from scorecards.models.scorecard import owing_seats
from scorecards.progress import Next, StageFacts, next_action


@dataclass(frozen=True)
class Overview:
    """A loop with what it waits for, as one reader may know it."""

    loop: Loop
    next: Next
    decision: Decision | None
    may_count: bool


def with_progress(loops: Iterable[Loop], reader: User) -> list[Overview]:
    """Each loop with its next action, as this reader may know it. Seven queries for any number of loops."""
    loops = list(loops)
    numbers = [loop.pk for loop in loops]
    owing = set(owing_seats(reader).filter(interview__stage__loop__in=numbers).values_list("interview__stage__loop", flat=True))
    decisions: dict[int, Decision] = {}
    for decision in (
        Decision.objects.filter(debrief__loop__in=numbers).select_related("level", "debrief", "decided_by").order_by("number")
    ):
        decisions[decision.debrief.loop_id] = decision
    debriefs = set(Debrief.objects.filter(loop__in=numbers, closed_at=None).values_list("loop", flat=True))
    stages: dict[int, list[StageFacts]] = {number: [] for number in numbers}
    for stage in Stage.objects.filter(loop__in=numbers).prefetch_related(standing_interviews()).order_by("place"):
        stages[stage.loop_id].append(_facts(stage))
    return [
        Overview(
            loop=loop,
            decision=None if loop.pk in owing else decisions.get(loop.pk),
            may_count=loop.pk not in owing,
            next=next_action(
                stages[loop.pk],
                decided="" if loop.pk in owing else _words(decisions.get(loop.pk)),
                is_on_hold=loop.pk in decisions and decisions[loop.pk].outcome in OPEN_ENDED,
                in_debrief=loop.pk in debriefs,
                may_count=loop.pk not in owing,
            ),
        )
        for loop in loops
    ]


def standing_interviews() -> Prefetch:
    """The interview of each stage that stands, with its seats and whether their scorecards are in."""
    cards = Scorecard.objects.only("seat", "submitted_at", "declined_at")
    seats = Seat.objects.held().select_related("person", "waiver").prefetch_related(Prefetch("scorecard", cards)).order_by("pk")
    interviews = Interview.objects.standing().filter(no_show_at=None).in_order()
    return Prefetch("interviews", interviews.prefetch_related(Prefetch("seats", seats, to_attr="held_seats")), to_attr="standing")


def settled(seat: Seat) -> bool:
    """Whether the debrief need not wait for this seat: its card is in, was declined, or is waived."""
    card = getattr(seat, "scorecard", None)
    return bool((card and (card.submitted_at or card.declined_at)) or getattr(seat, "waiver", None))


def _facts(stage: Stage) -> StageFacts:
    interview = stage.standing[0] if stage.standing else None
    if interview is None:
        return StageFacts(name=stage.name)
    return StageFacts(
        name=stage.name,
        starts_at=interview.starts_at,
        started=interview.started_at is not None,
        ended=interview.ended_at is not None,
        unanswered=[seat.person.name for seat in interview.held_seats if seat.accepted_at is None],
        cards_missing=sum(seat.scores and not settled(seat) for seat in interview.held_seats) if interview.ended_at else 0,
        seats_empty=not any(seat.scores for seat in interview.held_seats),
    )


def _words(decision: Decision | None) -> str:
    if decision is None:
        return ""
    level = f" at {decision.level.name.lower()}" if decision.level else ""
    return f"{decision.get_outcome_display()}{level}"


def open_stages(loop: Loop) -> Sequence[Stage]:
    """The stages of a loop in order, each with its standing interview in `standing` and the kit that it uses."""
    return list(
        loop.stages.select_related("kit_version__kit", "kind")
        .prefetch_related(standing_interviews(), "focus__competency")
        .order_by("place", "pk")
    )
