"""Making and changing levels. A level has no versions: its window never changes, and the rest is told move by move."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.access import Refused
from accounts.models import User
from questionbank.models import Level, RubricMove, RubricNoun, Signal
from questionbank.models.competency import WINDOW
from questionbank.rubric.writing import moves

PAGES = {"new"}


class StaleLevel(Exception):  # noqa: N818 -- a finding that the page shows, not an error of the program
    """Somebody changed this level meanwhile; `last` says who and what."""

    def __init__(self, last: RubricMove) -> None:
        super().__init__("This level was changed elsewhere.")
        self.last = last


@transaction.atomic
def make(*, name: str, expects: str, after: Level | None, window_start: int, why: str, by: User, now: datetime) -> Level:
    """A new level that comes after another, or lowest. Its signals begin with what its neighbour is expected to show.

    Refused when it would ask for more than the level above it, or for less than the one below.
    """
    levels = list(Level.objects.select_for_update(of=("self",)).order_by("rank"))
    place = levels.index(after) + 1 if after else 0
    _fits(window_start, levels[:place], levels[place:])
    level = Level.objects.create(
        key=_key(name), name=name, expects=expects, rank=len(levels) and levels[-1].rank + 1, window_start=window_start
    )
    Level.put_in_order([one.key for one in [*levels[:place], level, *levels[place:]]])
    neighbour = after or (levels[0] if levels else None)
    if neighbour:
        _expect_as(level, neighbour, by=by, now=now)
    what = f"Made: {_window(level)}" + (f", after {after.name}" if after else ", lowest")
    RubricMove.objects.create(noun=RubricNoun.LEVEL, key=level.key, what=what, why=why, by=by, at=now)
    return level


@transaction.atomic
def change(level: Level, *, name: str, expects: str, after: Level | None, why: str, seen: int, by: User, now: datetime) -> Level:
    """Give a level other words or another place. Its window stays; `seen` is how many moves of it the page knew."""
    levels = list(Level.objects.select_for_update(of=("self",)).order_by("rank"))
    level = next(one for one in levels if one.pk == level.pk)
    known = moves(RubricNoun.LEVEL, level.key)
    others = [one for one in levels if one != level]
    place = others.index(after) + 1 if after in others else 0
    what = [
        f"{label}: {old or 'nothing'} → {new or 'nothing'}"
        for label, old, new in (("Name", level.name, name), ("What it expects", level.expects, expects))
        if old != new
    ]
    if levels.index(level) != place:
        _fits(level.window_start, others[:place], others[place:])
        what.append(f"Comes after {after.name}" if after else "Comes first")
    if what and known.count() != seen:
        raise StaleLevel(known[0])
    if what:
        level.name, level.expects = name, expects
        level.save(update_fields=["name", "expects"])
        Level.put_in_order([one.key for one in [*others[:place], level, *others[place:]]])
        RubricMove.objects.create(noun=RubricNoun.LEVEL, key=level.key, what="; ".join(what), why=why, by=by, at=now)
    return level


def before(level: Level) -> Level | None:
    """The level that this one comes after."""
    return Level.objects.filter(rank__lt=level.rank).order_by("-rank").first()


def _fits(start: int, below: list[Level], above: list[Level]) -> None:
    """A higher level never asks for less."""
    if below and below[-1].window_start > start:
        raise Refused(f"{below[-1].name}, below it, opens at step {below[-1].window_start}: a higher level cannot ask for less.")
    if above and above[0].window_start < start:
        raise Refused(f"{above[0].name}, above it, opens at step {above[0].window_start}: a lower level cannot ask for more.")


def _expect_as(level: Level, neighbour: Level, *, by: User, now: datetime) -> None:
    why = f"{level.name} is new and begins with what is expected of {neighbour.name}"
    for signal in Signal.objects.order_by("pk"):
        last = signal.versions.order_by("-number").first()
        if last and neighbour.key in last.words["expected"]:
            expected = last.words["expected"] | {level.key: last.words["expected"][neighbour.key]}
            signal.publish(last.words | {"expected": expected}, why=why, by=by, now=now)


def _key(name: str) -> str:
    stem = slugify(name).replace("-", "_")[:36].strip("_") or "level"
    taken = set(Level.objects.filter(key__startswith=stem).values_list("key", flat=True)) | PAGES
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}_{count}"
    return key


def _window(level: Level) -> str:
    return f"steps {level.window_start} to {level.window_start + WINDOW - 1}"
