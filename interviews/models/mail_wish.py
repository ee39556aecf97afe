"""How somebody wants their reminders: one mail a day instead of many, and none in their quiet hours."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class MailWish(models.Model):
    """By the person's own clock. Without `digest_at` each reminder comes by itself; without quiet hours at any time."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_wish")
    digest_at = models.TimeField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_wish_quiet_from_until",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"wishes of {self.person_id}"
