"""Writing a kit: its next plan is plain values while it is typed, and becomes a version when it is whole."""

import copy
import re
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.text import slugify
from pydantic import ValidationError

from accounts.access import Refused
from accounts.models import User
from interviews.exporting import kit_file
from interviews.loading import Known, write_version
from interviews.models import Kit, KitDraft, KitVersion
from interviews.reading import KitFile, check_kit
from questionbank.files import Reader
from questionbank.models import Competency, Level, Question, StageKind, Stale
from questionbank.problems import Problem, problems_of

Words = dict[str, Any]

LINES = ("name", "minutes", "lowest_level", "highest_level")
LISTS = ("questions", "alternates")
MOST_SECTIONS = 40
MOST_QUESTIONS = 40
INTRODUCTION, OWN_QUESTIONS = 5, 10  # minutes that a new kit begins and ends with
PAGES = {"new"}
ACTION = re.compile(
    r"(?P<verb>add|up|down|remove|move|other) (?P<list>sections|(?:questions|alternates)-\d{1,2})"
    r"(?: (?P<what>[a-z0-9][a-z0-9_-]{0,99}))?(?: to (?P<to>sections|(?:questions|alternates)-\d{1,2}) (?P<at>\d{1,2}))?"
)


@transaction.atomic
def begin(name: str, kind: StageKind, *, like: KitVersion | None, by: User, now: datetime) -> Kit:
    """A kit that nobody uses yet, and its draft: as `like` has it, or an empty hour with the candidate's own time kept free."""
    stem = slugify(name)[:60] or "kit"
    for number in count(1):
        key = f"{stem}-{number}" if number > 1 else stem
        if key in PAGES:
            continue
        kit, is_new = Kit.objects.get_or_create(key=key, defaults={"name": name, "kind": kind})
        if is_new:
            break
    words = (words_of(like) if like else blank(kind)) | {"name": name}
    KitDraft.objects.create(kit=kit, words=words, saved_at=now, saved_by=by)
    return kit


def blank(kind: StageKind) -> Words:
    """The plan of a kind of interview before anybody thought about it."""
    levels = list(Level.objects.order_by("rank").values_list("key", flat=True))
    middle = max(5, kind.minutes - INTRODUCTION - OWN_QUESTIONS)
    sections = [("Welcome", INTRODUCTION, False), ("Questions", middle, False), ("Candidate's own questions", OWN_QUESTIONS, True)]
    return {
        "name": "",
        "minutes": str(sum(minutes for _, minutes, _ in sections)),
        "lowest_level": levels[0] if levels else "",
        "highest_level": levels[-1] if levels else "",
        "focus": [one.key for one in kind.competencies.filter(retired_at=None).order_by("place", "pk")],
        "sections": [section(title, minutes, is_protected=kept) for title, minutes, kept in sections],
    }


def section(title: str = "", minutes: int = 10, *, is_protected: bool = False) -> Words:
    """A section without questions."""
    return {"title": title, "minutes": str(minutes), "is_protected": is_protected, "note": "", "questions": [], "alternates": []}


def words_of(version: KitVersion) -> Words:
    """What a version from `with_plan()` says, as values to write on."""
    return words_of_file(kit_file(version))


def words_of_file(part: KitFile) -> Words:
    """What a kit file says, as values to write on."""
    told = part.model_dump(exclude={"key", "stage"})
    return told | {
        "minutes": str(told["minutes"]),
        "sections": [one | {"minutes": str(one["minutes"])} for one in told["sections"]],
    }


def typed(data: QueryDict) -> Words:
    """What the form holds, every word of it as it was typed."""
    columns = {name: data.getlist(f"sections-{name}")[:MOST_SECTIONS] for name in ("title", "minutes", "note")}
    kept = set(data.getlist("sections-protected"))
    rows = range(max(map(len, columns.values())))
    cells = {name: [*column, *[""] * (len(rows) - len(column))] for name, column in columns.items()}
    return {name: data.get(name, "").strip() for name in LINES} | {
        "focus": list(dict.fromkeys(data.getlist("focus"))),
        "sections": [
            {
                "title": cells["title"][row].strip(),
                "minutes": cells["minutes"][row].strip(),
                "is_protected": str(row + 1) in kept,
                "note": cells["note"][row].replace("\r\n", "\n"),
                **{name: data.getlist(f"{name}-{row + 1}")[:MOST_QUESTIONS] for name in LISTS},
            }
            for row in rows
        ],
    }


def change(words: Words, action: str) -> tuple[Words, str]:
    """The plan after one action, and where its subject is now: "sections 2", "questions-2 1", "" when nothing changed.

    "add sections", "add questions-2 a-key", "remove sections 3", "up questions-2 1" and "down …" (past the end of a section into
    the next one), "other questions-2 1" (to or from the alternates), "move questions-2 1 to questions-3 2". Places count from 1.
    """
    found = ACTION.fullmatch(action)
    if not found:
        return words, ""
    words = copy.deepcopy(words)
    verb, name, what = found["verb"], found["list"], found["what"] or ""
    rows = _rows(words, name)
    if rows is None:
        return words, ""
    if verb == "add":
        return words, _add(words, name, rows, what)
    place = int(what) if what.isdigit() and len(what) < 3 else 0
    if not 1 <= place <= len(rows):
        return words, ""
    if verb == "remove":
        del rows[place - 1]
        return words, f"{name} {min(place, len(rows))}" if rows else ""
    target, at = _target(words, verb, name, place, found)
    to = _rows(words, target)
    if to is None or (target == "sections") != (name == "sections") or (target != name and len(to) >= MOST_QUESTIONS):
        return words, ""
    one = rows.pop(place - 1)
    at = max(1, min(at, len(to) + 1))
    to.insert(at - 1, one)
    return words, f"{target} {at}"


