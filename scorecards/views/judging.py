"""What the right column of the room shows, and each of its parts alone: a ladder, a signal, the red flags."""

from dataclasses import dataclass, replace
from uuid import uuid4

from interviews.models import AskedQuestion, Seat
from questionbank.models import CompetencyVersion, Level
from scorecards.forms import FlagForm
from scorecards.models import Rating, Scorecard
from scorecards.models.counting import Counted, signals_on

WORDS = {1: "Strong no", 2: "No", 3: "Yes", 4: "Strong yes"}
KEYS = "567890"  # of the first signals that are tapped


@dataclass(frozen=True)
class Choice:
    """One step of a ladder: `value` is the rating 1-4 where the step is in the level's window, None outside it."""

    step: int
    words: str
    value: int | None
    is_chosen: bool

    @property
    def word(self) -> str:
        return WORDS[self.value] if self.value else ""


@dataclass(frozen=True)
class Row:
    """One ladder at a level with what was chosen of it."""

    ladder: CompetencyVersion
    rating: Rating | None
    steps: list[Choice]
    level: Level
    age: str = ""

    @property
    def window(self) -> list[Choice]:
        """The four steps that a rating at this level tells apart."""
        return [one for one in self.steps if one.value]

    @property
    def chosen(self) -> Choice | None:
        """The step that was chosen."""
        return next((one for one in self.steps if one.is_chosen), None)

    @property
    def beyond(self) -> Choice | None:
        """The step that was chosen, where it is outside the level's window."""
        return next((one for one in self.steps if one.is_chosen and not one.value), None)


def row(ladder: CompetencyVersion, level: Level, rating: Rating | None, *, age: str = "") -> Row:
    """A ladder as its part of the page shows it."""
    chosen = rating.step if rating else None
    steps = [
        Choice(step, words, level.rating(step) if step in level.window else None, step == chosen)
        for step, words in enumerate(ladder.ladder)
    ]
    return Row(ladder, rating, steps, level, age)


def rating_part(
    seat: Seat, card: Scorecard | None, *, hint_sum: int | None = None, ages: dict[int, str] | None = None
) -> dict[str, object]:
    """The right column: ladders with the level's anchors, signals with counts, red flags."""
    if card is None:
        return {"interview": seat.interview, "card": None}
    level = seat.interview.stage.loop.level
    rated = card.rated()
    ages = ages or {}
    return {
        "level": level,
        "ratings": [
            row(ladder, level, rated.get(ladder.competency_id), age=ages.get(ladder.competency_id, "")) for ladder in card.ladders()
        ],
        "signals": with_keys(signals_on(card, hint_sum=hint_sum)),
        **flags_part(seat, card),
    }


def one_rating(seat: Seat, card: Scorecard, ladder: CompetencyVersion) -> dict[str, object]:
    """One ladder with what this card says of it."""
    level = seat.interview.stage.loop.level
    rating = card.ratings.filter(ladder=ladder).first()
    return {"interview": seat.interview, "card": card, "level": level, "one": row(ladder, level, rating)}


def one_signal(seat: Seat, card: Scorecard, number: int) -> dict[str, object]:
    """One signal with its count."""
    shown = next((one for one in with_keys(signals_on(card)) if one.signal_id == number), None)
    return {"interview": seat.interview, "card": card, "level": card.level, "one": shown}


def with_keys(signals: list[Counted]) -> list[Counted]:
    """The signals, the first that are tapped each with its key."""
    keys = iter(KEYS)
    return [replace(one, key=next(keys, "")) if one.is_tapped else one for one in signals]


def flags_part(seat: Seat, card: Scorecard) -> dict[str, object]:
    """The red flags of this card and the form that raises one."""
    flags = card.red_flags.standing().with_words()
    return {"interview": seat.interview, "card": card, "flags": flags, "flag_form": FlagForm(), "fresh": uuid4()}


def at_hand(last: AskedQuestion | None, tests: list[int], rows: list[Row]) -> dict[str, object]:
    """The ladder of what the question at hand tests first, or the first ladder; `is_offered` once its answer is over, unrated."""
    by_competency = {one.ladder.competency_id: one for one in rows}
    shown = next((by_competency[number] for number in tests if number in by_competency), None)
    is_offered = bool(shown and last and last.ended_at and not shown.rating)
    return {"hand": shown or next(iter(rows), None), "is_offered": is_offered}
