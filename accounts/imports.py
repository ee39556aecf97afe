"""Tables of people as they come out of a spreadsheet: from bytes to rows, from rows to their fates. Pure; knows no model.

A file is read as a whole or refused as a whole (`Unreadable`, with the line and what to do). A row that cannot be taken is
`wrong`, with a sentence for each cell; the others are `new`, `changed` or the `same` as what is here already.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
SEPARATORS = (",", ";", "\t")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
FATES = ("wrong", "new", "changed", "same")


class Unreadable(Exception):  # noqa: N818 -- a finding in words, not an error of the program
    """Its text says what is wrong with the file and what to do."""


@dataclass(frozen=True)
class Column:
    """A column that a table may have: its label, by which other heads it is known, and what its cells mean."""

    key: str
    label: str
    clean: Callable[[str], Any]
    also: tuple[str, ...] = ()
    is_required: bool = False
    show: Callable[[Any], str] = str


@dataclass(frozen=True)
class Row:
    """A line of the file (its number as an editor shows it) and its cells by the key of their column."""

    line: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    rows: list[Row]
    unused: list[str]


@dataclass
class Fate:
    """What becomes of a row: its kind, its values, and why or what changes, as (label, words) and (label, before, after)."""

    line: int
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def read(content: bytes, columns: Iterable[Column]) -> Table:
    """The rows of a table in UTF-8 or UTF-16, whose first line names its columns; blank lines are passed over."""
    columns = list(columns)
    text = _decoded(content)
    first, lines = head_line(text)
    separator = _separator(first, columns)
    filled = ((line, cells) for line, cells in records(lines, separator) if any(cell.strip() for cell in cells))
    line, heads = next(filled, (1, []))
    if not heads:
        raise Unreadable(f"This file is empty. Its first line has to name the columns: {_labels(columns)}.")
    places, unused = _places(heads, columns, line)
    rows: list[Row] = []
    for line, cells in filled:
        if len(rows) == MOST_ROWS:
            raise Unreadable(f"This file has more than {MOST_ROWS:,} rows. Cut it into files of at most {MOST_ROWS:,} rows each.")
        rows.append(_row(line, cells, places, len(heads)))
    if not rows:
        raise Unreadable("This file names its columns and has no row below them. Add a row for each person.")
    return Table(rows, unused)


def judge(
    rows: Iterable[Row],
    columns: Iterable[Column],
    *,
    known: Mapping[str, Mapping[str, Any]],
    refusal: Callable[[dict[str, Any]], tuple[str, str] | None] = lambda _values: None,
) -> list[Fate]:
    """The fate of each row. `known` holds what is here already, by email; `refusal` may say what no column can know.

    A cell that is empty changes nothing, so a table with a few columns never takes away what it does not speak of.
    """
    columns = list(columns)
    seen: dict[str, int] = {}
    fates = []
    for row in rows:
        fate = _cleaned(row, columns)
        email = fate.values.get("email", "")
        if email in seen:
            fate.problems.append(("Email", f"Line {seen[email]} has the same email. Keep one of the two"))
        elif email:
            seen[email] = row.line
        if not fate.problems and (refused := refusal(fate.values)):
            fate.problems.append(refused)
        if not fate.problems:
            _compare(fate, columns, known.get(email))
        fates.append(fate)
    return fates


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable("This file is larger than 10 MB. Cut it into smaller ones.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        raise Unreadable("This is not a CSV file. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and upload that.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("This file is cut off in the middle of a letter. Save it again and upload that.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Line {line} holds a letter that is not UTF-8, as older versions of Excel write them. "
            "Choose “Save as”, then “CSV UTF-8”, and upload that."
        ) from None


def head_line(text: str) -> tuple[str, list[str]]:
    """The first line, and all lines; Excel's own first line "sep=;" is passed over, as Excel does."""
    lines = io.StringIO(text, newline="").readlines()
    if lines and re.fullmatch(r"sep=.", lines[0].strip("\r\n"), re.IGNORECASE):
        lines[0] = "\n"
    first = next((line for line in lines if line.strip()), "")
    return first, lines


