"""Waiting for other processes: as long as it takes, up to a limit that only a hang reaches."""

import time
from collections.abc import Callable

LIMIT = 90


def until(is_so: Callable[[], bool], what: str, seconds: float = LIMIT) -> None:
    """Come back as soon as it is so."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still not so: {what}")
        time.sleep(0.05)
