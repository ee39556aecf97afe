"""Kits and loop plans in a folder of the bank that somebody uploads: what differs is told, and kits become drafts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from interviews import loading
from interviews.exporting import kit_files
from interviews.models import Kit, KitFocus, KitVersion
from interviews.reading import KitFile, read_kits
from questionbank.files import Reader
from questionbank.models import Competency, ImportedRow, Level, Question, StageKind
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
    """An unpublished version of the kit that a row tells; "" or why there is none."""
    if row.noun != "kit":
        return row.why
    part = KitFile.model_validate(row.words)
    levels = {level.key: level for level in Level.objects.all()}
    competencies = {one.key: one for one in Competency.objects.filter(key__in=part.focus)}
    asked = {key for section in part.sections for key in (*section.questions, *section.alternates)}
    questions = {one.key: one.current for one in Question.objects.filter(key__in=asked).with_words() if one.current}
    kind = StageKind.objects.filter(key=part.stage).first()
    if missing := sorted(asked - set(questions)):
        return f"It asks {', '.join(missing[:5])}, which nobody may be asked yet. Publish the drafts, then make this one"
    if kind is None or {part.lowest_level, part.highest_level} - set(levels) or set(part.focus) - set(competencies):
        return "It names a stage, a level or a competency that is not in force"
    kit, _ = Kit.objects.get_or_create(key=part.key, defaults={"name": part.name, "kind": kind})
    kit = Kit.objects.select_for_update(of=("self",)).get(pk=kit.pk)
    if kit.versions.filter(published_at=None).exists():
        return DRAFTED
    number = (kit.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    version = KitVersion.objects.create(
        kit=kit,
        number=number,
        minutes=part.minutes,
        lowest_level=levels[part.lowest_level],
        highest_level=levels[part.highest_level],
        written_at=now,
        written_by=by,
        why=f"Import of {row.found.file_name}"[:300],
    )
    KitFocus.objects.bulk_create(
        KitFocus(version=version, competency=competencies[key], place=place) for place, key in enumerate(part.focus)
    )
    for place, section in enumerate(part.sections):
        loading.write_section(version, place, section, questions)
    return ""


register(Shelf(nouns=("kit", "loop plan"), read=read, take=take, files=kit_files))
