"""Invitation: the calendar entry that one attendee has of one interview."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.constraints import together
from interviews.models.candidate import Candidate
from interviews.models.interview import Interview


def new_uid() -> str:
    """A UID that no other calendar entry in the world has."""
    return f"{uuid.uuid4()}@fairloop"


class Invitation(models.Model):
    """Its UID never changes; SEQUENCE rises with every change, the cancellation included.

    Of the last answer that came from a calendar it keeps when that calendar gave it (DTSTAMP) and when it was read here.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="+")
    uid = models.CharField(max_length=100, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reply_stamped_at = models.DateTimeField(null=True, blank=True)
    reply_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_to_one", condition=Q(person=None) ^ Q(candidate=None)),
            together("invitation_reply_stamped_and_read", "reply_stamped_at", "reply_read_at"),
            models.UniqueConstraint("interview", "person", name="invitation_once_per_person"),
            models.UniqueConstraint("interview", "candidate", name="invitation_once_per_candidate"),
        ]

    def __str__(self) -> str:
        return self.uid
