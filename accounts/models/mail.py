"""Mail: one mail that we owe somebody, as a row before it is sent.

Claimed with a lease in the database's time, journaled before the mail server takes it, marked afterwards; every try
carries the same Message-ID. Why: docs/explanation/owed-mail.md
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now

from accounts.access import Refused
from accounts.constraints import at_most_one, said
from accounts.models.user import User

LEASE = timedelta(minutes=2)
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60)]
LATE_AFTER = timedelta(hours=1)
MOST_TRIES = 30


class MailQuerySet(models.QuerySet["Mail"]):
    def owed(self) -> "MailQuerySet":
        """Neither sent nor given up."""
        return self.filter(sent_at=None, dropped_at=None, failed_at=None, uncertain_at=None)

    def due(self) -> "MailQuerySet":
        """Owed, their time has come by the database's clock, and no sender holds them."""
        return self.owed().filter(Q(claimed_until=None) | Q(claimed_until__lt=Now()), due_at__lte=Now())

    def given_up(self) -> "MailQuerySet":
        """Refused for good, or nobody knows whether it arrived: a person has to decide."""
        return self.filter(Q(failed_at__isnull=False) | Q(uncertain_at__isnull=False))

    def late(self, now: datetime) -> "MailQuerySet":
        """Owed for more than an hour past their time, or given up: what a recruiter has to know."""
        troubled = Q(failed_at__isnull=False) | Q(uncertain_at__isnull=False)
        overdue = Q(sent_at=None, dropped_at=None, failed_at=None, uncertain_at=None, due_at__lt=now - LATE_AFTER)
        return self.filter(troubled | overdue).filter(seen_at=None)

    def claim(self, limit: int = 20) -> "list[Mail]":
        """Take due mails for this sender alone, for the length of the lease. Two senders never get the same one."""
        with transaction.atomic(durable=False):
            mine = list(self.due().select_for_update(skip_locked=True).order_by("due_at", "pk")[:limit])
            self.filter(pk__in=[mail.pk for mail in mine]).update(claimed_until=Now() + LEASE, tries=F("tries") + 1)
        for mail in mine:
            mail.tries += 1
        return mine

    def in_order(self) -> "MailQuerySet":
        return self.order_by("due_at", "pk")


