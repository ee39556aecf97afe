"""Working hours as people write them: "9-12, 13:30–17"."""

import re
from datetime import time
from itertools import pairwise

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:[-–—]|to|until)\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
LAST_MINUTE = time(23, 59)
MOST = 6

Stretch = tuple[time, time]


class NotHours(ValueError):
    """Its text says what is wrong, in words for the person who typed it."""


def read(text: str) -> list[Stretch]:
    """The stretches of one day in order, none for an empty text. Raises `NotHours` for what cannot be hours of a day."""
    stretches = sorted(_stretch(part.strip()) for part in re.split(r"[,;]", text) if part.strip())
    if len(stretches) > MOST:
        raise NotHours(f"Give at most {MOST} stretches")
    for (_, end), (start, _) in pairwise(stretches):
        if start < end:
            raise NotHours(f"Two stretches overlap at {start:%H:%M}")
    return stretches


def write(stretches: list[Stretch]) -> str:
    """The text that `read` reads back."""
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in stretches)


def _stretch(part: str) -> Stretch:
    found = _STRETCH.fullmatch(part)
    if not found:
        raise NotHours(f"“{part[:40]}” is not a stretch of time. Write it like 9:00–12:30")
    hours, minutes, end_hours, end_minutes = (int(figure or 0) for figure in found.groups())
    try:
        start = time(hours, minutes)
        end = LAST_MINUTE if (end_hours, end_minutes) == (24, 0) else time(end_hours, end_minutes)
    except ValueError:
        raise NotHours(f"“{part[:40]}” has a time that no clock shows") from None
    if end <= start:
        raise NotHours(f"“{part[:40]}” ends before it starts. Write the hours of one day only")
    return start, end
