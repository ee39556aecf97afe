"""Kits and loop plans in a folder of the bank that somebody uploads: what differs is told, and kits become drafts."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from interviews.exporting import kit_files
from interviews.kits import drawing, writing
from interviews.models import Kit, KitDraft, KitVersion
from interviews.reading import KitFile, read_kits
from questionbank.difference import Piece
from questionbank.files import Reader
from questionbank.models import ImportedRow, StageKind
from questionbank.reading import Bank
from questionbank.shelves import Shelf, register

PLAN = "Told here, not taken: a loop plan has no draft. Change it with load_content"
DRAFTED = "A draft of this kit is there already; it stays as it is"


def read(reader: Reader, bank: Bank, competencies: set[str], questions: set[str]) -> list[ImportedRow]:
    """A row for each kit and plan that is not in force as its file says it."""
    kits, plans = read_kits(
        reader, bank, competencies=competencies, questions=questions, kits_here=set(Kit.objects.values_list("key", flat=True))
    )
    here = kit_files()
    rows = []
    for noun, parts in (("kit", kits), ("loop plan", plans)):
        for part in parts:
            at = f"{'kits' if noun == 'kit' else 'plans'}/{part.key}.toml"
            if here.get(at) != part:
                fate = "changed" if at in here else "new"
                words, why = (part.model_dump(), "") if noun == "kit" else (None, PLAN)
                rows.append(ImportedRow(noun=noun, fate=fate, at=at, title=part.name, key=part.key, words=words, why=why))
    return rows


@transaction.atomic
def take(row: ImportedRow, by: User, now: datetime) -> str:
    """A draft of the kit that a row tells; "" or why there is none. Twice makes one."""
    if row.noun != "kit":
        return row.why
    part = KitFile.model_validate(row.words)
    kind = StageKind.objects.filter(key=part.stage).first()
    if kind is None:
        return f"There is no stage “{part.stage}” here"
    kit, _ = Kit.objects.get_or_create(key=part.key, defaults={"name": part.name, "kind": kind})
    Kit.objects.select_for_update(of=("self",)).get(pk=kit.pk)
    draft, made = KitDraft.objects.get_or_create(
        kit=kit, defaults={"words": writing.words_of_file(part), "saved_at": now, "saved_by": by}
    )
    return "" if made or draft.words == writing.words_of_file(part) else DRAFTED


def differs(row: ImportedRow) -> list[tuple[str, list[Piece]]]:
    """What of a kit is not as in force, part by part; nothing for what is new or a plan."""
    version = KitVersion.objects.with_plan().filter(kit__key=row.key, pk=F("kit__current")).first()
    if row.noun != "kit" or version is None:
        return []
    return drawing.changes(writing.words_of(version), writing.words_of_file(KitFile.model_validate(row.words)))


def editor(row: ImportedRow) -> str:
    """The builder."""
    return reverse("kit_edit", args=[row.key])


register(Shelf(nouns=("kit", "loop plan"), read=read, take=take, files=kit_files, differs=differs, editor=editor))
