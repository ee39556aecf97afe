"""QuestionDraft: the next words of a question while they are written. They are asked only once they are published."""

from django.conf import settings
from django.db import models

from questionbank.models.question import Question


class QuestionDraft(models.Model):
    question = models.OneToOneField(Question, models.CASCADE, related_name="draft")
    words = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.question_id} draft {self.version}"
