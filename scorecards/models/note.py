"""NoteLine: one line of what was heard, with its offset from the start of the interview."""

import uuid

from django.db import models
from django.db.models import Q

from interviews.models import AskedQuestion
from questionbank.models import Competency
from scorecards.models.lock import entries_stay
from scorecards.models.scorecard import Scorecard


class Mark(models.TextChoices):
    NONE = "", "note"
    PLUS = "+", "for"
    MINUS = "-", "against"
    FLAG = "!", "red flag"


class NoteLineQuerySet(models.QuerySet["NoteLine"]):
    def standing(self) -> "NoteLineQuerySet":
        """Not taken back."""
        return self.filter(deleted_at=None)

    def before(self, line: "NoteLine") -> "NoteLineQuerySet":
        """Those that stand above a line."""
        return self.filter(Q(entered_at__lt=line.entered_at) | Q(entered_at=line.entered_at, pk__lt=line.pk))

    def with_words(self) -> "NoteLineQuerySet":
        """Together with the title of its question and the name of its competency, and nothing else of those."""
        own = ("text", "mark", "offset", "entered_at", "deleted_at", "scorecard")
        said = ("asked__version__title", "competency__name")
        ways = ("asked__version", "competency")
        return self.select_related(*ways).only(*own, "asked", *ways, *said)

    def in_order(self) -> "NoteLineQuerySet":
        return self.order_by("entered_at", "pk")


class NoteLine(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="notes")
    text = models.TextField()
    mark = models.CharField(max_length=1, choices=Mark, blank=True, default=Mark.NONE)
    offset = models.PositiveIntegerField(null=True, blank=True)
    asked = models.ForeignKey(AskedQuestion, models.SET_NULL, null=True, blank=True, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = NoteLineQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="note_has_text", condition=~Q(text=""))]
        indexes = [models.Index("scorecard", "entered_at", "id", name="note_stream")]
        triggers = [entries_stay("text", "mark", "offset", "asked_id", "competency_id", "deleted_at")]

    def __str__(self) -> str:
        return self.text

    @property
    def typed(self) -> str:
        """The line as somebody types it: its mark in front of its words."""
        return f"{self.mark} {self.text}" if self.mark else self.text

    @property
    def is_code(self) -> bool:
        """Whether it is a piece of code, between lines of three backticks, whose spaces count."""
        return self.text.startswith("```")

    @property
    def code(self) -> str:
        """The code without its fence."""
        return self.text.removeprefix("```").removesuffix("```").strip("\n")

    @property
    def entered_later(self) -> bool:
        """Whether it was written after the interview, so that it has no offset."""
        return self.offset is None
