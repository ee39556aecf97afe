"""Competencies, signals and red-flag kinds in a folder of the bank that somebody uploads: they become drafts of their editors."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from questionbank import difference
from questionbank.files import CompetencyFile, RedFlagPart, SignalPart
from questionbank.models import ImportedRow
from questionbank.rubric import competencies, red_flags, signals, writing
from questionbank.rubric.nouns import Words
from questionbank.shelves import Shelf, register

NOUNS = {"competency": competencies, "signal": signals, "red flag": red_flags}


def words_from(part: Any) -> Words | None:
    """What a file says, as values to write on; None for what has no editor with drafts."""
    if isinstance(part, CompetencyFile):
        return part.model_dump(include={"name", "definition", "ladder", "probes", "do_not_rate"})
    if isinstance(part, SignalPart):
        bounds = {name: getattr(part, name) for name in signals.BOUNDS}
        cells = {
            key: {"text": text, **{name: str(by_level.get(key, "")) for name, by_level in bounds.items()}}
            for key, text in part.expected.items()
        }
        return part.model_dump(include={"name", "kind", "choices", "how_to_record"}) | {"expected": cells}
    if isinstance(part, RedFlagPart):
        return {name: str(getattr(part, name)) for name in red_flags.FIELDS}
    return None


def take(row: ImportedRow, by: User, now: datetime) -> str:
    """A draft of the words that a row tells; "" or why there is none. Twice makes one."""
    if row.words is None:
        return row.why
    noun: Any = NOUNS[row.noun]
    if draft := writing.drafts(noun, row.key).select_related("saved_by").first():
        return "" if draft.words == row.words else f"{draft.saved_by.name} is writing on it; nothing of theirs was touched"
    part = noun.MODEL.objects.filter(key=row.key).first()
    version = writing.in_force(noun, part, row.key, by=by, now=now).version
    writing.save(noun, row.key, row.words, version=version, by=by, now=now)
    return ""


def differs(row: ImportedRow) -> list[tuple[str, list[difference.Piece]]]:
    """What of a row is not as in force, part by part; nothing for what is new."""
    noun: Any = NOUNS[row.noun]
    part = noun.MODEL.objects.filter(key=row.key).first()
    last = part.versions.newest_first().first() if part else None
    if last is None or row.words is None:
        return []
    old, new = noun.told(noun.words_of(last)), noun.told(row.words)
    return [(label, difference.pieces(old.get(label, ""), text)) for label, text in new.items() if old.get(label, "") != text]


def editor(row: ImportedRow) -> str:
    """Where its draft is written on."""
    return reverse("rubric_words", args=[NOUNS[row.noun].NOUN.value, row.key])


register(Shelf(nouns=tuple(NOUNS), read=lambda *_: [], take=take, files=dict, differs=differs, editor=editor))
