"""The company's one secret address at which its mail gateway posts the answers that calendar programs send."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from accounts.access import Refused
from accounts.constraints import together
from accounts.models import Company, User
from interviews.models.link import BYTES, digest_of, new_seed, token_behind, token_of

SALT = "interviews.ReplyAddress"


class ReplyAddress(models.Model):
    """Made like the candidate's link: only the digest of the token is kept, and the site's secret makes it again from the seed.

    It stays when who made it leaves: it is the company's.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="reply_addresses")
    seed = models.CharField(max_length=2 * BYTES, default=new_seed, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("company", name="reply_address_one_standing", condition=models.Q(revoked_at=None)),
            together("reply_address_revoked_by_whom", "revoked_at", "revoked_by"),
        ]

    def __str__(self) -> str:
        return f"address for answers made on {self.made_at:%d %b %Y}"

    @property
    def token(self) -> str:
        """What the address holds: 128 bits in 22 characters. Empty when the site's secret is another than when it was made."""
        return token_behind(self.seed, self.digest, salt=SALT)


def standing_address() -> ReplyAddress | None:
    """The address that the company has now."""
    return ReplyAddress.objects.filter(revoked_at=None).select_related("made_by").first()


@transaction.atomic
def new_address(*, by: User, now: datetime) -> ReplyAddress:
    """An address of which nobody knows yet; the one before takes nothing any more. Refused before there is a company."""
    company = Company.objects.select_for_update().first()
    if company is None:
        raise Refused("There is no company yet. Found it first.")
    revoke_address(by=by, now=now)
    seed = new_seed()
    digest = digest_of(token_of(seed, settings.SECRET_KEY, salt=SALT))
    return ReplyAddress.objects.create(company=company, seed=seed, digest=digest, made_at=now, made_by=by)


def revoke_address(*, by: User, now: datetime) -> None:
    """Close the company's address. Twice changes nothing."""
    ReplyAddress.objects.filter(revoked_at=None).update(revoked_at=now, revoked_by=by)


def is_address(token: str) -> bool:
    """Whether this token is the company's standing one."""
    return ReplyAddress.objects.filter(digest=digest_of(token), revoked_at=None).exists()
