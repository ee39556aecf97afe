"""What reading an uploaded file gives, whatever kind of file it is. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from questionbank.models import ImportedRow
from questionbank.problems import Problem

Tell = Callable[[int, int], None]
"""Called with how much is read, and of how much; may raise `Unreadable` when it takes too long."""


@dataclass
class Read:
    """Rows in their order, not yet kept; how many questions are in the bank in these words; what stands in the way; a note."""

    rows: list[ImportedRow]
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    note: str = ""