class Mail(models.Model):
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="mails")
    address = models.EmailField(max_length=254)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    journaled_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(max_length=200, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    uncertain_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            at_most_one("mail_ends_once", "sent_at", "dropped_at", "failed_at", "uncertain_at"),
            said("mail_dropped_with_reason", "dropped_at", "drop_reason"),
            said("mail_failed_with_error", "failed_at", "last_error"),
        ]
        indexes = [
            models.Index(
                "due_at",
                "id",
                name="mail_owed",
                condition=Q(sent_at=None, dropped_at=None, failed_at=None, uncertain_at=None),
            ),
            models.Index(
                "due_at",
                name="mail_troubled",
                condition=Q(seen_at=None) & (Q(failed_at__isnull=False) | Q(uncertain_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"

    @property
    def message_id(self) -> str:
        """The Message-ID of every try, made from the key, so that mail programs fold a second copy."""
        return f"<{hashlib.sha256(self.key.encode()).hexdigest()[:32]}@fairloop>"

    @property
    def state(self) -> str:
        """What became of it, in a word."""
        for fact, word in (
            (self.sent_at, "sent"),
            (self.dropped_at, "dropped"),
            (self.failed_at, "failed"),
            (self.uncertain_at, "uncertain"),
        ):
            if fact:
                return word
        return "retrying" if self.tries else "planned"

    @property
    def has_failed(self) -> bool:
        """Whether it was given up, so that a person has to decide what becomes of it."""
        return bool(self.failed_at or self.uncertain_at)

    @classmethod
    def owe(
        cls,
        *,
        key: str,
        kind: str,
        now: datetime,
        to: User | None = None,
        address: str = "",
        due_at: datetime | None = None,
        not_after: datetime | None = None,
    ) -> "Mail":
        """Write down that a mail is owed. The same key twice is the same mail."""
        facts = {
            "kind": kind,
            "to": to,
            "address": to.email if to else address,
            "planned_at": now,
            "due_at": due_at or now,
            "not_after": not_after,
        }
        mail, _ = cls.objects.get_or_create(key=key, defaults=facts)
        return mail

    @classmethod
    def owe_all(cls, people: Iterable[User], *, kind: str, key: Callable[[User], str], now: datetime) -> None:
        """Write down that each of these people is owed a mail, in few statements. A key that is there already is left as it is."""
        mails = [Mail(key=key(person), kind=kind, to=person, address=person.email, planned_at=now, due_at=now) for person in people]
        Mail.objects.bulk_create(mails, batch_size=500, ignore_conflicts=True)

    def drop(self, reason: str, *, now: datetime) -> None:
        """Take back what is owed, with a line that says why. What was sent stays sent."""
        self._end(dropped_at=now, drop_reason=reason[:200])

    def journal(self, *, now: datetime) -> bool:
        """Write that the mail server is about to be handed this mail, and hold it for a lease from now on.

        False when it was taken back a moment ago, or when this sender took so long over others that another one has it.
        """
        return bool(self._held().update(journaled_at=now, claimed_until=Now() + LEASE))

    def mark_sent(self, *, now: datetime) -> None:
        """The mail server took it: known for certain, whatever another sender came to think meanwhile."""
        is_open = Q(sent_at=None, dropped_at=None, failed_at=None)
        Mail.objects.filter(is_open, pk=self.pk).update(sent_at=now, uncertain_at=None, last_error="")

    def give_up(self, error: str, *, now: datetime) -> None:
        """The server refused this address for good; the recruiter is shown the error."""
        self._end(failed_at=now, last_error=error[:500], seen_at=None)

    def doubt(self, *, now: datetime) -> None:
        """Two senders died after handing it over; nobody can say whether it arrived, so a person decides."""
        self._end(uncertain_at=now, seen_at=None, last_error="The sender stopped twice while the mail server had this mail.")

    def put_back(self, error: str, *, now: datetime) -> None:
        """Not taken this time: try again later, ever less often, and give up after many tries."""
        if self.tries >= MOST_TRIES:
            self.give_up(error, now=now)
            return
        wait = BACK_OFF[min(self.tries, len(BACK_OFF)) - 1] if self.tries else BACK_OFF[0]
        self._held().update(claimed_until=Now() + wait, journaled_at=None, last_error=error[:500])

    def postpone(self, until: datetime) -> None:
        """Its reader wants it later, or its sender could not come to it; the try does not count."""
        self._held().update(due_at=until, claimed_until=None, tries=Greatest(F("tries") - 1, 0))

    def send_again(self, address: str, *, now: datetime) -> None:
        """Owe a mail that was given up once more, to this address, under its old Message-ID; one that waits goes sooner.

        Refused when its time has passed. What was sent or taken back stays so; a sender that holds it keeps it.
        """
        if self.not_after and now > self.not_after:
            raise Refused(f"Its time passed on {self.not_after:%-d %b %Y}: what it says no longer holds.")
        is_owed_again = (
            Mail.objects.given_up()
            .filter(pk=self.pk)
            .update(
                failed_at=None,
                uncertain_at=None,
                seen_at=None,
                journaled_at=None,
                claimed_until=None,
                tries=0,
                last_error="",
                due_at=now,
                address=address,
            )
        )
        if not is_owed_again:
            waiting = Mail.objects.owed().filter(pk=self.pk, claimed_until__isnull=False)
            waiting.update(claimed_until=Least(F("claimed_until"), Now() + LEASE))

    def mark_seen(self, *, now: datetime) -> None:
        """A person knows that it was given up and lets it rest. One that is still tried cannot be put away."""
        Mail.objects.given_up().filter(pk=self.pk, seen_at=None).update(seen_at=now)

    def _held(self) -> MailQuerySet:
        """This mail, as long as it is owed and nobody claimed it after this sender did: every claim counts as a try."""
        return Mail.objects.owed().filter(pk=self.pk, tries=self.tries)

    def _end(self, **facts: object) -> bool:
        is_owed = bool(Mail.objects.owed().filter(pk=self.pk).update(**facts))
        if is_owed:
            for name, value in facts.items():
                setattr(self, name, value)
        return is_owed
