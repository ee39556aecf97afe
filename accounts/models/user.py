"""User: a person who signs in. Being an interviewer is not a role; it follows from a seat."""

from datetime import datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.audit import audited_without
from accounts.constraints import together
from accounts.hours import DAYS

WORKING_DAYS = range(5)
WORKING_DAY = (time(9), time(17))


def known_zone(name: str) -> None:
    """Refuse what is not a name of the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list, for example Europe/Lisbon.")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        """People who may sign in."""
        return self.filter(deactivated_at=None)

    def administrators(self) -> "UserQuerySet":
        """Those who may sign in and give rights."""
        return self.active().filter(is_administrator=True)

    def recruiting(self) -> "UserQuerySet":
        """Recruiters and administrators."""
        return self.filter(Q(is_recruiter=True) | Q(is_administrator=True))

    def visible_to(self, user: "User") -> "UserQuerySet":
        """Everybody, for who plans or administers; else oneself."""
        return self if user.is_recruiter or user.is_administrator else self.filter(pk=user.pk)

    def named(self, text: str) -> "UserQuerySet":
        """Those whose name or email has this text in it."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else self

    def after(self, pk: str) -> "UserQuerySet":
        """Those who follow this person in a list by name; everybody if there is no such person."""
        last = self.model.objects.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
        if last is None:
            return self
        rows = self.annotate(by_name=Lower("name"), last_name=Lower(Value(last.name)))
        # The first condition says nothing new, but by it the index leads straight to the place.
        return rows.filter(by_name__gte=F("last_name")).exclude(by_name=F("last_name"), pk__lte=last.pk)

    def with_inviters(self) -> "UserQuerySet":
        """Together with who invited them and who took their access away."""
        return self.select_related("invited_by", "deactivated_by")

    def for_change(self) -> "UserQuerySet":
        """Locked until the transaction ends."""
        return self.select_for_update(of=("self",))

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

    @property
    def is_awaited(self) -> bool:
        """Whether this person was invited and has not chosen a password yet."""
        return not self.has_usable_password()

    def local(self, at: datetime) -> datetime:
        """An instant as this person's clock shows it."""
        return at.astimezone(self.tz)

    def hours_on(self, weekday: int) -> list[tuple[time, time]]:
        """When they work on a weekday (Monday is 0) by their own clock; nine to five on working days unless they said otherwise."""
        hours = list(self.working_hours.all())
        if not hours:
            return [WORKING_DAY] if weekday in WORKING_DAYS else []
        return sorted((h.starts, h.ends) for h in hours if h.weekday == weekday)

    @property
    def week(self) -> list[tuple[str, list[tuple[time, time]]]]:
        """Every day of the week with its stretches; needs `with_hours`."""
        return [(day, self.hours_on(number)) for number, day in enumerate(DAYS)]

    def get_absolute_url(self) -> str:
        """Their page."""
        return reverse("person", args=[self.pk])

    def work(self, stretches: list[tuple[int, time, time]]) -> None:
        """Take interviews in these stretches (weekday, start, end) only, in place of those before."""
        self.working_hours.all().delete()
        WorkingHours.objects.bulk_create(
            WorkingHours(user=self, weekday=day, starts=starts, ends=ends) for day, starts, ends in stretches
        )

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
