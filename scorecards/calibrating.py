"""Severity, ease and agreement of the whole company: counted at night from independent scorecards, used in debriefs.

Only loops that are decided and in which nobody owes a scorecard are counted, so that no number tells of a card that somebody may
not read yet. Formulas, sources and limits: docs/explanation/scoring.md
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from statistics import quantiles
from typing import cast

from django.db import connection, transaction
from django.db.models import QuerySet

from interviews.models import AskedQuestion, Leaning
from interviews.models.seat import SCORING
from questionbank.models import Level
from scorecards import question_use, severity, tally
from scorecards.agreement import Coincidences
from scorecards.matrix import Table
from scorecards.models import Agreement, Ease, SealedRating, Severity
from scorecards.severity import Rating

LOOKED_BACK = timedelta(days=730)
"""People drift; what is older says little of them today."""
FEWEST_CANDIDATES = 50
"""Below that, the range of an agreement is as wide as what it could say."""
LAST_CANDIDATES, DRAWS = 2000, 200


@dataclass(frozen=True)
class Adjusted:
    """A composite without the severity of its interviewers and the ease of its questions, or why there is none."""

    composite: float | None
    refused: str
    least: int = 0
    most: int = 0
    people: int = 0

    def beside(self, raw: float | None) -> str:
        """How it stands to the raw composite, in words; a tenth of a point is about the same."""
        if self.composite is None or raw is None or abs(self.composite - raw) < 0.1:
            return "about the same as the raw one"
        return "higher than the raw one" if self.composite > raw else "lower than the raw one"


def adjusted(table: Table) -> Adjusted:
    """The adjusted composite of a debrief's table, or why there is none. Two queries."""
    counted = {card.pk: card for row in table.rows if row.line.weight for card, value, _ in row.cells if value}
    people = {card.seat.person_id for card in counted.values()}
    rows = {row.person_id: row.known for row in Severity.objects.filter(person__in=people)}
    known = [rows.get(person) for person in people]
    if refused := severity.refusal(known):
        return Adjusted(None, refused)
    eases = _eases_of(card.seat.interview_id for card in counted.values())
    lines = [
        tally.Line(
            tuple(
                value - rows[card.seat.person_id].value - eases.get((card.seat.interview_id, row.competency.pk), 0)
                for card, value, _ in row.cells
                if value
            ),
            row.line.weight,
        )
        for row in table.rows
        if row.line.weight
    ]
    cards = [row.cards for row in rows.values()]
    return Adjusted(tally.composite(lines), "", min(cards), max(cards), next(iter(rows.values())).people)


def _eases_of(interviews: Iterable[int]) -> dict[tuple[int, int], float]:
    """For each interview and competency, the ease of the question that was asked for it."""
    found: dict[tuple[int, int], float] = {}
    asked = _asked().filter(interview__in=set(interviews))
    for interview, competency, value in asked.values_list(
        "interview", "version__tested__competency", "version__question__ease__value"
    ):
        found.setdefault((interview, competency), value or 0)
    return found


def _asked() -> QuerySet[AskedQuestion]:
    """What was asked with the competencies it tests; of several for one competency, that which tests it foremost comes first."""
    return AskedQuestion.objects.filter(version__tested__isnull=False).order_by("version__tested__place", "started_at", "pk")


def latest_agreement() -> Agreement | None:
    """How far interviewers of this company agree, as far as it is known."""
    return Agreement.objects.latest_first().first()


def count(*, now: datetime) -> int:
    """Count severity, ease and agreement anew, from the last two years; for how many interviewers. Twice gives the same again.

    The planner of loops gets the severity of who has enough cards, to seat strict and lenient people together.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2min'")  # a page may ask for 5 s, and nobody waits for this
        rated = list(ratings(now - LOOKED_BACK))
    found = severity.estimate(rated)
    people = [
        Severity(
            person_id=cast("int", one),
            value=of.value,
            cards=of.cards,
            group=cast("int", of.group),
            people=of.people,
            counted_at=now,
        )
        for one, of in found.people.items()
    ]
    eases = [Ease(question_id=asked, value=value, counted_at=now) for asked, value in found.eases.items() if isinstance(asked, int)]
    agreement = _agreement(rated, now)
    with transaction.atomic():
        Severity.objects.all().delete()
        Severity.objects.bulk_create(people, batch_size=2000)
        Leaning.objects.all().delete()
        sure = [one for one in people if one.cards >= severity.FEWEST]
        Leaning.objects.bulk_create((Leaning(person_id=one.person_id, points=one.value) for one in sure), batch_size=2000)
        Ease.objects.all().delete()
        Ease.objects.bulk_create(eases, batch_size=2000)
        if agreement:
            Agreement.objects.bulk_create([agreement], ignore_conflicts=True)
    return len(people)


def ratings(since: datetime) -> Iterator[Rating]:
    """Independent first versions of cards that count, of loops that may tell, the oldest first; what was voided is left out."""
    question: dict[tuple[int, int], int] = {}
    asked = _asked().filter(interview__stage__loop__in=question_use.told(), started_at__gte=since - timedelta(days=1))
    for interview, competency, number in asked.values_list(
        "interview", "version__tested__competency", "version__question"
    ).iterator():
        question.setdefault((interview, competency), number)
    levels = {level.pk: level for level in Level.objects.all()}
    voided = question_use.voided()
    sealed = (
        SealedRating.objects.filter(
            seal__number=1,
            seal__had_seen=[],
            seal__sealed_at__gte=since,
            seal__loop__in=question_use.told(),
            seal__scorecard__seat__role__in=SCORING,
        )
        .order_by("seal__sealed_at", "pk")
        .values_list(
            "seal__loop",
            "seal__loop__level",
            "seal__scorecard__seat__person",
            "seal__scorecard__seat__interview",
            "seal__scorecard",
            "competency",
            "step",
        )
    )
    for loop, level, person, interview, card, competency, step in sealed.iterator():
        if (interview, competency) in voided:
            continue
        asked_for = question.get((interview, competency), f"none for {competency}")
        yield Rating(loop, person, competency, asked_for, card, levels[level].rating(step))


def _agreement(counted: Iterable[Rating], now: datetime) -> Agreement | None:
    """Alpha over what two or more interviewers rated of one candidate, with its 95 % range from drawing candidates anew.

    None for fewer than 50 candidates. Candidates are drawn, not ratings: those of one candidate belong together. See B. Efron and
    R. J. Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    things: dict[object, dict[object, dict[object, float]]] = {}
    for rating in counted:
        things.setdefault(rating.candidate, {}).setdefault(rating.competency, {}).setdefault(rating.interviewer, rating.value)
    parts = [Coincidences.of(list(rated.values()) for rated in about.values()) for about in things.values()]
    parts = [part for part in parts if part.many][-LAST_CANDIDATES:]
    whole = _together(parts)
    if len(parts) < FEWEST_CANDIDATES or len(whole.many) < 2:
        return None
    random = Random(now.toordinal())  # noqa: S311 -- the same night gives the same range
    drawn = [_together(random.choices(parts, k=len(parts))) for _ in range(DRAWS)]
    alphas = quantiles([one.alpha() for one in drawn if len(one.many) > 1], n=40)
    return Agreement(alpha=whole.alpha(), low=alphas[0], high=alphas[-1], candidates=len(parts), counted_at=now)


def _together(parts: Iterable[Coincidences]) -> Coincidences:
    whole = Coincidences()
    for part in parts:
        whole.add(part)
    return whole
