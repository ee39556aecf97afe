"""Writing a question: its next words are plain values while they are typed, and become a version when they are whole.

What is typed is kept as it is, also when it cannot be published yet; nothing typed is lost to a word that is wrong.
"""

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.text import slugify
from pydantic import ValidationError

from accounts.access import Refused
from accounts.models import User
from questionbank import loading
from questionbank.files import QuestionFile
from questionbank.models import Competency, Level, Question, QuestionDraft, QuestionVersion, Stale
from questionbank.problems import Problem, problems_of

Words = dict[str, Any]

LINES = ("title", "category", "minutes", "difficulty", "lowest_level", "highest_level")
TEXTS = ("prompt", "good", "mixed", "poor", "interviewer_notes")
#: The parts that repeat, each with the fields of one of them.
PARTS = {"steps": ("title", "points"), "hints": ("strength", "text"), "twists": ("kind", "text")}
NEW_PART: dict[str, Words] = {
    "steps": {"title": "", "points": []},
    "hints": {"strength": "1", "text": ""},
    "twists": {"kind": "harder", "text": ""},
}
ACTION = re.compile(
    rf"(?P<verb>add|remove|up|down|move) (?P<part>{'|'.join(PARTS)})(?: (?P<place>[0-9]{{1,3}}))?"
    rf"(?: to (?P<to>{'|'.join(PARTS)}) (?P<at>[0-9]{{1,3}}))?"
)
MOST_PARTS = 40
STEM = 80
PAGES = {"new", "drafts", "import", "imports", "exports", "counts"}


def begin(title: str, category: str, *, by: User, now: datetime) -> Question:
    """A question without words yet, and a draft with its title. Its key comes from the title and never changes."""
    stem = slugify(title)[:STEM]
    key = free_key(title, set(Question.objects.filter(key__startswith=stem).values_list("key", flat=True)))
    question = Question.objects.create(key=key, family=key, created_at=now, created_by=by, owner=by)
    levels = list(Level.objects.order_by("rank").values_list("key", flat=True))
    words = blank() | {"title": title, "category": category, "lowest_level": levels[0], "highest_level": levels[-1]}
    QuestionDraft.objects.create(question=question, words=words, saved_at=now, saved_by=by)
    return question


def free_key(title: str, keys: set[str]) -> str:
    """A key made from a title that none of `keys` is, nor the address of another page; it is added to them."""
    stem, number = slugify(title)[:STEM] or "question", 1
    key = stem
    while key in keys or key in PAGES:
        number += 1
        key = f"{stem}-{number}"
    keys.add(key)
    return key


def blank() -> Words:
    """The words of a question that says nothing yet."""
    texts = dict.fromkeys((*LINES, *TEXTS), "")
    return {**texts, "minutes": "15", "difficulty": "3", "tests": [], "follow_ups": [], "tags": [], **{part: [] for part in PARTS}}


def words_of(version: QuestionVersion) -> Words:
    """What a version says, as values to write on."""
    told: Words = loading.said(version)
    return {
        **{name: str(told.get(name, "")) for name in (*LINES, *TEXTS)},
        "lowest_level": told["levels"][0],
        "highest_level": told["levels"][1],
        "interviewer_notes": told["notes"],
        "tests": told["tests"],
        "follow_ups": told["follow_ups"],
        "tags": told["tags"],
        "steps": [{"title": title, "points": points} for title, points in told["steps"]],
        "hints": [{"strength": str(strength), "text": text} for strength, text in told["hints"]],
        "twists": [{"kind": kind, "text": text} for kind, text in told["twists"]],
    }


def words_from(part: QuestionFile) -> Words:
    """What a file says, as values to write on."""
    words: Words = part.model_dump(exclude={"key", "family", "state"})
    words |= {name: str(words[name]) for name in ("minutes", "difficulty")}
    words["hints"] = [hint | {"strength": str(hint["strength"])} for hint in words["hints"]]
    return words


def typed(data: QueryDict) -> Words:
    """What the form holds, every word of it as it was typed."""
    words: Words = {name: data.get(name, "").strip() for name in LINES}
    words |= {name: data.get(name, "").replace("\r\n", "\n") for name in TEXTS}
    main = [data["main"]] if data.get("main") else []
    words["tests"] = main + [key for key in data.getlist("tests") if key not in main]
    words["follow_ups"] = _lines(data.get("follow_ups", ""))
    words["tags"] = list(dict.fromkeys(tag for one in data.get("tags", "").split(",") if (tag := " ".join(one.split()))))
    for part, fields in PARTS.items():
        columns = {name: data.getlist(f"{part}-{name}")[:MOST_PARTS] for name in fields}
        count = max(map(len, columns.values()))
        words[part] = [{name: _cell(columns[name], row, name) for name in fields} for row in range(count)]
    return words


