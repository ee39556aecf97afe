"""Bringing questions in: an upload is kept, read, looked at, made into drafts, and its drafts are published, each when asked.

Small ones are worked on while the person waits, larger ones by the worker, by the same function. All of it may be repeated: a row
that became a draft says so in the same transaction, so whoever is killed in the middle leaves nothing half done.
"""

import logging
import time
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.access import Refused
from accounts.audit import done_by
from accounts.imports import Unreadable
from accounts.models import Event, User
from accounts.typed import UNSEEN
from questionbank import access, collecting, columns, folders, writing
from questionbank.kinds import told
from questionbank.models import ImportedRow, Level, Question, QuestionDraft, QuestionImport, Stale
from questionbank.models.imported import MOST_TRIES
from questionbank.shelves import shelves
from questionbank.uploads import Read

log = logging.getLogger(__name__)

BATCH = 250
AT_ONCE = 64 * 1024  # bytes that are read while the person waits
FEW = 100  # drafts that are made while the person waits
MOST_PROBLEMS = 200
MOST_SECONDS = 200
READERS = {"collection": collecting.read, "table": columns.read, "files": folders.read}


def upload(files: list[tuple[str, bytes]], *, by: User, now: datetime) -> QuestionImport:
    """Keep what was chosen, for its sender to look at; a small one is read at once. `Unreadable` in words for what is refused."""
    if not Level.objects.exists():
        raise Unreadable("There are no levels yet, so no question has a place. Load the default content first.")
    kind, name, content = told(files)
    found = QuestionImport.objects.create(
        kind=kind, file_name=UNSEEN.sub("", name)[:200] or "questions", content=content, uploaded_at=now, uploaded_by=by
    )
    if is_small(found):
        carry_out(found, now=now)
    if found.refused:
        found.delete()
        raise Unreadable(found.refused)
    return found


def is_small(found: QuestionImport) -> bool:
    """Whether what it owes is done while the person waits."""
    if found.owes == "reading":
        return len(bytes(found.content or b"")) <= AT_ONCE
    return found.owes in {"taking", "publishing"} and found.rows.filter(noun="question").exclude(fate="left").count() <= FEW


def carry_out(found: QuestionImport, *, now: datetime) -> None:
    """Do what is owed of an import; nothing when another worker is at it. What stands in the way is told to the person."""
    if not found.claim():
        return
    found.refresh_from_db()
    by, work = found.uploaded_by, found.owes
    try:
        _may(found, by)
        with done_by(user=by.pk, url=f"/questions/imports/{found.pk}/"):
            {"reading": _read, "taking": _take, "publishing": _publish}[work](found, by, now)
    except Refused as refused:
        _give_back(found, work, refused.sentence)


def _may(found: QuestionImport, by: User) -> None:
    if found.tries > MOST_TRIES:
        raise Refused("It was begun three times and stopped each time. Try it with a smaller file, or ask your administrator.")
    if not by.is_active:
        raise Refused("The access of the person who uploaded this file was taken away.")
    access.write_questions(by)


def _give_back(found: QuestionImport, work: str, why: str) -> None:
    if work == "reading":
        found.let_go(refused=why, content=None)
    elif work == "taking":
        found.let_go(taken_at=found.asked_at, trouble=why)
    else:
        found.let_go(published_at=found.publishing_at, trouble=why)


class _Pace:
    """Tells now and then how far the reading is, and ends it when it takes too long."""

    def __init__(self, found: QuestionImport) -> None:
        self.found, self.begun, self.last = found, time.monotonic(), 0

    def __call__(self, done: int, total: int) -> None:
        if done - self.last >= BATCH:
            self.last = done
            self.found.tell(done, total)
        if time.monotonic() - self.begun > MOST_SECONDS:
            raise Unreadable("This takes too long to read. Cut it into smaller files.")


def _read(found: QuestionImport, _by: User, now: datetime) -> None:
    try:
        read = READERS[found.kind](found, _Pace(found))
    except Unreadable as unreadable:
        found.let_go(refused=str(unreadable)[:400], content=None)
        return
    _keep(found, read, now)


@transaction.atomic
def _keep(found: QuestionImport, read: Read, now: datetime) -> None:
    """Keep what was read as rows, in place of what was read before. A second reader, who came late, keeps nothing."""
    locked = QuestionImport.objects.select_for_update().without_file().get(pk=found.pk)
    if locked.read_at:
        return
    locked.rows.all().delete()
    ImportedRow.keep(read.rows, found)
    counts = {"same": read.same, "new": 0, "changed": 0, "left": 0}
    for row in read.rows:
        if row.noun == "question":
            counts[row.fate] += 1
    problems = [list(map(str, problem)) for problem in read.problems[:MOST_PROBLEMS]]
    content = found.content if found.kind == "table" else None  # its columns may be chosen anew
    facts = {"counts": counts, "problems": problems, "note": read.note[:300], "content": content}
    found.let_go(read_at=now, total=len(read.problems) or len(read.rows), **facts)


