"""A plan while it is written: its minutes as a picture, its questions with their words, and what it looks for."""

from dataclasses import dataclass
from typing import Any

from interviews.kits.writing import LISTS, Words, asked, number
from questionbank import difference
from questionbank.difference import Piece
from questionbank.models import Competency, Question, Tested

WIDTH = 1000  # of the picture, in its own units


@dataclass(frozen=True)
class Asked:
    """A question of a section: what the bank says of it, None when it is not there."""

    key: str
    question: Question | None
    list: str
    place: int

    @property
    def at(self) -> str:
        """Where it stands, as the actions name it: "questions-2 1"."""
        return f"{self.list} {self.place}"

    @property
    def is_alternate(self) -> bool:
        return self.list.startswith("alternates")


@dataclass(frozen=True)
class SectionPicture:
    """One section: its place in the picture, its minutes, and those of its questions."""

    number: int
    words: Words
    x: int
    width: int
    minutes: int
    questions: list[Asked]
    alternates: list[Asked]
    needed: int

    @property
    def at(self) -> str:
        """Where it stands, as the actions name it: "sections 2"."""
        return f"sections {self.number}"

    @property
    def is_too_full(self) -> bool:
        """Whether its questions take longer than it does."""
        return self.needed > self.minutes


@dataclass(frozen=True)
class Picture:
    """The whole plan: `left` is what the sections leave of the length, below 0 when they take more."""

    sections: list[SectionPicture]
    minutes: int
    planned: int
    focus: list[tuple[Competency, int]]

    @property
    def left(self) -> int:
        return self.minutes - self.planned

    @property
    def over(self) -> int:
        """How much the sections take too long."""
        return max(0, -self.left)


def picture(words: Words) -> Picture:
    """How the plan looks now. What is no number yet counts as 0 minutes."""
    there = {
        one.key: one
        for one in Question.objects.filter(key__in=asked(words)).select_related("current__lowest_level", "current__highest_level")
    }
    minutes = [_minutes(one["minutes"]) for one in words["sections"]]
    scale = max(1, sum(minutes), _minutes(words["minutes"]))
    sections, before = [], 0
    for place, (one, length) in enumerate(zip(words["sections"], minutes, strict=True), 1):
        lists = {name: [Asked(key, there.get(key), f"{name}-{place}", n) for n, key in enumerate(one[name], 1)] for name in LISTS}
        needed = sum(ask.question.current.minutes for ask in lists["questions"] if ask.question and ask.question.current)
        x, end = before * WIDTH // scale, (before + length) * WIDTH // scale
        sections.append(SectionPicture(number=place, words=one, x=x, width=end - x, minutes=length, needed=needed, **lists))
        before += length
    return Picture(sections, _minutes(words["minutes"]), sum(minutes), _focus(words))


def _focus(words: Words) -> list[tuple[Competency, int]]:
    """What it looks for, each with how many of its questions test it."""
    chosen = Competency.objects.filter(key__in=words["focus"])
    keys = [key for one in words["sections"] for key in one["questions"]]
    pairs = Tested.objects.filter(version__current_of__key__in=keys).values_list("competency", flat=True)
    counts: dict[int, int] = {}
    for pk in pairs:
        counts[pk] = counts.get(pk, 0) + 1
    order = {key: place for place, key in enumerate(words["focus"])}
    return [(one, counts.get(one.pk, 0)) for one in sorted(chosen, key=lambda one: order[one.key])]


def _minutes(text: str) -> int:
    found = number(text)
    return found if isinstance(found, int) else 0


def changes(before: Words, after: Words) -> list[tuple[str, list[Piece]]]:
    """The parts of two plans that differ, each by its label with its pieces."""
    old, new = _lines(before), _lines(after)
    return [(label, difference.pieces(old[label], new[label])) for label in new if old[label] != new[label]]


def _lines(words: Words) -> dict[str, str]:
    return {
        "Name": words["name"],
        "Length": words["minutes"],
        "Levels": f"{words['lowest_level']} to {words['highest_level']}",
        "What it looks for": ", ".join(words["focus"]),
        "Plan": "\n".join(_section(one) for one in words["sections"]),
    }


def _section(one: dict[str, Any]) -> str:
    head = f"{one['title']}, {one['minutes']} minutes" + (", kept for the candidate" if one["is_protected"] else "")
    lines = [head, one["note"], *(f"  {key}" for key in one["questions"]), *(f"  or {key}" for key in one["alternates"])]
    return "\n".join(line for line in lines if line)
