"""A person's own interviews for their own calendar: all of them as a feed, one as a file."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from accounts.models import User
from interviews import calendar
from interviews.models import Interview, Invitation, Seat
from interviews.models.seat import SeatQuerySet

PAST, AHEAD = timedelta(days=30), timedelta(days=366)
MOST = 400
#: A feed is read by programs of other companies, so it names nobody.
TITLE = "Interview"


def feed_of(person: User, *, now: datetime) -> str:
    """The interviews of the last month and the next year as an iCalendar object: time, place and the address of the page."""
    seats = Seat.objects.held_by(person).standing().filter(interview__ends_at__gt=now - PAST, interview__starts_at__lt=now + AHEAD)
    return calendar.collection(_entries(person, seats), name="Fairloop interviews", now=now)


def file_of(person: User, interview: Interview, *, now: datetime) -> str:
    """One interview of this person, as in their feed; an object without an entry when they have no seat in it."""
    seats = Seat.objects.held_by(person).standing().filter(interview=interview)
    return calendar.collection(_entries(person, seats), now=now)


def _entries(person: User, seats: SeatQuerySet) -> list[tuple[calendar.Entry, datetime]]:
    rows = list(seats.select_related("interview").annotate(moved_at=Max("interview__moves__at")).in_order()[:MOST])
    sent = Invitation.objects.filter(person=person, interview__in=[seat.interview_id for seat in rows])
    invitations = {invitation.interview_id: invitation for invitation in sent}
    return [(_entry(person, seat, invitations.get(seat.interview_id)), _changed_at(seat)) for seat in rows]


def _changed_at(seat: Seat) -> datetime:
    return max(seat.seated_at, seat.moved_at or seat.seated_at)  # type: ignore[attr-defined]


def _entry(person: User, seat: Seat, invitation: Invitation | None) -> calendar.Entry:
    """With the UID of the invitation that came by mail, so that a calendar that has both shows one."""
    interview = seat.interview
    link = settings.BASE_URL + reverse("interview", args=[interview.pk])
    return calendar.Entry(
        uid=invitation.uid if invitation else f"interview-{interview.pk}-{person.pk}@fairloop",
        sequence=invitation.sequence if invitation else 0,
        summary=TITLE,
        description=link,
        place=interview.place,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        zone=person.tz,
        url=link,
    )
