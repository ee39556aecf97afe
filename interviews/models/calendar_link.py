"""The secret address at which a person's own calendar program reads their interviews: time and place, nothing else."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from accounts.models import User
from interviews.models.link import SecretLink, digest_of


class CalendarLink(SecretLink):
    """Opens one person's interviews to their calendar program."""

    salt = "interviews.CalendarLink"
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_links")

    class Meta:
        constraints = [models.UniqueConstraint("person", name="calendar_link_one_standing", condition=models.Q(revoked_at=None))]

    def __str__(self) -> str:
        return f"address made on {self.made_at:%d %b %Y}"


def standing_link(person: User) -> CalendarLink | None:
    """The address that this person has now."""
    return CalendarLink.objects.filter(person=person, revoked_at=None).first()


@transaction.atomic
def new_link(person: User, *, now: datetime) -> CalendarLink:
    """An address of which nobody knows yet; the one before opens nothing any more."""
    User.objects.for_change().get(pk=person.pk)
    revoke_link(person, now=now)
    return CalendarLink.objects.create(person=person, **CalendarLink.fresh(), made_at=now)


def revoke_link(person: User, *, now: datetime) -> None:
    """Close the address of this person. Twice changes nothing."""
    CalendarLink.objects.filter(person=person, revoked_at=None).update(revoked_at=now)


def reader_of(token: str) -> User | None:
    """Whose interviews this token opens; nobody's once it is revoked or the person lost their access."""
    links = CalendarLink.objects.filter(digest=digest_of(token), revoked_at=None, person__deactivated_at=None)
    link = links.select_related("person").first()
    return link.person if link else None
