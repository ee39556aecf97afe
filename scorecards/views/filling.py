"""What the page of one's own scorecard shows: evidence and step by competency, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from interviews import hand_off
from interviews.models import HintGiven, Seat
from questionbank.models import CompetencyVersion, Level, Signal, SignalVersion
from scorecards import coaching, helping, tally
from scorecards.card_forms import CardForm
from scorecards.coaching import Advice
from scorecards.helping import Bar, Help
from scorecards.models import NoteLine, Rating, Scorecard, remembering
from scorecards.models.scorecard import Gap
from scorecards.views import judging
from scorecards.views.judging import Choice, Row

REASONS = ("Ran out of time", "The question did not call for it", "Another interview looks at it")
"""Why a competency is mostly not observed; any other reason can be typed."""


@dataclass(frozen=True)
class Block:
    """One competency: its lines, its ladder with what was chosen, and what to look at again. `key` links lines to it."""

    row: Row
    lines: list[NoteLine]
    value: int | None
    advice: list[Advice]
    help: Help | None
    key: str

    @property
    def fits(self) -> int | None:
        """The highest rating that the help given allows, where the chosen one is above it."""
        return self.row.level.rating(self.help.fits) if self.help else None

    @property
    def beside(self) -> list[Choice]:
        """The steps outside the level's window."""
        return [one for one in self.row.steps if not one.value]


def standing(seat: Seat, card: Scorecard) -> dict[str, Any]:
    """Every competency as it stands now, and what follows: what is missing, which levels it meets, where the verdict disagrees.

    The card is one that was read after the last change.
    """
    level = seat.interview.stage.loop.level
    ladders = card.ladders()
    rated = card.rated()
    lines = list(card.notes.standing().select_related("asked__version").in_order())
    ages = remembering.ages(card)
    levels = list(Level.objects.order_by("rank"))
    given, bars = _help_given(card, levels)
    blocks = [
        _block(
            judging.row(ladder, level, rated.get(ladder.competency_id), age=ages.get(ladder.competency_id, "")),
            lines,
            key,
            given,
            bars,
        )
        for key, ladder in enumerate(ladders, start=1)
    ]
    here = {block.row.ladder.competency_id for block in blocks}
    gaps: list[Gap] = card.gaps()
    return {
        "card": card,
        "seat": seat,
        "interview": seat.interview,
        "level": level,
        "blocks": blocks,
        "loose": [line for line in lines if line.competency_id not in here],
        "gaps": gaps,
        "lens": tally.level_lens([one.step for one in rated.values() if one.step is not None], _bars(level, levels)),
        "unseen": sum(one.step is None for one in rated.values()),
        "contradicts": _contradiction(card, level, list(rated.values())),
        "can_judge": all(ladder.competency_id in rated for ladder in ladders),
        "summary_advice": coaching.on_words(card.summary),
        "hand_off_advice": coaching.on_words(card.hand_off),
    }


def page_part(seat: Seat, card: Scorecard, form: CardForm) -> dict[str, Any]:
    """The whole page."""
    stage = seat.interview.stage
    return {
        **standing(seat, card),
        "page": "scorecard",
        "form": form,
        "reasons": REASONS,
        "signals": judging.with_keys(judging.signals_on(card)),
        **judging.flags_part(seat, card),
        "passed": remembering.not_rated_at_the_time(card),
        "told": next(iter(hand_off.told(stage.loop_id, only=stage.pk)), None),
    }


def block_of(seat: Seat, card: Scorecard, ladder: CompetencyVersion) -> Block:
    """One competency of the page."""
    return next(one for one in standing(seat, card)["blocks"] if one.row.ladder == ladder)


def _block(row: Row, lines: list[NoteLine], key: int, given: dict[int, int], bars: Sequence[Bar]) -> Block:
    number, rating = row.ladder.competency_id, row.rating
    mine = [line for line in lines if line.competency_id == number]
    step = rating.step if rating else None
    is_rated = step is not None
    texts = [line.text for line in mine if not line.is_code]
    advice = coaching.on_rating(is_rated=is_rated, lines=texts if texts or not mine else [""], anchors=row.ladder.ladder)
    return Block(
        row=row,
        lines=mine,
        value=row.level.rating(step) if step is not None else None,
        advice=advice,
        help=helping.too_much(step, given.get(number, 0), bars),
        key=str(key) if key <= 9 else "",
    )


def _help_given(card: Scorecard, levels: list[Level]) -> tuple[dict[int, int], list[Bar]]:
    """The strengths of the hints given, by the competency that their question tests first, and what each level allows."""
    hints = HintGiven.objects.filter(asked__interview=card.seat.interview_id, asked__version__tested__place=0)
    given = dict(
        hints.values("asked__version__tested__competency")
        .annotate(sum=Sum("hint__strength"))
        .values_list("asked__version__tested__competency", "sum")
    )
    if not given:
        return {}, []
    counted = Signal.objects.in_use_at(card.began_at)
    versions = SignalVersion.objects.filter(signal__in=counted, words__kind=Signal.Kind.STRENGTH_SUM).in_force_at(card.began_at)
    version = versions.first()
    if version is None:
        return {}, []
    expected = version.words["expected"]
    return given, [Bar(one.window_start, expected[one.key].get("maximum")) for one in levels if one.key in expected]


def _bars(level: Level, levels: list[Level]) -> list[tuple[str, int]]:
    """The target level, the one below and the one above, for the sentence on levels."""
    beside = [one for one in levels if abs(one.rank - level.rank) == 1]
    return [(one.name.lower(), one.window_start) for one in (level, *beside)]


def _contradiction(card: Scorecard, level: Level, ratings: list[Rating]) -> str:
    """In words, where the verdict lies on the other side of the bar than its own ratings; it blocks nothing."""
    seen = [rating.at(level) for rating in ratings]
    if not tally.contradicts(card.verdict, seen):
        return ""
    lean = "No" if card.verdict and card.verdict > tally.BAR else "Yes"
    said = card.get_verdict_display()
    return f"Your ratings at {level.name.lower()} lean to {lean}, your verdict says {said}. If both hold, say why in the summary."
