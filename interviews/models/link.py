"""The candidate's way into the room: a link that opens one page of one interview and nothing else.

Why it is as it is: docs/explanation/candidate-link.md
"""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import salted_hmac

from accounts.constraints import together
from accounts.models import User
from interviews.models.interview import Interview

BYTES = 16  # 128 bits
LASTS = timedelta(hours=12)  # after the interview


def new_seed() -> str:
    """128 random bits, of which only together with the site's secret a token can be made."""
    return secrets.token_hex(BYTES)


class SecretLink(models.Model):
    """What opens by a token. Only its digest is kept; it is made again from the seed and the site's secret, which is elsewhere.

    `salt` keeps tokens of one kind from being those of another.
    """

    salt: ClassVar[str]
    seed = models.CharField(max_length=2 * BYTES, default=new_seed, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        """What the address holds: 128 bits in 22 characters. Empty when the site's secret is another than when it was made."""
        tokens = (_token_of(self.seed, secret, self.salt) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
        return next((token for token in tokens if digest_of(token) == self.digest), "")

    @classmethod
    def fresh(cls) -> dict[str, str]:
        """The seed and the digest of a token of which nobody knows yet."""
        seed = new_seed()
        return {"seed": seed, "digest": digest_of(_token_of(seed, settings.SECRET_KEY, cls.salt))}


class CandidateLinkQuerySet(models.QuerySet["CandidateLink"]):
    def standing(self) -> "CandidateLinkQuerySet":
        """Not revoked, and made by somebody who still has access."""
        return self.filter(revoked_at=None, made_by__deactivated_at=None)

    def with_interviews(self) -> "CandidateLinkQuerySet":
        """Together with what the candidate's page tells: the stage and its level."""
        return self.select_related("made_by", "interview__stage__loop__level")


class CandidateLink(SecretLink):
    """Opens the candidate's page of one interview."""

    salt = "interviews.CandidateLink"
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="candidate_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CandidateLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("interview", name="candidate_link_one_standing", condition=models.Q(revoked_at=None)),
            together("candidate_link_revoked_by_whom", "revoked_at", "revoked_by"),
        ]

    def __str__(self) -> str:
        return f"link made on {self.made_at:%d %b %H:%M} UTC"

    def is_over(self, now: datetime) -> bool:
        """Whether it opens nothing any more: revoked, its maker gone, the interview called off or long past."""
        interview = self.interview
        last = max(interview.ends_at, interview.ended_at or interview.ends_at) + LASTS
        off = self.revoked_at or self.made_by.deactivated_at or interview.cancelled_at or interview.no_show_at
        return bool(off) or (now >= last and not interview.is_live)


@transaction.atomic
def link_of(interview: Interview, *, by: User, now: datetime, is_new: bool = False) -> CandidateLink:
    """The standing link of this interview, made if need be. `is_new` revokes the one before, so that it opens nothing any more."""
    Interview.objects.for_change().get(pk=interview.pk)
    links = CandidateLink.objects.filter(interview=interview, revoked_at=None)
    link = links.select_related("made_by").first()
    if link and link.token and not is_new and not link.made_by.deactivated_at:
        return link
    links.update(revoked_at=now, revoked_by=by)
    return CandidateLink.objects.create(interview=interview, **CandidateLink.fresh(), made_at=now, made_by=by)


def link_by(token: str) -> CandidateLink | None:
    """The link whose token this is, whatever became of it. Found by the digest, so that no comparison tells how near a guess is."""
    return CandidateLink.objects.with_interviews().filter(digest=digest_of(token)).first()


def _token_of(seed: str, secret: str, salt: str) -> str:
    """A token: HMAC-SHA-256 of the seed under the site's secret, cut to 128 bits (RFC 2104, section 5), in base64url."""
    made = salted_hmac(salt, seed, secret=secret, algorithm="sha256").digest()[:BYTES]
    return urlsafe_b64encode(made).decode().rstrip("=")


def digest_of(token: str) -> str:
    """What is kept of a token. It is random, so one round of SHA-256 is as good as many."""
    return sha256(token.encode()).hexdigest()
