"""From the columns of a table to the words of a question: which field each column holds, and what its cells mean.

What cannot be understood is told row by row together with what was put in its place; nothing is passed over in silence.
"""

import re
from dataclasses import dataclass, field

from accounts.imports import Unreadable, plain
from questionbank import collecting, sheets, writing
from questionbank.models import Competency, ImportedRow, Level, QuestionImport
from questionbank.models.question import Category
from questionbank.uploads import Read, Tell

LEFT_OUT = ""
#: What a column may hold: its key, its label, and the heads by which it is guessed, in small letters without signs.
FIELDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("title", "Title", ("title", "name", "heading", "short", "summary", "questiontitle")),
    ("prompt", "As it is asked", ("prompt", "question", "text", "description", "questiontext", "wording", "task", "problem")),
    ("category", "Category", ("category", "topic", "area", "section", "subject", "theme", "group")),
    ("tests", "Competencies", ("competency", "competencies", "tests", "skill", "skills", "assesses", "dimension")),
    ("level", "Level or range of levels", ("level", "levels", "seniority", "grade", "audience")),
    ("lowest_level", "Lowest level", ("lowestlevel", "minlevel", "fromlevel", "minimumlevel")),
    ("highest_level", "Highest level", ("highestlevel", "maxlevel", "tolevel", "maximumlevel")),
    ("minutes", "Minutes", ("minutes", "min", "time", "duration", "length", "timeminutes", "timebox")),
    ("difficulty", "Difficulty", ("difficulty", "hardness", "complexity")),
    ("good", "A good answer", ("good", "answer", "goodanswer", "expectedanswer", "solution", "modelanswer", "idealanswer")),
    ("mixed", "A mixed answer", ("mixed", "mixedanswer", "okanswer", "averageanswer")),
    ("poor", "A poor answer", ("poor", "pooranswer", "badanswer", "redflags", "weakanswer")),
    ("points", "Points to tick", ("points", "checklist", "criteria", "rubric", "keypoints", "lookfor", "whattolookfor")),
    ("follow_ups", "Follow-ups", ("followup", "followups", "followupquestions", "probes", "furtherquestions")),
    ("notes", "For the interviewer", ("notes", "note", "interviewernotes", "comment", "comments", "remarks", "hints", "guidance")),
    ("tags", "Tags", ("tags", "tag", "labels", "keywords", "label")),
)
LABELS = {key: label for key, label, _ in FIELDS}
DIFFICULTIES = {"trivial": "1", "veryeasy": "1", "easy": "2", "low": "2", "medium": "3", "moderate": "3", "normal": "3"}
DIFFICULTIES |= {"hard": "4", "difficult": "4", "high": "4", "veryhard": "5", "expert": "5", "extreme": "5"}
LONGEST = 160


def guessed(heads: list[str]) -> list[str]:
    """A field for each head, by its name; each field once, and "" for what nobody knows."""
    found: list[str] = []
    for head in heads:
        key = next((key for key, _, names in FIELDS if plain(head) in names or plain(head) == plain(key)), LEFT_OUT)
        found.append(key if key not in found else LEFT_OUT)
    return found


def problem(columns: list[str]) -> str:
    """Why this choice of fields does not do, in words, or ""."""
    for key, label, _ in FIELDS:
        if columns.count(key) > 1:
            return f"“{label}” is chosen for {columns.count(key)} columns. Choose it for one"
    if not {"title", "prompt"} & set(columns):
        return "Choose the column that holds the question: “Title” or “As it is asked”"
    if "level" in columns and {"lowest_level", "highest_level"} & set(columns):
        return "Choose either “Level or range of levels”, or the lowest and the highest level"
    return ""


def read(found: QuestionImport, tell: Tell) -> Read:
    """A row for each question of a table, by the fields that were chosen for its columns."""
    sheet = sheets.opened(bytes(found.content or b""))
    if len(found.columns) != len(sheet.heads) or problem(found.columns):
        raise Unreadable("The columns of this table were not chosen. Upload it again.")
    here = _Here.now()
    there, seen = collecting.titles(), dict[str, int]()
    rows, same = [], 0
    for line, cells in sheet.rows():
        tell(line, len(sheet.lines))
        told = _Told()
        said = {key: "\n".join(cell.strip().splitlines()) for key, cell in zip(found.columns, cells, strict=False) if key}
        words = _words(said, here, told)
        title = words["title"]
        at = f"Line {line}"
        if extra := [cell for cell in cells[len(sheet.heads) :] if cell.strip()]:
            told.add(f"{len(extra)} cell{'s' * (len(extra) > 1)} beyond the last column left out")
        if not title:
            why = "It has neither a title nor a question"
            rows.append(ImportedRow(fate="left", at=at, title=" · ".join(filter(None, cells))[:80], why=why))
        elif title.lower() in there:
            same += 1
        elif title.lower() in seen:
            rows.append(ImportedRow(fate="left", at=at, title=title, why=f"The same title stands on line {seen[title.lower()]}"))
        else:
            seen[title.lower()] = line
            rows.append(ImportedRow(fate="new", at=at, title=title, words=words, why=told.words()))
    return Read(rows, same=same, note=sheet.note)


@dataclass
class _Told:
    """What was not understood in one row, and what was done."""

    all: list[str] = field(default_factory=list)

    def add(self, what: str) -> None:
        self.all.append(what)

    def words(self) -> str:
        return "; ".join(self.all)[:600]