def _separator(first: str, columns: list[Column]) -> str:
    """The separator by which the first line names most columns; where two do equally well, the one it holds more often."""
    known = _known_heads(columns)

    def merit(separator: str) -> tuple[int, int]:
        return sum(plain(head.strip('"')) in known for head in first.split(separator)), first.count(separator)

    return max(SEPARATORS, key=merit)


def records(lines: list[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on. `Unreadable`, with the line, where a quotation mark or a hidden sign breaks it."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise Unreadable(f"Line {line} has a cell of more than 130,000 letters. Shorten it.") from None
            raise Unreadable(
                f"Line {line} has a quotation mark that is not closed, or one in the middle of a cell. "
                'A quotation mark inside a cell is written twice: "".'
            ) from None
        for place, cell in enumerate(cells, start=1):
            if hidden := CONTROL.search(cell):
                raise Unreadable(
                    f"Line {line}, column {place} holds a control character (U+{ord(hidden[0]):04X}). Take it out and upload again."
                )
        yield line, cells
        line = reader.line_num + 1


def _known_heads(columns: Iterable[Column]) -> dict[str, Column]:
    return {plain(name): column for column in columns for name in (column.key, column.label, *column.also)}


def plain(head: str) -> str:
    """A head without case, blanks and signs: "E-Mail ", "email" and "e_mail" are one."""
    return re.sub(r"[\W_]+", "", head).lower()


def _places(heads: list[str], columns: list[Column], line: int) -> tuple[dict[int, Column], list[str]]:
    if len(heads) > MOST_COLUMNS:
        raise Unreadable(f"Line {line} names {len(heads)} columns. Leave at most {MOST_COLUMNS}.")
    known = _known_heads(columns)
    places: dict[int, Column] = {}
    unused = []
    for place, head in enumerate(heads):
        column = known.get(plain(head))
        if column is None:
            unused += [" ".join(head.split())[:60]] if head.strip() else []
        elif column in places.values():
            raise Unreadable(f"Line {line} names the column “{column.label}” twice. Keep one of the two.")
        else:
            places[place] = column
    missing = [column for column in columns if column.is_required and column not in places.values()]
    if missing:
        raise Unreadable(
            f"Line {line} does not name the column {' and '.join(f'“{column.label}”' for column in missing)}. "
            f"The first line names the columns; known are: {_labels(columns)}."
        )
    return places, unused


def _labels(columns: Iterable[Column]) -> str:
    return ", ".join(column.label for column in columns)


def _row(line: int, cells: list[str], places: dict[int, Column], width: int) -> Row:
    named = {column.key: cells[place].strip() for place, column in places.items() if place < len(cells)}
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != width:
        has = f"This row has {len(cells)} cell{'s' * (len(cells) != 1)}, the first line {width}"
        return Row(line, named, f"{has}. Look for a separator too many or too few")
    return Row(line, named)


def _cleaned(row: Row, columns: list[Column]) -> Fate:
    title = " · ".join(filter(None, (row.cells.get("name", "")[:120], row.cells.get("email", "")[:254])))
    fate = Fate(row.line, "wrong", title=title)
    if row.problem:
        fate.problems.append(("", row.problem))
        return fate
    for column in columns:
        cell = row.cells.get(column.key, "")
        if not cell:
            if column.is_required:
                fate.problems.append((column.label, f"Fill in the {column.label.lower()}"))
            continue
        try:
            fate.values[column.key] = column.clean(cell)
        except ValidationError as finding:
            fate.problems += [(column.label, message) for message in finding.messages]
    return fate


def _compare(fate: Fate, columns: list[Column], here: Mapping[str, Any] | None) -> None:
    if here is None:
        fate.kind = "new"
        return
    for column in columns:
        if column.key in fate.values and fate.values[column.key] != here[column.key]:
            fate.changes.append((column.label, column.show(here[column.key]), column.show(fate.values[column.key])))
    fate.kind = "changed" if fate.changes else "same"
