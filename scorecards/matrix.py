"""The debrief's table: competency × interviewer, from cards that the reader may see, in a constant number of queries."""

from dataclasses import dataclass

from accounts.models import User
from interviews.models import Loop
from questionbank.models import Competency, Level
from scorecards import question_use, tally
from scorecards.models import Scorecard
from scorecards.sealed import Sealed, last_of

#: Why a rating is left out; without its value, since cells are read before anybody has voted.
ON_TRIAL = "not counted: its question was on trial"


@dataclass(frozen=True)
class Row:
    competency: Competency
    line: tally.Line
    cells: list[tuple[Sealed, int | None, str]]
    """For each card: its rating at the target level, or None and why not."""

    @property
    def low(self) -> float:
        return min(self.line.seen, default=0)

    @property
    def high(self) -> float:
        return max(self.line.seen, default=0)


@dataclass(frozen=True)
class Table:
    cards: list[Sealed]
    rows: list[Row]
    composite: float | None
    margin: float | None
    lens: list[tuple[Level, int, int]]
    contradictions: list[Sealed]


def competencies(loop: Loop) -> list[Competency]:
    """What this loop weighs, the heaviest first."""
    return [
        weight.competency for weight in loop.weights.select_related("competency").order_by("-weight", "competency__place", "pk")
    ]


def table(loop: Loop, reader: User) -> Table:
    """Rows by weight times disagreement, from the counting cards of this loop that the reader may see, as last sealed."""
    readable = Scorecard.objects.visible_to(reader).counting().filter(seat__interview__stage__loop=loop)
    cards = last_of(readable.with_seat().in_order())
    weights = {weight.competency_id: weight.weight for weight in loop.weights.all()}
    trials = question_use.trials([card.seat.interview_id for card in cards])
    steps: dict[str, list[int]] = {}
    rated: dict[tuple[int, int], tuple[int | None, str]] = {}
    for card in cards:
        for rating in card.ratings:
            if rating.value and (card.seat.interview_id, rating.competency) in trials:
                rated[card.pk, rating.competency] = (None, ON_TRIAL)
                continue
            rated[card.pk, rating.competency] = (rating.value, rating.not_observed)
            if rating.step is not None:
                steps.setdefault(str(rating.competency), []).append(rating.step)
    numbers = set(weights) | {number for _, number in rated}
    rows = []
    for competency in Competency.objects.filter(pk__in=numbers).in_order():
        cells = [(card, *rated.get((card.pk, competency.pk), (None, "not in focus"))) for card in cards]
        rows.append(Row(competency, tally.Line(tuple(value for _, value, _ in cells), weights.get(competency.pk, 0)), cells))
    rows.sort(key=lambda row: (-row.line.weight * max(row.line.spread, 1), -row.line.weight, row.competency.place))
    lines = [row.line for row in rows]
    levels = Level.objects.filter(rank__range=(loop.level.rank - 1, loop.level.rank + 1)).order_by("rank")
    return Table(
        cards=cards,
        rows=rows,
        composite=tally.composite(lines),
        margin=tally.composite_margin(lines),
        lens=[(level, *tally.meets(steps, level.window_start)) for level in levels],
        contradictions=[card for card in cards if tally.contradicts(card.verdict, [rating.value for rating in card.ratings])],
    )
