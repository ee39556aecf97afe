"""Two changes of one text brought together, word by word: what an editor's second window or another device changed meanwhile."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

Change = tuple[int, int, tuple[str, ...]]  # these words of the base, from and up to, become those


def merged(base: str, ours: str, theirs: str) -> str | None:
    """`base` with what both changed of it. None where both changed the same place differently, so that a person has to choose.

    Words and the spaces between them are compared, never parts of words. Two insertions at one place are one place.
    """
    words = _words(base)
    changes = sorted({*_changes(words, _words(ours)), *_changes(words, _words(theirs))})
    if any(_meet(one, other) for one, other in pairwise(changes)):
        return None
    for start, end, instead in reversed(changes):
        words[start:end] = instead
    return "".join(words)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _changes(base: list[str], changed: list[str]) -> list[Change]:
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return [(i1, i2, tuple(changed[j1:j2])) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _meet(one: Change, other: Change) -> bool:
    """Whether two changes in order touch the same place of the base; an insertion also touches what is replaced beside it."""
    is_insertion = one[0] == one[1] or other[0] == other[1]
    return other[0] < one[1] or (is_insertion and other[0] == one[1])
