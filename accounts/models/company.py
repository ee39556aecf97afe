"""Company: whose Fairloop this is. There is one."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models.user import User


class Company(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("company name", max_length=120)
    founded_at = models.DateTimeField()
    founded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="company_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_be_founded(cls) -> bool:
        """Whether this installation is new: no company, and nobody whose it could be."""
        return not cls.objects.exists() and not User.objects.exists()

    @classmethod
    def found(cls, *, name: str, administrator: User, now: datetime) -> "Company":
        """Begin this installation's company with its first administrator. Refused by the database when there is one."""
        administrator.is_administrator = administrator.is_recruiter = True
        administrator.save(update_fields=["is_administrator", "is_recruiter"])
        return cls.objects.create(name=name, founded_at=now, founded_by=administrator)
