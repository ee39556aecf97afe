"""Which mails that did not go out a person is told of: the mail of a loop tells how far the loop is."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Mail, User
from interviews.models import Loop, Reminder
from scorecards.models.scorecard import owing_seats
from scorecards.overview import TELLING


def troubled(user: User, now: datetime) -> QuerySet[Mail]:
    """Mails that are late or given up: recruiters see those of loops they may know of, administrators also those of no loop.

    Who owes a scorecard in a loop sees none from which one could read how far others' are.
    """
    found = Mail.objects.late(now)
    if not (user.is_recruiter or user.is_administrator):
        return found.none()
    about = Reminder.objects.filter(mail=OuterRef("pk"))
    owing = owing_seats(user).values("interview__stage__loop")
    known = Q(Exists(about.filter(loop__in=Loop.objects.visible_to(user))))
    if user.is_administrator:
        known |= Q(~Exists(about))
    return found.filter(known, ~Exists(about.filter(kind__in=TELLING, loop__in=owing))).in_order()
