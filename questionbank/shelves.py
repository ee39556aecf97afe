"""What higher apps keep in the same folder of files as the bank: each registers how its part is read, taken and written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from questionbank.difference import Piece
from questionbank.exporting import Files
from questionbank.files import Reader
from questionbank.models import ImportedRow
from questionbank.reading import Bank


@dataclass(frozen=True)
class Shelf:
    """One part of the folder.

    `read` gives a row for all that differs from what is in force; it gets the competencies and questions that are known by key.
    `take` makes a draft of a row; it gives "" or why it could not. `differs` says what of it is not as in force, part by part, and
    `editor` where its draft is written on.
    """

    nouns: tuple[str, ...]
    read: Callable[[Reader, Bank, set[str], set[str]], list[ImportedRow]]
    take: Callable[[ImportedRow, User, datetime], str]
    files: Callable[[], Files]
    differs: Callable[[ImportedRow], list[tuple[str, list[Piece]]]]
    editor: Callable[[ImportedRow], str]


shelves: list[Shelf] = []


def shelf_of(row: ImportedRow) -> Shelf | None:
    """Where the draft of a row goes, if it is no question."""
    return next((shelf for shelf in shelves if row.noun in shelf.nouns), None)


def register(shelf: Shelf) -> Shelf:
    """Make this part of the folder known."""
    shelves.append(shelf)
    return shelf
