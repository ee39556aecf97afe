"""Reminders as people want them: held until their quiet hours are over, or told in one mail a day; urgent ones come in any case.

A reminder that may wait is registered by `may_wait`. When its time comes its writer writes it as ever; then the wish of its reader
decides. What goes into a digest is written again when the digest is, so that this too tells only what holds.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from accounts.models import Mail, User
from accounts.post import Drop, Later, Letter, Writer, writes
from interviews import clock
from interviews.models import MailWish, Reminder

DIGEST = "digest"
USE = timedelta(hours=14)
"""So long after its time a digest is still of use."""
plain: dict[str, Writer] = {}
"""The writers of what may wait, by the kind of mail, as they are without anybody's wish."""


def may_wait(kind: str) -> Callable[[Writer], Writer]:
    """Register a writer of reminders that are not urgent: their reader's wishes are heeded."""

    def register(writer: Writer) -> Writer:
        plain[kind] = writer

        @wraps(writer)
        def heeding(mail: Mail, now: datetime) -> Letter | Drop | Later:
            letter = writer(mail, now)
            return letter if isinstance(letter, Drop) or mail.to is None else _wished(mail, mail.to, now) or letter

        return writes(kind)(heeding)

    return register


def _wished(mail: Mail, reader: User, now: datetime) -> Drop | Later | None:
    wish = MailWish.objects.filter(person=reader).first()
    if wish is None:
        return None
    if wish.digest_at:
        at = _next(wish.digest_at, reader.tz, now)
        if mail.not_after is None or at <= mail.not_after:
            return _fold(mail, reader, at, now=now)
    until = quiet_until(wish, reader.tz, now)
    if until is None:
        return None
    return Later(until) if mail.not_after is None or until <= mail.not_after else Drop("It is of use in their quiet hours only.")


def _fold(mail: Mail, reader: User, at: datetime, *, now: datetime) -> Drop | None:
    """Put a reminder into the digest of that time; None when that one is on its way already."""
    digest = Mail.owe(
        key=f"{DIGEST}:{reader.pk}:{at:%Y-%m-%dT%H:%MZ}", kind=DIGEST, to=reader, due_at=at, not_after=at + USE, now=now
    )
    if digest.state != "planned":
        return None
    Reminder.objects.filter(mail=mail).update(digest=digest)
    return Drop(f"It is in the digest of {clock.day_words(at, reader.tz)}.")


@writes(DIGEST)
def digest(mail: Mail, now: datetime) -> Letter | Drop:
    """What is to be done, in one mail: a line for each reminder that still holds."""
    lines = []
    for reminder in Reminder.objects.filter(digest=mail).select_related("mail__to", "interview").order_by("mail__due_at", "pk"):
        letter = plain[reminder.mail.kind](reminder.mail, now)
        if isinstance(letter, Letter) and letter.subject not in lines:
            lines.append(letter.subject)
    if not lines:
        return Drop("Nothing of it holds any more.")
    what = "1 thing" if len(lines) == 1 else f"{len(lines)} things"
    listed = "\n".join(f"- {line}" for line in lines)
    text = (
        f"Hello {mail.to},\n\nthis is what waits for you:\n\n{listed}\n\nYou find each of them on Today:\n"
        f"{settings.BASE_URL}/\n\nYou asked for one mail a day. Change that here:\n{settings.BASE_URL}{reverse('my_reminders')}\n"
    )
    return Letter(subject=f"Today: {what} for you", text=text)


def quiet_until(wish: MailWish, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours in which this instant lies are over; None when it lies in none."""
    if wish.quiet_from is None or wish.quiet_until is None:
        return None
    at = now.astimezone(zone).time()
    if wish.quiet_from < wish.quiet_until:
        is_quiet = wish.quiet_from <= at < wish.quiet_until
    else:
        is_quiet = at >= wish.quiet_from or at < wish.quiet_until
    return _next(wish.quiet_until, zone, now) if is_quiet else None


def _next(at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The next instant at which this zone's clocks show that time."""
    day = now.astimezone(zone).date()
    while True:
        for instant in clock.instants(day, at, zone):
            if instant > now:
                return instant
        day += timedelta(days=1)
