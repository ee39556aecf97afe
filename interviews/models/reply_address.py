"""The company's one secret address at which its mail gateway posts the answers that calendar programs send."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from accounts.access import Refused
from accounts.constraints import together
from accounts.models import Company, User
from interviews.models.link import SecretLink, digest_of


class ReplyAddress(SecretLink):
    """Takes posted answers. It stays when who made it leaves: it is the company's."""

    salt = "interviews.ReplyAddress"
    company = models.ForeignKey(Company, models.CASCADE, related_name="reply_addresses")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("company", name="reply_address_one_standing", condition=models.Q(revoked_at=None)),
            together("reply_address_revoked_by_whom", "revoked_at", "revoked_by"),
        ]

    def __str__(self) -> str:
        return f"address for answers made on {self.made_at:%d %b %Y}"


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
    return ReplyAddress.objects.create(company=company, **ReplyAddress.fresh(), made_at=now, made_by=by)


def revoke_address(*, by: User, now: datetime) -> None:
    """Close the company's address. Twice changes nothing."""
    ReplyAddress.objects.filter(revoked_at=None).update(revoked_at=now, revoked_by=by)


def is_address(token: str) -> bool:
    """Whether this token is the company's standing one."""
    return ReplyAddress.objects.filter(digest=digest_of(token), revoked_at=None).exists()
