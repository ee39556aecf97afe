"""Draft: the next words of something while they are written, and QuestionDraft, that of a question."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models

from accounts.models import User
from questionbank.models.question import Question


class Stale(Exception):  # noqa: N818 -- a finding that the page shows, not an error of the program
    """Somebody, or another tab, saved these words meanwhile; `stored` is what is there now."""

    def __init__(self, stored: "Draft") -> None:
        super().__init__("These words were saved elsewhere.")
        self.stored = stored


class Draft(models.Model):
    """Words as they were typed, whole or not, with a version by which two who write at once are told apart."""

    words = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def keep(cls, words: dict[str, Any], *, version: int, by: User, now: datetime, **of: models.Model) -> Self:
        """Keep what is typed, if nobody else saved since `version` (0: there was no draft). The same words again are fine.

        `of` names what is written on, which the caller has locked. `Stale` when somebody else saved.
        """
        stored = cls._default_manager.select_related("saved_by").filter(**of).first()
        if stored and stored.words == words:
            return stored
        if (stored.version if stored else 0) != version:
            raise Stale(stored or cls(words=words, version=0, saved_at=now, saved_by=by, **of))
        draft = stored or cls(version=0, **of)
        draft.words, draft.version, draft.saved_at, draft.saved_by = words, version + 1, now, by
        draft.save()
        return draft


class QuestionDraft(Draft):
    """The next words of a question. They are asked only once they are published."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="draft")

    def __str__(self) -> str:
        return f"{self.question_id} draft {self.version}"
