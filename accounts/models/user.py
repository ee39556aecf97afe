"""User: a person who signs in. Being an interviewer is not a role; it follows from a seat."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.audit import audited_without
from accounts.constraints import together
from accounts.typed import zones

WORKING_DAYS = range(5)
WORKING_DAY = (time(9), time(17))


def known_zone(name: str) -> None:
    """Refuse what is not a name of the IANA time zone database."""
    if zones().get(name.lower()) != name:
        raise ValidationError("Choose a time zone from the list, for example Europe/Lisbon.")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(deactivated_at=None)

    def in_order(self) -> "UserQuerySet":
        """By name, as lists show them."""
        return self.order_by(Lower("name"), "pk")

    def with_hours(self) -> "UserQuerySet":
        """Together with their working hours."""
        return self.prefetch_related("working_hours")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A new person. Without a password they cannot sign in until they choose one by their invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        """The person with this address, however it is capitalised."""
        return self.get(email=email.lower())


@audited_without("password", "last_login")
class User(AbstractBaseUser):
    email = models.EmailField(
        "email",
        max_length=254,
        unique=True,
        error_messages={"unique": "Somebody with this email is here already."},
    )
    name = models.CharField("name", max_length=120)
    zone = models.CharField("time zone", max_length=64, default="UTC", validators=[known_zone])
    is_administrator = models.BooleanField("administrator", default=False)
    is_recruiter = models.BooleanField("recruiter", default=False)
    is_committee = models.BooleanField("committee member", default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_is_lower", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="user_has_name", condition=~Q(name="")),
            together("user_deactivated_by_whom", "deactivated_at", "deactivated_by"),
        ]
        indexes = [models.Index(Lower("name"), "id", name="user_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person may sign in."""
        return self.deactivated_at is None

    @property
    def tz(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.zone)

    @property
    def roles(self) -> list[str]:
        """Their roles in words, the widest first."""
        roles = [
            (self.is_administrator, "administrator"),
            (self.is_recruiter, "recruiter"),
            (self.is_committee, "committee"),
        ]
        return [name for has, name in roles if has]

    def local(self, at: datetime) -> datetime:
        """An instant as this person's clock shows it."""
        return at.astimezone(self.tz)

    def hours_on(self, weekday: int) -> list[tuple[time, time]]:
        """When they work on a weekday (Monday is 0) by their own clock; nine to five on working days unless they said otherwise."""
        hours = list(self.working_hours.all())
        if not hours:
            return [WORKING_DAY] if weekday in WORKING_DAYS else []
        return sorted((h.starts, h.ends) for h in hours if h.weekday == weekday)

    def deactivate(self, *, by: "User", now: datetime) -> None:
        """Take this person's access away. Twice changes nothing."""
        if self.deactivated_at is None:
            self.deactivated_at, self.deactivated_by = now, by
            self.save(update_fields=["deactivated_at", "deactivated_by"])

    def reactivate(self) -> None:
        """Give access back."""
        self.deactivated_at = self.deactivated_by = None
        self.save(update_fields=["deactivated_at", "deactivated_by"])


class WorkingHours(models.Model):
    """One stretch of a weekday in which a person takes interviews, by their own clock."""

    user = models.ForeignKey(User, models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "weekday", "starts", name="working_hours_once"),
            models.CheckConstraint(name="working_hours_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="working_hours_end_after_start", condition=Q(ends__gt=F("starts"))),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"
