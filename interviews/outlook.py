"""Outlook: how a booking that is being filled in would look to everybody in it, and what to think of before booking."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from accounts.models import User
from interviews import clock, fitting, schedule
from interviews.models import Interview, Stage

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
        return look(form.stage, form.people(), cleaned["starts_at"], cleaned["ends_at"], by=by)


def look(
    stage: Stage,
    people: list[tuple[User, str]],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    interview: Interview | None = None,
) -> Outlook:
    """What this time is for everybody; `interview` is the one that would be moved to it."""
    candidate = stage.loop.candidate
    people = sorted(people, key=lambda one: (one[0].name.lower(), one[0].pk))
    times = [(str(candidate), clock.span_words(starts_at, ends_at, candidate.tz))]
    times += [(str(person), clock.span_words(starts_at, ends_at, person.tz)) for person, _ in people]
    bars = fitting.found(stage, candidate, people, starts_at, ends_at, by=by, interview=interview)
    found = [bar for person, _ in people for bar in bars.get(person.pk, [])]
    warnings = list(dict.fromkeys(words for bar, words in found if bar.why not in schedule.NEVER))
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    if minutes != stage.kit_version.minutes:
        warnings.append(f"The kit takes {stage.kit_version.minutes} minutes; this is {minutes}.")
    # hours at which one may ask somebody to talk
    local = starts_at.astimezone(candidate.tz)
    if not 7 <= local.hour < 21:
        warnings.append(f"It is {clock.time_words(starts_at, candidate.tz)} for {candidate}.")
    return Outlook(times, warnings, list(dict.fromkeys(words for bar, words in found if bar.why in schedule.NEVER)))
