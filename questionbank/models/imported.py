"""QuestionImport: a public collection that somebody uploaded, what was read in it, and whether drafts were made of it."""

import uuid

from django.conf import settings
from django.db import models


class QuestionImport(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    found = models.JSONField()
    left = models.JSONField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.file_name
