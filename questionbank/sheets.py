"""A table of questions as a spreadsheet writes it: from bytes to named columns and rows. Pure; knows no field of ours."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.imports import LARGEST, SEPARATORS, Unreadable, head_line, records

MOST_ROWS = 20_000
MOST_COLUMNS = 100
GUESSED = (
    "The letters of this file are not UTF-8. They were read as Windows-1252, as older versions of Excel write them: "
    "look at the words with accents before you go on."
)
SEVERAL = "Only one column was found. If there should be more, separate them with commas, semicolons or tabs."


@dataclass(frozen=True)
class Sheet:
    """The names of the columns, the lines of the file, by which sign its cells are parted, and what had to be guessed."""

    heads: list[str]
    lines: list[str]
    separator: str
    note: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line it begins on and a cell for each column; blank rows are passed over.

        `Unreadable`, with the line, where a quotation mark breaks the table, and after 20,000 rows.
        """
        width = len(self.heads)
        rows = ((line, cells) for line, cells in records(self.lines, self.separator) if any(cell.strip() for cell in cells))
        next(rows, None)
        for count, (line, cells) in enumerate(rows):
            if count == MOST_ROWS:
                raise Unreadable(f"This table has more than {MOST_ROWS:,} rows. Cut it into smaller ones.")
            yield line, [*cells, *[""] * (width - len(cells))]


def opened(content: bytes) -> Sheet:
    """A table in UTF-8, UTF-16 or Windows-1252 whose first line names its columns. `Unreadable` in words for anything else."""
    if len(content) > LARGEST:
        raise Unreadable("This table is larger than 10 MB. Cut it into smaller ones.")
    text, note = _decoded(content)
    if "\0" in text:
        raise Unreadable("This is not a table of text. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and choose that.")
    _, lines = head_line(text)
    separator = max(reversed(SEPARATORS), key=lambda sign: len(_first(lines, sign)))
    heads = [" ".join(head.split())[:80] for head in _first(lines, separator)]
    if not heads:
        next(records(lines, separator), None)  # says where a quotation mark breaks the first line
        raise Unreadable("This table is empty. Its first line names the columns, each line below is a question.")
    if len(heads) > MOST_COLUMNS:
        raise Unreadable(f"This table has {len(heads):,} columns. Leave at most {MOST_COLUMNS}, and choose it again.")
    sheet = Sheet(heads, lines, separator, " ".join(filter(None, (note, SEVERAL if len(heads) == 1 else ""))))
    if next(sheet.rows(), None) is None:
        raise Unreadable("This table names its columns and has no row below them. Add a line for each question.")
    return sheet


def _decoded(content: bytes) -> tuple[str, str]:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), ""
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if 50 * len(re.findall("[\x00-\x08\x0e-\x1f]", text)) > len(text):
        raise Unreadable("This is not a table of text. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and choose that.")
    return text, GUESSED


def _first(lines: list[str], separator: str) -> list[str]:
    """The cells of the first row that is not blank; none where a quotation mark breaks it."""
    try:
        for row in csv.reader(lines, delimiter=separator):
            if any(cell.strip() for cell in row):
                return row
    except csv.Error:
        pass
    return []
