"""Contact: that a candidate was told something outside Fairloop, by whom and when."""

from django.conf import settings
from django.db import models

from interviews.models.loop import Loop


class Contact(models.Model):
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(name="contact_says_what", condition=~models.Q(words=""))]

    def __str__(self) -> str:
        return self.words