@dataclass(frozen=True)
class _Here:
    """What cells may name: levels in order, competencies and categories, by key and by name."""

    levels: list[str]
    named_levels: dict[str, str]
    competencies: dict[str, str]
    categories: dict[str, str]

    @classmethod
    def now(cls) -> "_Here":
        levels = list(Level.objects.order_by("rank").values_list("key", "name"))
        competencies = {
            plain(name): key for pair in Competency.objects.in_use().values_list("key", "name") for key, name in _both(pair)
        }
        return cls(
            levels=[key for key, _ in levels],
            named_levels={plain(name): key for pair in levels for key, name in _both(pair)},
            competencies=competencies,
            categories={plain(name): key for pair in Category.choices for key, name in _both(pair)},
        )


def _both(pair: tuple[str, str]) -> list[tuple[str, str]]:
    return [(pair[0], pair[0]), pair]


def _words(said: dict[str, str], here: _Here, told: _Told) -> writing.Words:
    prompt = said.get("prompt", "") or said.get("title", "")
    title = " ".join((said.get("title") or re.split(r"\n|(?<=[.?!])\s", prompt.strip(), maxsplit=1)[0]).split())
    if len(title) > LONGEST:
        told.add(f"title cut after {LONGEST} letters, the whole of it is in the question")
        prompt = prompt if title in " ".join(prompt.split()) else f"{title}\n\n{prompt}"
        title = title[: LONGEST - 1].rstrip() + "…"
    lowest, highest = _levels(said, here, told)
    points = [point[:200] for point in _listed(said.get("points", ""))]
    tags = [" ".join(tag.split())[:40] for tag in re.split(r"[,;|\n]", said.get("tags", "")) if tag.strip()]
    return writing.blank() | {
        "title": title,
        "prompt": prompt,
        "category": _category(said.get("category", ""), here, told),
        "tests": _tests(said.get("tests", ""), here, told),
        "lowest_level": lowest,
        "highest_level": highest,
        "minutes": _number(said.get("minutes", ""), "15", 480, "minutes", told),
        "difficulty": DIFFICULTIES.get(plain(said.get("difficulty", "")))
        or _number(said.get("difficulty", ""), "3", 5, "difficulty", told),
        "good": said.get("good", "") or "\n".join(f"- {point}" for point in points),
        "mixed": said.get("mixed", ""),
        "poor": said.get("poor", ""),
        "interviewer_notes": said.get("notes", ""),
        "follow_ups": _listed(said.get("follow_ups", "")),
        "tags": list(dict.fromkeys(tags))[:20],
        "steps": [{"title": "Points", "points": points[:40]}] if points else [],
    }


def _listed(text: str) -> list[str]:
    """The items of a cell: its lines, or, where it has one, what stands between semicolons or upright strokes."""
    parts = text.splitlines() if "\n" in text.strip() else re.split(r"[;|]", text)
    return [item for part in parts if (item := re.sub(r"^\s*(?:[-*+•]|\d+[.)])\s+", "", " ".join(part.split())))]


def _category(text: str, here: _Here, told: _Told) -> str:
    if not text:
        return Category.CONCEPTS
    if known := here.categories.get(plain(text)):
        return known
    category = collecting.category_of(text)
    told.add(f"category “{text[:60]}” is not one of ours: put under “{Category(category).label}”")
    return category


def _tests(text: str, here: _Here, told: _Told) -> list[str]:
    found: list[str] = []
    for name in filter(None, (part.strip() for part in re.split(r"[,;|\n]", text))):
        if key := here.competencies.get(plain(name)):
            found += [key] if key not in found else []
        else:
            told.add(f"competency “{name[:60]}” is not one of ours: left out")
    return found


def _levels(said: dict[str, str], here: _Here, told: _Told) -> tuple[str, str]:
    """The ends of a range: "senior", "mid-senior", "mid to staff", "junior, mid", or two columns. All levels where it says none."""
    ends = [said.get("lowest_level", ""), said.get("highest_level", "")]
    if text := said.get("level", ""):
        ends = [text] if plain(text) in here.named_levels else re.split(r"\s*(?:[-–—,;/|+&]|\bto\b|\band\b)\s*", text)
    known = [here.named_levels[plain(end)] for end in ends if plain(end) in here.named_levels]
    for end in ends:
        if end and plain(end) not in here.named_levels:
            told.add(f"level “{end[:60]}” is not one of ours: left out")
    if not known:
        return here.levels[0], here.levels[-1]
    places = sorted(here.levels.index(key) for key in known)
    if not said.get("level"):
        has_lowest, has_highest = (plain(end) in here.named_levels for end in ends)
        return here.levels[places[0]] if has_lowest else here.levels[0], here.levels[places[-1]] if has_highest else here.levels[-1]
    return here.levels[places[0]], here.levels[places[-1]]


def _number(text: str, instead: str, most: int, what: str, told: _Told) -> str:
    if not text:
        return instead
    found = re.match(r"\D{0,20}(\d{1,4})(?!\d)", text, re.ASCII)
    if found and 1 <= int(found[1]) <= most:
        return str(int(found[1]))
    told.add(f"{what} “{text[:40]}” is not 1 to {most}: {instead} taken")
    return instead
