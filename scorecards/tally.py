"""From ratings to the table of a debrief: pure functions, rows in, values out. Missing is missing, never a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

NOISE = 0.71
"""Standard deviation of one rating on the four-point scale, from the residual, interviewer and question parts of its variance.

Source: variance components of interview ratings after Roberts and others (2010), as docs/explanation/scoring.md works out."""
Z90 = 1.645
SPREAD = 2
BAR = 2.5
"""Between No (2) and Yes (3)."""


@dataclass(frozen=True)
class Line:
    """One competency: ratings 1-4 at the target level, None where it was not observed."""

    ratings: tuple[float | None, ...]
    weight: int

    @property
    def seen(self) -> list[float]:
        return [rating for rating in self.ratings if rating is not None]

    @property
    def count(self) -> int:
        """How many independent ratings there are."""
        return len(self.seen)

    @property
    def mean(self) -> float | None:
        """Mean rating, None without any."""
        return fmean(self.seen) if self.seen else None

    @property
    def spread(self) -> float:
        """Highest minus lowest rating, in points."""
        return max(self.seen) - min(self.seen) if self.seen else 0

    @property
    def margin(self) -> float | None:
        """Half the 90 % range of the mean: 1.645 × 0.71 / √n points."""
        return Z90 * NOISE / sqrt(self.count) if self.count else None

    @property
    def words(self) -> str:
        """Where the mean stands against the bar of 3, in words: figures this coarse deserve no more."""
        if self.mean is None or self.margin is None:
            return "no rating"
        if self.mean - self.margin >= BAR:
            return "above the bar"
        return "below the bar" if self.mean + self.margin < BAR else "around the bar"

    @property
    def flags(self) -> list[str]:
        """What deserves talk, each with its rule."""
        flags = []
        if self.spread >= SPREAD:
            flags.append("Ratings are 2 or more points apart")
        if self.count == 0:
            flags.append("Nobody rated it")
        elif self.count == 1 and self.weight >= SPREAD:
            flags.append("Weight 2 or more, but one rating only")
        return flags


def composite(lines: Sequence[Line]) -> float | None:
    """Mean of the competencies' means by the loop's fixed weights, over those that were rated; None when none was.

    Fixed weights applied alike beat holistic judgement of the same data: Kuncel, Klieger, Connelly and Ones (2013).
    """
    rated = [(line.mean, line.weight) for line in lines if line.mean is not None and line.weight]
    total = sum(weight for _, weight in rated)
    return sum(mean * weight for mean, weight in rated) / total if total else None


def composite_margin(lines: Sequence[Line]) -> float | None:
    """Half the 90 % range of the composite, in points, taking ratings as independent."""
    rated = [line for line in lines if line.count and line.weight]
    total = sum(line.weight for line in rated)
    if not total:
        return None
    return Z90 * sqrt(sum((line.weight / total) ** 2 * NOISE**2 / line.count for line in rated))


def meets(steps: Mapping[str, Sequence[int]], window_start: int) -> tuple[int, int]:
    """Of the competencies with a rating, how many reach Yes (3) at the level whose window starts there: (met, rated)."""
    rated = [seen for seen in steps.values() if seen]
    return sum(reaches(seen, window_start) for seen in rated), len(rated)


def reaches(steps: Sequence[int], window_start: int) -> bool:
    """Whether the mean of these steps, at least one, is a Yes (3) when rounded at the level whose window starts there."""
    return fmean(steps) - window_start + 1 >= 3 - 0.5


def contradicts(verdict: int | None, ratings: Sequence[int | None]) -> bool:
    """Whether a verdict lies on the other side of the bar than the mean of its own ratings, by more than half a point."""
    seen = [rating for rating in ratings if rating is not None]
    if verdict is None or not seen:
        return False
    mean = fmean(seen)
    return (verdict > BAR and mean < BAR - 0.5) or (verdict < BAR and mean > BAR + 0.5)


def level_lens(steps: Sequence[int], bars: Sequence[tuple[str, int]]) -> str:
    """One card against several levels, in words: "meets senior on 5 of 6, mid on 6 of 6"; "" when nothing was rated.

    `bars` are names of levels with where their windows start, the level that is asked for first. A step meets a level when it is
    a Yes (3) or more there, see `meets`.
    """
    if not steps:
        return ""
    met = [(name, *meets({str(place): [step] for place, step in enumerate(steps)}, start)) for name, start in bars]
    return "meets " + ", ".join(f"{name} on {count} of {rated}" for name, count, rated in met)


BAR_RAISER_RULE = "The bar raiser is 2 or more points below the mean of the others"
HIRING_MANAGER_RULE = "The hiring manager is 2 or more points above the highest of the others"
LEVEL_RULE = "Levels at which interviewers would hire are 2 or more apart"
VERDICT_RULE = "The verdict lies on the other side of the bar than the mean of the own ratings, by more than half a point"


def role_flags(
    said: Sequence[tuple[int, float | None]], *, bar_raiser: int | None = None, hiring_manager: int | None = None
) -> list[str]:
    """The rules by which one person's judgement stands against all others' of the same thing, as sentences.

    `said` is who rated what, people by number; one may have rated it twice. Below the mean: a check that is strict by office. Above
    the highest: somebody who needs the position filled. Without another's rating there is nothing to compare.
    """
    flags = []
    for person, is_off, rule in (
        (bar_raiser, lambda own, others: min(own) <= fmean(others) - SPREAD, BAR_RAISER_RULE),
        (hiring_manager, lambda own, others: max(own) >= max(others) + SPREAD, HIRING_MANAGER_RULE),
    ):
        own = [value for one, value in said if one == person and value is not None]
        others = [value for one, value in said if one != person and value is not None]
        if own and others and is_off(own, others):
            flags.append(rule)
    return flags


def levels_apart(ranks: Sequence[int]) -> bool:
    """Whether the levels that were named lie two or more apart; ranks count up from the lowest level, -1 is below all."""
    return bool(ranks) and max(ranks) - min(ranks) >= SPREAD


def departs(composite: float | None, *, hires: bool) -> bool:
    """Whether a decision to hire, or not to, lies on the other side of the bar than the composite at the level in question."""
    return composite is not None and hires != (composite >= BAR)
