"""The bank as one zip: the folder that `export_content` writes, the same bytes for the same content, however large it is."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import merge
from typing import IO

from django.core.files import File

from accounts.access import Refused
from questionbank.exporting import question_files, rubric_files, text_of
from questionbank.files import Part
from questionbank.models import Question, QuestionExport
from questionbank.models.imported import MOST_TRIES
from questionbank.shelves import shelves

AT_ONCE = 300  # questions that are written while the person waits
EVERY = 500
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def is_small() -> bool:
    """Whether the bank is written while the person waits."""
    return len(Question.objects.filter(current__isnull=False).values_list("pk")[: AT_ONCE + 1]) <= AT_ONCE


def at_once(export: QuestionExport, *, now: datetime) -> bytes:
    """The zip of a small bank, which nobody has to keep. Refused while there is no bank."""
    file = io.BytesIO()
    write(file)
    export.done_at = now
    export.save(update_fields=["done_at"])
    return file.getvalue()


def carry_out(export: QuestionExport, *, now: datetime) -> None:
    """Write the zip of an export; nothing when another worker is at it. Why it cannot be done is told to the person."""
    if not export.claim():
        return
    export.refresh_from_db()
    if export.tries > MOST_TRIES:
        export.trouble = "It was begun three times and stopped each time. Ask your administrator to run export_content."
        export.save(update_fields=["trouble"])
        return
    total = Question.objects.filter(current__isnull=False).count()
    with tempfile.TemporaryFile() as file:
        try:
            write(file, lambda done: export.tell(min(done, total), total) if done % EVERY == 0 else None)
        except Refused as refused:
            export.trouble = refused.sentence
            export.save(update_fields=["trouble"])
            return
        file.seek(0)
        export.file.save(f"{export.pk}.zip", File(file), save=False)
    export.done_at, export.claimed_until = now, None
    export.save(update_fields=["file", "done_at", "claimed_until"])


def write(file: IO[bytes], tell: Callable[[int], None] = lambda _done: None) -> int:
    """Write the zip; how many files are in it. Nothing in it depends on when or where it is written."""
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for count, (name, part) in enumerate(_all(), 1):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, text_of(part))
            tell(count)
    return count


def _all() -> Iterator[tuple[str, Part]]:
    """Every file with its name, by name. Kits are read before the questions, so that each question they name is among them."""
    others = rubric_files()
    for shelf in shelves:
        others |= shelf.files()
    return merge(sorted(others.items()), question_files(), key=lambda pair: pair[0])
