"""Outlook: how a booking that is being filled in would look to everybody in it, and what to think of before booking."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.models import User
from interviews import booking, clock
from interviews.models import Busy, Candidate, Interview, KitVersion

if TYPE_CHECKING:
    from interviews.booking_forms import BookingForm


@dataclass(frozen=True)
class Outlook:
    """`times`: (who, when on their own clock). `warnings`: what is unusual. `clashes`: who is taken. The last two in sentences."""

    times: list[tuple[str, str]]
    warnings: list[str]
    clashes: list[str]

    @classmethod
    def of(cls, form: "BookingForm", *, by: User) -> "Outlook | None":
        """The outlook of a form; None while it does not say when."""
        form.is_valid()
        cleaned = getattr(form, "cleaned_data", {})
        if "starts_at" not in cleaned:
            return None
        return look(
            form.stage.loop.candidate,
            [person for person, _ in form.people()],
            cleaned["starts_at"],
            cleaned["ends_at"],
            kit_version=form.stage.kit_version,
            by=by,
        )


def look(
    candidate: Candidate,
    people: list[User],
    starts_at: datetime,
    ends_at: datetime,
    *,
    kit_version: KitVersion,
    by: User,
    interview: Interview | None = None,
) -> Outlook:
    """What this time is for everybody; `interview` is the one that would be moved to it."""
    people = list(User.objects.filter(pk__in=[person.pk for person in people]).with_hours().in_order())
    times = [(str(candidate), clock.span_words(starts_at, ends_at, candidate.tz))]
    times += [(str(person), clock.span_words(starts_at, ends_at, person.tz)) for person in people]
    warnings = [_outside(person, starts_at, ends_at) for person in people]
    busy = set(Busy.objects.filter(person__in=people, during__overlap=(starts_at, ends_at)).values_list("person", flat=True))
    warnings += [f"{person} has something else in their calendar then." for person in people if person.pk in busy]
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if minutes != kit_version.minutes:
        warnings.append(f"The kit takes {kit_version.minutes} minutes; this is {minutes}.")
    # hours at which one may ask somebody to talk
    local = starts_at.astimezone(candidate.tz)
    if not 7 <= local.hour < 21:
        warnings.append(f"It is {clock.time_words(starts_at, candidate.tz)} for {candidate}.")
    clashes = booking.taken(people, starts_at, ends_at, by=by, interview=interview)
    return Outlook(times, [warning for warning in warnings if warning], list(clashes.values()))


def _outside(person: User, starts_at: datetime, ends_at: datetime) -> str:
    hours = person.hours_on(starts_at.astimezone(person.tz).weekday())
    if not clock.outside_hours(hours, starts_at, ends_at, person.tz):
        return ""
    when = clock.hours_words(starts_at, ends_at, person.tz)
    if not hours:
        return f"{person} does not work on that day: {clock.span_words(starts_at, ends_at, person.tz)}."
    working = " and ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)
    return f"{when} is outside the working hours of {person}, {working}."
