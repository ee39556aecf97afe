"""QuestionImport: a file of questions that somebody uploaded, what was read in it row by row, and what was made of it."""

import json
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from questionbank.models.question import Question

LEASE = timedelta(minutes=1)  # given anew with every batch
IN_ONE_GO = timedelta(minutes=5)  # a collection is read without a stop in which to ask for more
FORGOTTEN_AFTER = timedelta(days=7)
MOST_TRIES = 3
COPIED = ("noun", "fate", "at", "title", "why", "key", "family", "state")


class QuestionImportQuerySet(models.QuerySet["QuestionImport"]):
    def without_file(self) -> "QuestionImportQuerySet":
        """Without the bytes of the file, which no page needs."""
        return self.defer("content")

    def owed(self) -> "QuestionImportQuerySet":
        """Those with work to do that no worker holds: to be read, to become drafts, or to be published."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
        unread = Q(read_at=None, refused="") & (~Q(kind=QuestionImport.Kind.TABLE) | Q(mapped_at__isnull=False))
        undone = Q(asked_at__isnull=False, taken_at=None) | Q(publishing_at__isnull=False, published_at=None)
        return self.filter(free).filter(unread | undone)

    def forgotten(self, now: datetime) -> "QuestionImportQuerySet":
        """Looked at and left: nothing was made of them."""
        return self.filter(asked_at=None, uploaded_at__lt=now - FORGOTTEN_AFTER)

    def in_order(self) -> "QuestionImportQuerySet":
        return self.order_by("uploaded_at", "pk")


class QuestionImport(models.Model):
    class Kind(models.TextChoices):
        COLLECTION = "collection", "Markdown collection"
        TABLE = "table", "Table"
        FILES = "files", "Files of a bank"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COLLECTION)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    columns = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mapped_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=400, blank=True)
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    publishing_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=400, blank=True)

    objects = QuestionImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["uploaded_by", "-uploaded_at"], name="question_import_of_person")]
        constraints = [
            models.CheckConstraint(
                name="question_import_taken_once_read", condition=Q(asked_at=None) | Q(read_at__isnull=False, problems=[])
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def owes(self) -> str:
        """What is still to be done with it, in a word: "columns", "reading", "taking", "publishing" or ""."""
        if self.read_at is None and not self.refused:
            return "columns" if self.kind == self.Kind.TABLE and not self.mapped_at else "reading"
        if self.asked_at and not self.taken_at:
            return "taking"
        return "publishing" if self.publishing_at and not self.published_at else ""

    @property
    def percent(self) -> int:
        """How far the work is, 0 to 99."""
        return min(99, 100 * self.done // self.total) if self.total else 0

    def claim(self) -> bool:
        """Take it for this worker alone, for the length of the lease."""
        taken = QuestionImport.objects.owed().filter(pk=self.pk)
        lease = IN_ONE_GO if self.kind == self.Kind.COLLECTION and self.read_at is None else LEASE
        return bool(taken.update(claimed_until=Now() + lease, tries=F("tries") + 1, done=0))

    def tell(self, done: int, total: int, *, is_kept: bool = False) -> None:
        """So far the work is; hold the claim for another lease. Where what is done is kept, a worker that dies costs no try."""
        facts = {"tries": 0} if is_kept else {}
        QuestionImport.objects.filter(pk=self.pk).update(done=done, total=total, claimed_until=Now() + LEASE, **facts)

    def let_go(self, **facts: object) -> None:
        """The work is done, or cannot be done: keep what became of it and let others have it."""
        facts |= {"claimed_until": None, "tries": 0}
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=list(facts))

    def map(self, columns: list[str], *, now: datetime) -> None:
        """Read the table with these fields for its columns; anew, when they are others than before and no draft was made."""
        if self.asked_at is None:
            self.let_go(columns=columns, mapped_at=now, read_at=None, refused="", trouble="")

    def ask(self, *, now: datetime) -> None:
        """Have drafts made of what has none yet. Refused, by doing nothing, before it is read and while something is wrong."""
        if self.read_at and not self.problems and not self.owes:
            self.let_go(asked_at=now, taken_at=None, trouble="", done=0, total=0)

    def ask_to_publish(self, *, now: datetime) -> None:
        """Have its drafts published, once they are made."""
        if self.taken_at and not self.owes:
            self.let_go(publishing_at=now, published_at=None, trouble="", done=0, total=0)


class ImportedRow(models.Model):
    """One thing of a file: what becomes of it or became of it, and why."""

    class Fate(models.TextChoices):
        NEW = "new", "new"
        CHANGED = "changed", "changed"
        LEFT = "left", "left"

    found = models.ForeignKey(QuestionImport, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    noun = models.CharField(max_length=20, default="question")
    fate = models.CharField(max_length=10, choices=Fate)
    at = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    why = models.CharField(max_length=600, blank=True)
    key = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, blank=True)
    words = models.JSONField(null=True)
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("found", "place", name="imported_row_place_once")]
        indexes = [models.Index(fields=["found", "noun", "fate", "place"], name="imported_rows_by_fate")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def keep(cls, rows: list["ImportedRow"], found: QuestionImport) -> None:
        """Store what was read, in its order, by COPY: ten thousand questions as INSERT take longer than reading them."""
        table, columns = cls._meta.db_table, ", ".join(COPIED)
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} (found_id, place, words, {columns}) FROM STDIN") as copy:
            for place, row in enumerate(rows):
                words = None if row.words is None else json.dumps(row.words)
                copy.write_row((found.pk, place, words, *(getattr(row, name) for name in COPIED)))

    def leave(self, why: str, question: Question | None = None) -> None:
        """Make nothing of it, and say why."""
        self.fate, self.why, self.question = "left", why[:600], question
        self.save(update_fields=["fate", "why", "question"])

    @classmethod
    def make(cls, rows: list["ImportedRow"], *, by: User, now: datetime) -> None:
        """Drafts of the questions of these rows, in their words; the words themselves never leave the database."""
        pairs = [[row.pk for row in rows], [row.question_id or row.question.pk for row in rows if row.question]]
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH made AS (
                    UPDATE questionbank_importedrow SET question_id = pair.question, made_at = %s
                    FROM unnest(%s::bigint[], %s::bigint[]) AS pair (pk, question)
                    WHERE id = pair.pk RETURNING question, words)
                INSERT INTO questionbank_questiondraft (question_id, words, version, saved_at, saved_by_id)
                SELECT question, words, 1, %s, %s FROM made
                """,
                [now, *pairs, now, by.pk],
            )
