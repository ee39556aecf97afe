"""Reading a note that was written elsewhere: a document, a transcript, a file of subtitles. Pure: text in, what it says out.

A heading that names a part of the scorecard (Summary, Hand-off, Private scratch) gathers what stands below it; one that names a
competency makes the lines below it evidence for that competency. Everything else is a line of the note stream. A rating is never
read: that judgement is made on the scorecard.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PIECES = {
    "summary": "summary",
    "hand-off": "hand_off",
    "hand off": "hand_off",
    "handoff": "hand_off",
    "hand-off to the next interviewer": "hand_off",
    "scratch": "scratch",
    "private scratch": "scratch",
}
MOST = 1000
LONGEST = 4000  # characters of one line of the stream
LENGTHS = {"summary": 8000, "hand_off": 4000, "scratch": 4000}

_BULLET = re.compile(r"^(?:[-*•–]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"^(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<bold>[^*]+)\*\*:?|(?P<plain>[^:]{2,60}):)$")
_INLINE = re.compile(r"^(?:\*\*)?(?P<name>[\w -]{3,40}?)(?:\*\*)?:(?:\*\*)?\s+(?P<rest>\S.*)$")
_CUE = re.compile(r"^(?:\d{1,2}:)?\d{2}:\d{2}[.,]\d{3}\s+-->\s")


@dataclass(frozen=True)
class Line:
    """One line for the stream, and the competency it stands under, by its number."""

    text: str
    competency: int | None = None


@dataclass
class Note:
    """What a note says: lines in their order, and the text of each part of the scorecard that it has a heading for."""

    lines: list[Line] = field(default_factory=list)
    pieces: dict[str, str] = field(default_factory=dict)

    def faults(self) -> list[str]:
        """Why it cannot be taken over as it is, in sentences; empty when it can."""
        said = []
        if not self.lines and not any(self.pieces.values()):
            said.append("There is nothing to take over: paste the note, or choose its file")
        if len(self.lines) > MOST:
            said.append(f"This note has {len(self.lines):,} lines. Take over at most {MOST:,} at once")
        if long := next((one for one in self.lines if len(one.text) > LONGEST), None):
            said.append(f"Use at most {LONGEST:,} characters for one line. Longer is: “{long.text[:60]}…”")
        for name, most in LENGTHS.items():
            if len(self.pieces.get(name, "")) > most:
                said.append(f"What stands under {name.replace('_', '-')} has more than {most:,} characters. Shorten it first")
        return said


def read(text: str, competencies: Mapping[str, int]) -> Note:
    """What a note says. `competencies` are those of the scorecard by name, in any case."""
    names = {name.casefold(): number for name, number in competencies.items()}
    note, piece, competency = Note(), "", None
    for row in _rows(text):
        heading, rest = _heading(row, names)
        if heading is None:
            if piece:
                note.pieces[piece] = f"{note.pieces.get(piece, '')}\n{row}"
            elif (words := _BULLET.sub("", row).strip()) and words.strip("+-! "):
                note.lines.append(Line(words, competency))
            continue
        piece, competency = PIECES.get(heading, ""), names.get(heading)
        if piece:
            note.pieces.setdefault(piece, "")
        if rest and piece:
            note.pieces[piece] += f"\n{rest}"
        elif rest:
            note.lines.append(Line(rest, competency))
    note.pieces = {name: words.strip() for name, words in note.pieces.items() if words.strip()}
    return note


def _rows(text: str) -> list[str]:
    """The rows of a text without those that only number or time subtitles, spaces at both ends taken away."""
    rows = [row.strip() for row in text.replace("\x00", "").splitlines()]
    is_subtitles = any(_CUE.match(row) for row in rows)
    if not is_subtitles:
        return rows
    return [row for row in rows if row and row != "WEBVTT" and not row.isdigit() and not _CUE.match(row)]


def _heading(row: str, names: Mapping[str, int]) -> tuple[str | None, str]:
    """The heading that a row is, in small letters, and what stands behind it in the same row; None for a row that is none.

    A row that ends in a colon is one only where it names something of the scorecard: people write "He said:" too.
    """
    if found := _HEADING.match(row):
        words = next(filter(None, found.groups())).strip().rstrip(":").casefold()
        if words in PIECES or words in names or found["plain"] is None:
            return words, ""
    if (found := _INLINE.match(row)) and ((words := found["name"].strip().casefold()) in PIECES or words in names):
        return words, found["rest"]
    return None, ""
