"""Which mails that did not go out a person is told of: the mail of a loop tells how far the loop is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.emails import CHANGED, PASSWORD, WELCOME
from accounts.models import Mail, User
from accounts.models.mail import MailQuerySet
from interviews.graduating import MAIL as READY
from interviews.models import Loop, Reminder
from interviews.wishes import DIGEST
from scorecards.models.hold_asking import MAIL as HOLD_ASKED
from scorecards.models.report import MAIL as REPORT_FILED
from scorecards.models.scorecard import owing_seats
from scorecards.overview import TELLING

#: What the mails that are about no loop are, for people.
WORDS = {
    WELCOME: "Invitation to Fairloop",
    PASSWORD: "Link for a new password",
    CHANGED: "Notice of a change to the account",
    DIGEST: "Reminders of the day",
    READY: "Somebody is ready for a pool",
    HOLD_ASKED: "Decision that waits for you",
    REPORT_FILED: "Confidential report",
}


def troubled(user: User, now: datetime) -> QuerySet[Mail]:
    """Mails that are late or given up, as far as this person may know of them, the oldest first."""
    return known(user).late(now).select_related("to", "reminder__loop__candidate").in_order()


def known(user: User) -> MailQuerySet:
    """Mails that this person may know of: recruiters those of loops that they may know of, administrators also those of no loop.

    Who owes a scorecard in a loop knows of none from which one could read how far others' are. That there is a confidential report
    or a hold to decide is known to those alone who are told.
    """
    found = Mail.objects.all()
    if not (user.is_recruiter or user.is_administrator):
        return found.none()
    about = Reminder.objects.filter(mail=OuterRef("pk"))
    owing = owing_seats(user).values("interview__stage__loop")
    may_know = Q(Exists(about.filter(loop__in=Loop.objects.visible_to(user))))
    if user.is_administrator:
        may_know |= Q(~Exists(about))
    secret = Q(kind__in=(HOLD_ASKED, REPORT_FILED)) & ~Q(to=user)
    return found.filter(may_know, ~secret, ~Exists(about.filter(kind__in=TELLING, loop__in=owing)))


def address_of(mail: Mail) -> str:
    """Where a mail goes today: the address of its person, or of its loop's candidate, as it is now."""
    if mail.to:
        return mail.to.email
    reminder = getattr(mail, "reminder", None)
    return reminder.loop.candidate.email if reminder else mail.address


@dataclass(frozen=True)
class Trouble:
    """A mail that did not go out, in words: what it is, and why it did not go, with what follows."""

    mail: Mail
    what: str
    why: str

    @classmethod
    def of(cls, mail: Mail) -> "Trouble":
        reminder = getattr(mail, "reminder", None)
        return cls(mail, reminder.get_kind_display() if reminder else WORDS.get(mail.kind, "Mail"), _why(mail))


def _why(mail: Mail) -> str:
    error = mail.last_error.rstrip(".")
    if mail.failed_at:
        return f"The mail server refused it: {error}. Correct the address if it is wrong, then send it again."
    if mail.uncertain_at:
        return "It may have arrived: the sender stopped twice while handing it over. Ask, or send it again."
    if mail.tries:
        return f"Tried {mail.tries} time{'s' if mail.tries > 1 else ''}, and it goes on by itself. Last answer: {error or 'none'}."
    return "No sender has come to it yet. If this stays so, ask your administrator whether the worker runs."