def _add(words: Words, name: str, rows: list[Any], key: str) -> str:
    if name == "sections":
        if len(rows) >= MOST_SECTIONS:
            return ""
        at = next((number for number, one in enumerate(rows) if one["is_protected"]), len(rows))
        rows.insert(at, section())
        return f"sections {at + 1}"
    if not key or len(rows) >= MOST_QUESTIONS or key in asked(words):
        return ""
    rows.append(key)
    return f"{name} {len(rows)}"


def _target(words: Words, verb: str, name: str, place: int, found: re.Match[str]) -> tuple[str, int]:
    """The list and the place in it where an action puts something."""
    if verb == "move":
        return found["to"] or name, int(found["at"] or place)
    step = -1 if verb == "up" else 1
    kind, _, number = name.partition("-")
    if verb == "other":
        return (f"{LISTS[LISTS.index(kind) - 1]}-{number}", MOST_QUESTIONS + 1) if kind in LISTS else (name, place)
    rows = _rows(words, name) or []
    if 1 <= place + step <= len(rows) or name == "sections":
        return name, place + step
    neighbour = f"{kind}-{int(number) + step}"
    return neighbour, MOST_QUESTIONS + 1 if verb == "up" else 1


def _rows(words: Words, name: str) -> list[Any] | None:
    """The sections, or the questions or alternates of one of them."""
    if name == "sections":
        return words["sections"]
    kind, _, number = name.partition("-")
    sections = words["sections"]
    return sections[int(number) - 1][kind] if 1 <= int(number) <= len(sections) else None


def asked(words: Words) -> list[str]:
    """The keys of all its questions, alternates too."""
    return [key for one in words["sections"] for name in LISTS for key in one[name]]


@transaction.atomic
def save(kit: Kit, words: Words, *, version: int, by: User, now: datetime) -> KitDraft:
    """Keep what is typed, if nobody else saved since `version` (0: there was no draft). The same words again are fine."""
    Kit.objects.select_for_update().get(pk=kit.pk)
    return KitDraft.keep(words, version=version, by=by, now=now, kit=kit)


def check(kit: Kit, words: Words) -> tuple[KitFile | None, list[Problem]]:
    """The plan as a kit that can be used, or everything that is still missing or wrong."""
    file = words | {"key": kit.key, "stage": kit.kind.key, "minutes": number(words["minutes"])}
    file["sections"] = [one | {"minutes": number(one["minutes"])} for one in words["sections"]]
    try:
        part = KitFile.model_validate(file)
    except ValidationError as error:
        return None, problems_of(error, "")
    reader = Reader(Path())
    keys = part.asked
    check_kit(
        reader,
        "",
        part,
        levels=list(Level.objects.order_by("rank").values_list("key", flat=True)),
        competencies=set(Competency.objects.in_use().values_list("key", flat=True)),
        questions=set(Question.objects.pickable().filter(key__in=keys).values_list("key", flat=True)),
    )
    if not part.focus:
        reader.object("", "focus", "choose what this interview is there to see")
    for twice in sorted({key for key in keys if keys.count(key) > 1}):
        reader.object("", "sections", f"ask “{twice}” more than once")
    return (None if reader.problems else part), reader.problems


def number(text: str) -> object:
    """A whole number if it is one, else the text as it was typed."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text


@transaction.atomic
def publish(kit: Kit, *, version: int, why: str, by: User, now: datetime) -> KitVersion:
    """Put the draft of this version in force. Refused while something is missing. Open loops keep the version they have."""
    kit = Kit.objects.select_for_update(of=("self",)).select_related("kind", "current").get(pk=kit.pk)
    draft = KitDraft.objects.filter(kit=kit).first()
    if draft is None:
        if kit.current and kit.current.written_by_id == by.pk and kit.current.why == why:
            return kit.current  # the same click twice
        raise Refused("There is nothing new to publish.")
    if draft.version != version:
        raise Stale(draft)
    part, problems = check(kit, draft.words)
    if part is None:
        raise Refused(f"It cannot be used yet: {problems[0]}.")
    before = KitVersion.objects.with_plan().filter(pk=kit.current_id or 0).first()
    written = write_version(kit, before, part, Known.here(part.asked), now=now, why=why, by=by)
    if kit.name != part.name:
        kit.name = part.name
        kit.save(update_fields=["name"])
    draft.delete()
    return written or before  # type: ignore[return-value]  # without a version before, one was written


@transaction.atomic
def refresh(kit: Kit, *, by: User, now: datetime) -> KitVersion:
    """The plan in force with the newest words of its questions. Refused when one of them cannot be asked any more."""
    kit = Kit.objects.select_for_update(of=("self",)).select_related("kind").get(pk=kit.pk)
    before = KitVersion.objects.with_plan().get(pk=kit.current_id or 0)
    part, problems = check(kit, words_of(before))
    if part is None:
        raise Refused(f"Change the kit first: {problems[0]}.")
    return write_version(kit, before, part, Known.here(part.asked), now=now, why="Newest words of its questions", by=by) or before
