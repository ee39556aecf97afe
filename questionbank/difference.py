"""What changed between two texts, word by word, and between two versions, part by part. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

LONGEST = 4000  # words on a side; beyond them a text is told as a whole, since comparing costs their product
LABELS = {
    "title": "Title",
    "category": "Category",
    "minutes": "Minutes",
    "difficulty": "Difficulty",
    "lowest_level": "Lowest level",
    "highest_level": "Highest level",
    "tests": "Tests",
    "prompt": "As it is asked",
    "good": "A good answer",
    "mixed": "A mixed answer",
    "poor": "A poor answer",
    "interviewer_notes": "For the interviewer",
    "steps": "Steps",
    "hints": "Hints",
    "twists": "Twists",
    "follow_ups": "Follow up",
    "tags": "Tags",
}
FIELDS = ("title", "points", "strength", "kind", "text")


@dataclass(frozen=True)
class Piece:
    """A run of words: kind is "same", "gone" or "new"."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in order, each run marked. Together the pieces that are not "gone" are `after`."""
    old, new = _words(before), _words(after)
    if len(old) > LONGEST or len(new) > LONGEST:
        return [] if before == after else [Piece("gone", before), Piece("new", after)]
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[c:d])))
            continue
        found += [Piece(name, "".join(run)) for name, run in (("gone", old[a:b]), ("new", new[c:d])) if run]
    return found


def changes(before: dict[str, Any], after: dict[str, Any], labels: dict[str, str] = LABELS) -> list[tuple[str, list[Piece]]]:
    """The parts of two questions, or what else `labels` names, that differ, each by its label with its pieces, in their order."""
    found = []
    for name, label in labels.items():
        old, new = _text(before.get(name, "")), _text(after.get(name, ""))
        if old != new:
            found.append((label, pieces(old, new)))
    return found


def _words(text: str) -> list[str]:
    """Words with the blanks after them: a blank alone that stayed would tear every changed sentence into single words."""
    return re.findall(r"\s+|\w+\s*|[^\w\s]\s*", text)


def _text(value: object) -> str:
    """A part as lines of text: a step is its title with its points below, a hint its strength and its words."""
    if isinstance(value, dict):
        return ": ".join(filter(None, (_text(value.get(name, "")) for name in FIELDS)))  # a stored dict has lost its order
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_text(one) for one in value)
    return str(value)
