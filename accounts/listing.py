"""Several words as one says them."""

from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """As "a, b and c"; "" for none."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
