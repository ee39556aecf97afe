"""Time boxes: how much of each section is used, left and over, and in which words. Pure functions, no model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
NONE = timedelta()
WARNING = timedelta(minutes=2)
"""So long before a box ends it is said."""

AHEAD, RUNNING, DONE, PASSED = "ahead", "running", "done", "passed"


@dataclass(frozen=True)
class Box:
    """A section with the minutes that it has now."""

    pk: int
    minutes: int
    is_protected: bool = False

    @property
    def length(self) -> timedelta:
        return self.minutes * MINUTE


@dataclass(frozen=True)
class Stand:
    """How a section stands: ahead, running, done, or passed (it was left out so far and a later one was begun)."""

    box: Box
    state: str
    used: timedelta

    @property
    def left(self) -> timedelta:
        """What its box still holds; negative when it is over."""
        return self.box.length - self.used

    @property
    def over(self) -> int:
        """Whole minutes over its box; 0 within it."""
        return max(0, -self.left // MINUTE)


def stand(
    boxes: Sequence[Box],
    moments: Sequence[tuple[datetime, int]],
    *,
    started_at: datetime | None,
    ended_at: datetime | None,
    now: datetime,
) -> list[Stand]:
    """Each section as it stands now. `moments` say when one was in which section (by its pk), in any order.

    An interview begins in its first section. What lies between two moments counts for the section of the first.
    """
    if started_at is None or not boxes:
        return [Stand(box, AHEAD, NONE) for box in boxes]
    until = min(now, ended_at) if ended_at else now
    known = {box.pk for box in boxes}
    path = sorted((max(at, started_at), pk) for at, pk in moments if pk in known)
    path.insert(0, (started_at, boxes[0].pk))
    used = dict.fromkeys(known, NONE)
    for (begins, pk), (ends, _) in zip(path, [*path[1:], (until, 0)], strict=True):
        used[pk] += max(NONE, min(ends, until) - begins)
    here = None if ended_at else path[-1][1]
    last = max(place for place, box in enumerate(boxes) if box.pk in {pk for _, pk in path})
    return [Stand(box, _state(box.pk, place, here, last, used[box.pk]), used[box.pk]) for place, box in enumerate(boxes)]


def _state(pk: int, place: int, here: int | None, last: int, used: timedelta) -> str:
    if pk == here:
        return RUNNING
    if used:
        return DONE
    return PASSED if place < last else AHEAD


def protected_from(boxes: Sequence[Box], ends_at: datetime) -> tuple[int, datetime] | None:
    """The pk of the last protected section and when it has to begin, so that it and all behind it fit before the end."""
    after = NONE
    for box in reversed(boxes):
        after += box.length
        if box.is_protected:
            return box.pk, ends_at - after
    return None


def minutes_words(span: timedelta) -> str:
    """Whole minutes that have passed: "12 min"."""
    return f"{max(NONE, span) // MINUTE} min"


def left_words(span: timedelta) -> str:
    """What is left of a box, begun minutes counting whole: "8 min left", "6 min over", or "time is up" in the minute between."""
    if span > NONE:
        return f"{-(-span // MINUTE)} min left"
    over = -span // MINUTE
    return f"{over} min over" if over else "time is up"