def _take(found: QuestionImport, by: User, now: datetime) -> None:
    """A draft of each row that has none, a few hundred at a time."""
    rows = found.rows.filter(noun="question", fate__in=("new", "changed"), made_at=None)
    total, done = rows.count(), 0
    known = _Known()
    while True:
        try:
            with transaction.atomic():
                QuestionImport.objects.select_for_update().without_file().get(pk=found.pk)
                batch = list(rows.defer("words").order_by("place")[:BATCH])
                _make_drafts(batch, known, by, now)
                done += len(batch)
                found.tell(done, total, is_kept=True)
        except IntegrityError:  # somebody else made a question of this key meanwhile
            log.info("a batch of import %s is begun again", found.pk)
            known = _Known()
            continue
        if not batch:
            break
    for shelf in shelves:
        for row in found.rows.filter(noun__in=shelf.nouns, fate__in=("new", "changed"), made_at=None).order_by("place"):
            row.why = shelf.take(row, by, now)[:600]
            row.made_at = None if row.why else now
            row.save(update_fields=["why", "made_at"])
    Event.note("imported", found, who=by, now=now)
    found.let_go(taken_at=now, content=None)


class _Known:
    """The keys and titles that are taken, as they stand when a round begins."""

    def __init__(self) -> None:
        self.keys = set(Question.objects.values_list("key", flat=True))
        self.titles = collecting.titles()


def _make_drafts(rows: list[ImportedRow], known: _Known, by: User, now: datetime) -> None:
    """Questions and drafts for rows; what somebody is writing on, or what came in meanwhile, is left with a reason."""
    present = Question.objects.select_for_update(of=("self",)).in_bulk([row.key for row in rows if row.key], field_name="key")
    writers = QuestionDraft.objects.select_related("saved_by").filter(question__in=present.values())
    drafts = {draft.question_id: draft for draft in writers}
    made: list[ImportedRow] = []
    new: list[Question] = []
    for row in rows:
        question = present.get(row.key)
        if question and (draft := drafts.get(question.pk)):
            row.leave(_written_by(draft, row), question)
        elif not row.key and row.title.lower() in known.titles:
            row.leave("A question of this title came into the bank meanwhile")
        else:
            key = row.key or writing.free_key(row.title, known.keys)
            if question is None:
                question = Question(key=key, family=row.family or key, created_at=now, created_by=by)
                new.append(question)
            row.question = question
            known.titles.add(row.title.lower())
            made.append(row)
    Question.objects.bulk_create(new)
    ImportedRow.make(made, by=by, now=now)


def _written_by(draft: QuestionDraft, row: ImportedRow) -> str:
    if draft.words == row.words:
        return "A draft in these words is there already"
    return f"{draft.saved_by.name} is writing on it since {draft.saved_at:%-d %b %Y}; nothing of theirs was touched"


def _publish(found: QuestionImport, by: User, now: datetime) -> None:
    """Each of its drafts by the ordinary verb, with the import as why; those that cannot be asked yet say what is missing."""
    rows = found.rows.filter(noun="question", made_at__isnull=False, published_at=None).order_by("place")
    why = f"Import of {found.file_name}"[:300]
    total = rows.count()
    for done, row in enumerate(rows.select_related("question").iterator(BATCH), 1):
        _publish_one(row, why=why, by=by, now=now)
        if done % 50 == 0:
            found.tell(done, total, is_kept=True)
    found.let_go(published_at=now)


def _publish_one(row: ImportedRow, *, why: str, by: User, now: datetime) -> None:
    if row.question is None:
        row.why = "Its draft was thrown away"
        row.save(update_fields=["why"])
        return
    is_new = row.question.current_id is None
    try:
        with transaction.atomic():
            writing.publish(row.question, version=1, why=why, by=by, now=now)
            if is_new and row.state in {"pilot", "active", "retired"}:
                question = Question.objects.get(pk=row.question.pk)
                {"pilot": question.pilot, "active": question.activate, "retired": question.retire}[row.state](
                    why=why, now=now, by=by
                )
            row.published_at, row.why = now, ""
            row.save(update_fields=["published_at", "why"])
    except Stale as stale:
        row.why = f"{stale.stored.saved_by.name} wrote on it meanwhile. Publish it on its own page"
        row.save(update_fields=["why"])
    except Refused as refused:
        row.why = refused.sentence[:600]
        row.save(update_fields=["why"])
