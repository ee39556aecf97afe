"""The secret address at which a person's own calendar program reads their interviews: time and place, nothing else."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from accounts.models import User
from interviews.models.link import BYTES, digest_of, new_seed, token_behind, token_of

SALT = "interviews.CalendarLink"


class CalendarLink(models.Model):
    """Made like the candidate's link: only the digest of the token is kept, and the site's secret makes it again from the seed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_links")
    seed = models.CharField(max_length=2 * BYTES, default=new_seed, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("person", name="calendar_link_one_standing", condition=models.Q(revoked_at=None))]

    def __str__(self) -> str:
        return f"address made on {self.made_at:%d %b %Y}"

    @property
    def token(self) -> str:
        """What the address holds: 128 bits in 22 characters. Empty when the site's secret is another than when it was made."""
        return token_behind(self.seed, self.digest, salt=SALT)


def standing_link(person: User) -> CalendarLink | None:
    """The address that this person has now."""
    return CalendarLink.objects.filter(person=person, revoked_at=None).first()


@transaction.atomic
def new_link(person: User, *, now: datetime) -> CalendarLink:
    """An address of which nobody knows yet; the one before opens nothing any more."""
    User.objects.for_change().get(pk=person.pk)
    revoke_link(person, now=now)
    seed = new_seed()
    digest = digest_of(token_of(seed, settings.SECRET_KEY, salt=SALT))
    return CalendarLink.objects.create(person=person, seed=seed, digest=digest, made_at=now)


def revoke_link(person: User, *, now: datetime) -> None:
    """Close the address of this person. Twice changes nothing."""
    CalendarLink.objects.filter(person=person, revoked_at=None).update(revoked_at=now)


def reader_of(token: str) -> User | None:
    """Whose interviews this token opens; nobody's once it is revoked or the person lost their access."""
    links = CalendarLink.objects.filter(digest=digest_of(token), revoked_at=None, person__deactivated_at=None)
    link = links.select_related("person").first()
    return link.person if link else None