def _cell(column: list[str], row: int, name: str) -> object:
    text = column[row].strip() if row < len(column) else ""
    return _lines(text) if name == "points" else text


def _lines(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := one.strip())]


def change(words: Words, action: str) -> Words:
    """After "add steps", "remove hints 2", "up steps 2", "down steps 1" or "move steps 3 to steps 1"; places count from 1.

    Another action changes nothing.
    """
    found = ACTION.fullmatch(action)
    if not found or (found["to"] or found["part"]) != found["part"]:
        return words
    verb, part = found["verb"], found["part"]
    rows, row = list(words[part]), int(found["place"] or 0) - 1
    if verb == "add" and len(rows) < MOST_PARTS:
        rows.append(NEW_PART[part])
    elif verb == "remove" and 0 <= row < len(rows):
        del rows[row]
    elif verb == "up" and 0 < row < len(rows):
        rows[row - 1], rows[row] = rows[row], rows[row - 1]
    elif verb == "down" and 0 <= row < len(rows) - 1:
        rows[row + 1], rows[row] = rows[row], rows[row + 1]
    elif verb == "move" and found["at"] and 0 <= row < len(rows):
        one = rows.pop(row)
        rows.insert(max(1, int(found["at"])) - 1, one)
    return words | {part: rows}


@transaction.atomic
def save(question: Question, words: Words, *, version: int, by: User, now: datetime) -> QuestionDraft:
    """Keep what is typed, if nobody else saved since `version` (0: there was no draft). The same words again are fine."""
    Question.objects.select_for_update().get(pk=question.pk)
    return QuestionDraft.keep(words, version=version, by=by, now=now, question=question)


def check(question: Question, words: Words) -> tuple[QuestionFile | None, list[Problem]]:
    """The words as a question that can be asked, or everything that is still missing or wrong."""
    file = words | {"key": question.key, "family": question.family}
    for name in ("minutes", "difficulty"):
        file[name] = _number(words[name])
    file["hints"] = [hint | {"strength": _number(hint["strength"])} for hint in words["hints"]]
    problems: list[Problem] = []
    part = None
    try:
        part = QuestionFile.model_validate(file)
    except ValidationError as error:
        problems = problems_of(error, "")
    levels = list(Level.objects.order_by("rank").values_list("key", flat=True))
    in_use = set(Competency.objects.in_use().values_list("key", flat=True))
    retired = dict(Competency.objects.exclude(key__in=in_use).values_list("key", "name"))
    for name in ("lowest_level", "highest_level"):
        if words[name] not in levels:
            problems.append(Problem("", name, "choose a level"))
    if part and not problems and levels.index(part.lowest_level) > levels.index(part.highest_level):
        problems.append(Problem("", "lowest_level", "is above the highest level"))
    for key in (key for key in words["tests"] if key not in in_use):
        what = f"{retired[key]} is retired: choose another competency" if key in retired else f"there is no competency “{key}”"
        problems.append(Problem("", "tests", what))
    if not words["good"].strip():
        problems.append(Problem("", "good", "say what a good answer shows"))
    return (None if problems else part), problems


def _number(text: str) -> object:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text


@transaction.atomic
def publish(question: Question, *, version: int, why: str, by: User, now: datetime) -> QuestionVersion:
    """Put the draft of this version in force. Refused while something is missing. Interviews keep the words of their kit."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    draft = QuestionDraft.objects.filter(question=question).first()
    if draft is None:
        if question.current and question.current.written_by_id == by.pk and question.current.why == why:
            return question.current  # the same click twice
        raise Refused("There is nothing new to publish.")
    if draft.version != version:
        raise Stale(draft)
    part, problems = check(question, draft.words)
    if part is None:
        raise Refused(f"It cannot be asked yet: {problems[0]}.")
    if question.current and loading.said(question.current) == loading.says(part):
        draft.delete()
        return question.current
    question.current = loading.write_version(question, part, loading.Known.here(), now=now, why=why, by=by)
    question.save(update_fields=["current"])
    draft.delete()
    return question.current
