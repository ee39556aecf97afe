"""The debrief's table: competency × interviewer, from cards that the reader may see, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from accounts.models import User
from interviews.models import Loop
from questionbank.models import Competency, Level
from scorecards import question_use, tally
from scorecards.independence import Independence, of
from scorecards.models import Scorecard, Seal
from scorecards.sealed import Sealed


@dataclass(frozen=True)
class Row:
    competency: Competency
    line: tally.Line
    cells: list[tuple[Sealed, int | None, str]]
    """For each card: its rating at the target level, or None and why not."""
    role_flags: list[str] = field(default_factory=list)

    @property
    def low(self) -> float:
        return min(self.line.seen, default=0)

    @property
    def high(self) -> float:
        return max(self.line.seen, default=0)

    @property
    def flags(self) -> list[str]:
        """What deserves talk, each with its rule."""
        return [*self.line.flags, *self.role_flags]


@dataclass(frozen=True)
class Table:
    cards: list[Sealed]
    rows: list[Row]
    composite: float | None
    margin: float | None
    lens: list[tuple[Level, int, int]]
    contradictions: list[Sealed]
    steps: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """By competency the steps that count."""
    first: Mapping[int, Seal] = field(default_factory=dict)
    """By card its first seal, which tells how independent and how old it is."""
    levels: Sequence[Level] = ()
    """All levels of the company, the lowest first."""
    flags: Sequence[str] = ()
    """What deserves talk of the cards as wholes, each with its rule."""
    again: Sequence[tuple[Competency, str]] = ()
    """What one more interview would look at before the target level is met, the heaviest first, each with why."""

    @property
    def competencies(self) -> list[Competency]:
        """What the loop weighs, the heaviest first."""
        weighed = [row for row in self.rows if row.line.weight]
        weighed.sort(key=lambda row: (-row.line.weight, row.competency.place, row.competency.pk))
        return [row.competency for row in weighed]

    @property
    def independence(self) -> dict[int, Independence]:
        """By card what its author had opened before it was first sealed."""
        return {card: of(seal.had_seen) for card, seal in self.first.items()}

    @property
    def ages(self) -> dict[int, str]:
        """By card how long after the interview it was first sealed, in words; "" where the interview was not ended."""
        return {
            card.pk: age(self.first[card.pk].sealed_at - card.seat.interview.ended_at) if card.seat.interview.ended_at else ""
            for card in self.cards
        }

    def composite_at(self, level: Level) -> float | None:
        """The composite as it is at another level: the same steps, read in that level's window."""
        return tally.composite(
            [
                tally.Line(tuple(level.rating(step) for step in self.steps.get(row.competency.pk, ())), row.line.weight)
                for row in self.rows
            ]
        )


def age(after: timedelta) -> str:
    """How long after an interview a card was sealed, in words of one unit: "40 min after", "5 h after", "3 days after"."""
    minutes = max(0, round(after / timedelta(minutes=1)))
    if minutes < 90:
        return f"{minutes} min after"
    hours = round(minutes / 60)
    return f"{hours} h after" if hours < 36 else f"{round(hours / 24)} days after"


def table(loop: Loop, reader: User, *, bar_raiser: int | None = None) -> Table:
    """Rows by weight times disagreement, from the counting cards of this loop that the reader may see, as last sealed.

    `bar_raiser`: the number of whoever may block a hire; the hiring manager is the job's. Six queries, seven where a competency
    was rated that the loop does not weigh.
    """
    readable = Scorecard.objects.visible_to(reader).counting().filter(seat__interview__stage__loop=loop)
    cards, first = _sealed(list(readable.with_author().in_order()))
    weighed = {one.competency_id: one for one in loop.weights.select_related("competency")}
    left_out = question_use.left_out([card.seat.interview_id for card in cards])
    steps: dict[int, list[int]] = {}
    rated: dict[tuple[int, int], tuple[int | None, str]] = {}
    for card in cards:
        for rating in card.ratings:
            if rating.value and (why := left_out.get((card.seat.interview_id, rating.competency))):
                rated[card.pk, rating.competency] = (None, why)
                continue
            rated[card.pk, rating.competency] = (rating.value, rating.not_observed)
            if rating.step is not None:
                steps.setdefault(rating.competency, []).append(rating.step)
    competencies = [one.competency for one in weighed.values()]
    if besides := {number for _, number in rated} - set(weighed):
        competencies += Competency.objects.filter(pk__in=besides)
    offices = {"bar_raiser": bar_raiser, "hiring_manager": loop.job.hiring_manager_id}
    rows = []
    for competency in sorted(competencies, key=lambda one: (one.place, one.pk)):
        cells = [(card, *rated.get((card.pk, competency.pk), (None, "not in focus"))) for card in cards]
        line = tally.Line(tuple(value for _, value, _ in cells), weighed[competency.pk].weight if competency.pk in weighed else 0)
        flags = tally.role_flags([(card.seat.person_id, value) for card, value, _ in cells], **offices)
        rows.append(Row(competency, line, cells, flags))
    rows.sort(key=lambda row: (-row.line.weight * max(row.line.spread, 1), -row.line.weight, row.competency.place))
    lines = [row.line for row in rows]
    levels = list(Level.objects.order_by("rank"))
    heaviest = sorted((row for row in rows if row.line.weight), key=lambda row: (-row.line.weight, row.competency.place))
    again = [(row.competency, _why_again(steps.get(row.competency.pk), loop.level)) for row in heaviest]
    near = [level for level in levels if abs(level.rank - loop.level.rank) <= 1]
    by_name = {str(number): seen for number, seen in steps.items()}
    return Table(
        cards=cards,
        rows=rows,
        composite=tally.composite(lines),
        margin=tally.composite_margin(lines),
        lens=[(level, *tally.meets(by_name, level.window_start)) for level in near],
        contradictions=[card for card in cards if tally.contradicts(card.verdict, [rating.value for rating in card.ratings])],
        steps=steps,
        first=first,
        levels=levels,
        flags=_flags(cards, levels, offices),
        again=[(competency, why) for competency, why in again if why],
    )


def _why_again(steps: Sequence[int] | None, level: Level) -> str:
    """Why a competency does not speak for a level yet; "" where it does."""
    if not steps:
        return "not rated"
    return "" if tally.reaches(steps, level.window_start) else "below Yes"


def _sealed(cards: Sequence[Scorecard]) -> tuple[list[Sealed], dict[int, Seal]]:
    """These cards as they were last sealed, and by card its first seal; one that was never sealed is left out. One query."""
    last: dict[int, Seal] = {}
    first: dict[int, Seal] = {}
    for seal in Seal.objects.filter(scorecard__in=cards).order_by("scorecard", "number"):
        card = cast("int", seal.scorecard_id)  # those of decisions are not asked for
        first.setdefault(card, seal)
        last[card] = seal
    return [Sealed(last[card.pk], card) for card in cards if card.pk in last], first


def _flags(cards: Sequence[Sealed], levels: Sequence[Level], offices: Mapping[str, int | None]) -> list[str]:
    """The rules that look at whole cards: verdicts by office, and how far apart the levels are at which people would hire."""
    ranks = {level.key: place for place, level in enumerate(levels)}
    named = [-1 if card.said["below_ladder"] else ranks.get(card.said["hire_level"]) for card in cards]
    flags = [
        f"{rule}, in the verdict" for rule in tally.role_flags([(card.seat.person_id, card.verdict) for card in cards], **offices)
    ]
    return [*flags, tally.LEVEL_RULE] if tally.levels_apart([rank for rank in named if rank is not None]) else flags
