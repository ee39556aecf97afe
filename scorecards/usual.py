"""How an interviewer rates otherwise: what they gave for a competency before, beside what they give now. A count, no judgement.

Only first, independent versions of loops that are decided and in which nobody owes a scorecard, so that no count tells of a card
that somebody may not read yet; only from ten ratings on; only in a debrief after the votes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from interviews.models import Loop
from interviews.models.seat import SCORING
from scorecards import question_use
from scorecards.matrix import Table
from scorecards.models import SealedRating

FEWEST = 10
"""Earlier ratings of one person for one competency below which nothing is shown: it would be chance, and tell of single loops."""


@dataclass(frozen=True)
class Usual:
    """One rating of this debrief, and how often its author gave 1, 2, 3 and 4 for this competency before; None for too few."""

    competency: str
    person: str
    stage: str
    value: int
    counts: tuple[int, ...] | None

    @property
    def total(self) -> int:
        """Earlier ratings."""
        return sum(self.counts or ())

    @property
    def same(self) -> int:
        """How many of them are what is given now."""
        return self.counts[self.value - 1] if self.counts else 0


def usual(loop: Loop, table: Table, *, cell: tuple[int, int] | None = None) -> Sequence[Usual]:
    """For each rating of the table in its order, or that of one `cell` alone, its card and competency. One query at most."""
    given = [
        (row.competency, card, value)
        for row in table.rows
        for card, value, _ in row.cells
        if value and cell in {None, (card.pk, row.competency.pk)}
    ]
    if not given:
        return []
    levels = {level.pk: level for level in table.levels}
    before = (
        SealedRating.objects.filter(
            seal__number=1,
            seal__had_seen=[],
            seal__scorecard__seat__person__in={card.seat.person_id for _, card, _ in given},
            seal__scorecard__seat__role__in=SCORING,
            seal__loop__in=question_use.told(),
            competency__in={competency.pk for competency, _, _ in given},
        )
        .exclude(seal__loop=loop)
        .order_by()
        .values_list("seal__scorecard__seat__person", "competency", "seal__loop__level", "step")
        .annotate(many=Count("pk"))
    )
    counts: dict[tuple[int, int], list[int]] = {}
    for person, competency, level, step, many in before:
        counts.setdefault((person, competency), [0, 0, 0, 0])[levels[level].rating(step) - 1] += many
    return [
        Usual(
            competency.name,
            card.seat.person.name,
            card.seat.interview.stage.name,
            value,
            tuple(found) if sum(found := counts.get((card.seat.person_id, competency.pk), [])) >= FEWEST else None,
        )
        for competency, card, value in given
    ]
