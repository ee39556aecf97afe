"""Who leads the room now, and taking over the lead. Rights by role: docs/reference/panel.md."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from interviews.models.interview import Interview
from interviews.models.seat import Role, Seat
from interviews.models.sharing import LeadTaken

#: Who leads before anybody takes over: a reverse shadow learns by leading, while the lead watches.
FIRST = (Role.REVERSE_SHADOW, Role.LEAD, Role.PANEL)


def panel(interview: Interview, at: datetime | None = None) -> list[Seat]:
    """Everybody who sits in this interview, each with `led_at`: when they last took the lead, until `at` if one is named."""
    seats = Seat.objects.standing().filter(interview=interview).select_related("person")
    until = Q(leads__taken_at__lte=at) if at else None
    asked = {"led_at": Max("leads__taken_at", filter=until)}
    return list(seats.annotate(**asked).order_by("pk"))


def leader(seats: Sequence[Seat]) -> Seat | None:
    """Whose lead it is, out of a `panel`: who took it last, else by role. None where nobody may."""
    took = [(seat.led_at, seat.pk, seat) for seat in seats if seat.led_at and seat.scores]
    if took:
        return max(took)[-1]
    return next((seat for role in FIRST for seat in seats if seat.role == role), None)


@transaction.atomic
def take_lead(seat: Seat, *, now: datetime) -> LeadTaken | None:
    """This seat leads from now on. Who leads already goes on, and nothing is noted."""
    interview = Interview.objects.for_change().get(pk=seat.interview_id)
    before = leader(panel(interview))
    if before == seat:
        return None
    return LeadTaken.objects.create(seat=seat, taken_from=before, taken_at=now)
