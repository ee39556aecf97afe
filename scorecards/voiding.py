"""What voiding a question changes: which recorded decisions stand on a composite of another side of the bar, before and after.

It changes no decision. The rule is that of the US Office of Personnel Management for items that turn out unfair: the same for all
who were asked, with the reason on record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from interviews.models import AskedQuestion, LoopWeight
from scorecards import question_use, tally, veiling
from scorecards.models import Decision, QuestionVoid, Scorecard
from scorecards.sealed import Sealed, last_of

MOST = 200  # decided loops that one look compares

Out = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Effect:
    """A decision with its composite before and after, None where nothing rated is left."""

    decision: Decision
    before: float | None
    after: float | None

    @property
    def differs(self) -> bool:
        """Whether the composite is on another side of the bar, or was and is no more."""
        return _side(self.before) != _side(self.after)

    @property
    def before_words(self) -> str:
        return self._words(self.before)

    @property
    def after_words(self) -> str:
        return self._words(self.after)

    def _words(self, value: float | None) -> str:
        """A figure with its side; to two places where one would make two sides look the same."""
        if value is None:
            return _side(None)
        is_close = (
            self.differs and self.before is not None and self.after is not None and f"{self.before:.1f}" == f"{self.after:.1f}"
        )
        return f"{value:.2f}, {_side(value)}" if is_close else f"{value:.1f}, {_side(value)}"


@dataclass(frozen=True)
class Effects:
    """What a void does to the decisions that a reader may know of, the newest 200 at most."""

    all: Sequence[Effect]
    is_cut: bool

    @property
    def differing(self) -> list[Effect]:
        """Those that might differ."""
        return [one for one in self.all if one.differs]

    @property
    def moved(self) -> int:
        """Of how many the composite moved without changing sides."""
        return sum(not one.differs and one.before != one.after for one in self.all)


def effects(void: QuestionVoid, reader: User) -> Effects:
    """What this void, recorded or only thought of, does to what was decided. Eight queries for any number of loops."""
    asked = AskedQuestion.objects.filter(version__question=void.question_id)
    asked = asked.filter(interview__starts_at__gte=void.since) if void.since else asked
    asked = asked.filter(interview__starts_at__lt=void.until) if void.until else asked
    found = Decision.objects.visible_to(reader).filter(debrief__loop__in=asked.values("interview__stage__loop"))
    last = found.order_by("debrief__loop", "-number").distinct("debrief__loop")
    decisions = list(
        Decision.objects.filter(pk__in=last.values("pk"))
        .select_related("debrief__loop__candidate", "debrief__loop__job", "debrief__loop__level", "level")
        .order_by("-decided_at", "-pk")[: MOST + 1]
    )
    is_cut, decisions = len(decisions) > MOST, decisions[:MOST]
    veiling.call([decision.debrief for decision in decisions], reader)
    loops = [decision.debrief.loop_id for decision in decisions]
    cards = Scorecard.objects.visible_to(reader).counting().filter(seat__interview__stage__loop__in=loops)
    of_loop: dict[int, list[Sealed]] = {}
    for card in last_of(cards.with_seat().in_order()):
        of_loop.setdefault(card.seat.interview.stage.loop_id, []).append(card)
    interviews = {card.seat.interview_id for there in of_loop.values() for card in there}
    before = question_use.left_out(interviews, but=void if void.pk else None)
    after = question_use.left_out(interviews, also=None if void.pk else void)
    weights: dict[int, dict[int, int]] = {}
    for loop, competency, weight in LoopWeight.objects.filter(loop__in=loops).values_list("loop", "competency", "weight"):
        weights.setdefault(loop, {})[competency] = weight
    return Effects(
        [
            Effect(decision, *(composite(of_loop.get(loop, []), weights.get(loop, {}), out) for out in (before, after)))
            for decision, loop in zip(decisions, loops, strict=True)
        ],
        is_cut,
    )


def composite(cards: Sequence[Sealed], weights: Mapping[int, int], out: Out) -> float | None:
    """The composite of these cards by these weights, without what is left out."""
    rated: dict[int, list[float | None]] = {}
    for card in cards:
        for rating in card.ratings:
            if (card.seat.interview_id, rating.competency) not in out:
                rated.setdefault(rating.competency, []).append(rating.value)
    return tally.composite([tally.Line(tuple(values), weights.get(competency, 0)) for competency, values in rated.items()])


def _side(value: float | None) -> str:
    if value is None:
        return "nothing rated"
    return "above the bar" if value >= tally.BAR else "below the bar"
