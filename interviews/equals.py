"""Who goes first among people between whom nothing else decides. Pure functions."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from interviews.schedule import Diary

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When somebody of whom no interview is known sat last."""


def by_rest(diaries: Iterable[Diary], seed: int) -> list[int]:
    """People between whom nothing else decides, by their keys: whose last interview is longest ago, then by a lot of this seed."""
    found = [(diary.last_at or LONG_AGO, lot(seed, diary.pk), diary.pk) for diary in diaries]
    return [pk for _, _, pk in sorted(found)]


def lot(seed: int, pk: int) -> str:
    """Where somebody stands among equals: in an order that nobody chose, the same again for the same seed."""
    return sha256(f"{seed}:{pk}".encode()).hexdigest()
