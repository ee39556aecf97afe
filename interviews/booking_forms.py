"""Forms of booking: what is typed becomes instants and people, or a sentence that says what to type instead."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from interviews import clock
from interviews.fitting import FARTHEST, FILLED, LONGEST, SHORTEST, Clash
from interviews.models import Interview, Stage
from interviews.models.seat import Role

ADDRESS = re.compile(r"\(?([^\s()]+@[^\s()]+)\)?$")

LONGEST_NAME = 400


def name_of(person: User) -> str:
    """A person as the lists of a booking form name them; tells people of one name apart."""
    return f"{person.name} ({person.email})"


class PersonField(forms.CharField):
    """Somebody who works here, typed by name or chosen from the list."""

    default_error_messages = {
        "nobody": "Nobody here is called “%(typed)s”. Choose a person from the list.",
        "many": "Several people are called %(typed)s. Choose one of them by their email.",
    }

    def __init__(self, *, people_url: str, **kwargs: Any) -> None:
        search = {
            "list": "people",
            "autocomplete": "off",
            "placeholder": "Name or email",
            "hx-get": people_url,
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#people",
            "hx-swap": "outerHTML",
            "hx-include": "this",
            "hx-sync": "this:replace",
        }
        super().__init__(max_length=LONGEST_NAME, widget=forms.TextInput(search), **kwargs)

    def to_python(self, value: object) -> User | None:  # type: ignore[override]  # what is typed becomes a person
        typed = " ".join(str(value or "").replace("\0", " ").split())[:LONGEST_NAME]
        if not typed:
            return None
        address = ADDRESS.search(typed)
        people = User.objects.active()
        found = list((people.filter(email=address[1].lower()) if address else people.filter(name__iexact=typed))[:2])
        if len(found) != 1:
            raise ValidationError(self.error_messages["many" if found else "nobody"], code="person", params={"typed": typed[:80]})
        return found[0]

    def run_validators(self, value: User | None) -> None:
        """A person has no length; what was typed was looked up."""


class ForReason(forms.Form):
    """What may be booked although a rule speaks against it asks for a reason, once it was refused."""

    despite = forms.CharField(
        label="Why all the same",
        required=False,
        max_length=300,
        help_text="Stays with the interview, for those who plan it.",
        error_messages={"max_length": "Say it in under 300 characters."},
    )
    was_refused = False

    @property
    def asks_despite(self) -> bool:
        """Whether the field for the reason is there."""
        return self.was_refused or bool(self.data.get("despite"))

    def refuse(self, clash: Clash, field_of: Callable[[int | None], str]) -> None:
        """Say at the fields what is in the way, and ask for a reason where one would help."""
        for person, sentence in clash.sentences.items():
            self.add_error(field_of(person), sentence)
        self.was_refused = clash.may_be


class WhenForm(ForReason):
    """A date, a time and a length on the clock of `zone`; clean() turns them into `starts_at` and `ends_at`."""

    on = forms.DateField(
        label="Date",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a date.", "invalid": "Enter a date, for example 2026-03-02."},
    )
    at = forms.TimeField(
        label="Start",
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose a start time.", "invalid": "Enter a time from 00:00 to 23:59, for example 10:30."},
    )
    which = forms.TypedChoiceField(
        label="Which of the two",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("0", "The first: before the clocks go back"), ("1", "The second: after the clocks went back")],
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label="Minutes",
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many minutes it takes.",
            "invalid": "Enter a whole number of minutes, for example 60.",
        },
    )
    place = forms.CharField(
        label="Place or video link",
        required=False,
        max_length=300,
        error_messages={"max_length": "Keep the place under 300 characters."},
    )

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        self.asks_which = False
        self.fields["at"].label = f"Start, {clock.city(zone)} time"

    def clean_on(self) -> date:
        """A day from today to a year from now."""
        on = self.cleaned_data["on"]
        today = self.now.astimezone(self.zone).date()
        if on < today:
            raise ValidationError("That day has passed. Choose today or a later one.")
        if on > today + FARTHEST:
            raise ValidationError("That is more than a year away. Choose an earlier day.")
        return on

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not SHORTEST <= timedelta(minutes=min(max(minutes, 0), 10_000)) <= LONGEST:
            raise ValidationError("Enter from 15 to 480 minutes.")
        return minutes

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        on, at, minutes = cleaned.get("on"), cleaned.get("at"), cleaned.get("minutes")
        if on is None or at is None:
            return cleaned
        starts_at = self._starts_at(on, at, cleaned.get("which"))
        if starts_at and starts_at <= self.now:
            self.add_error("at", "That time has passed. Choose a later one.")
        elif starts_at and minutes:
            cleaned["starts_at"] = starts_at
            cleaned["ends_at"] = starts_at + timedelta(minutes=minutes)
        return cleaned

    def _starts_at(self, on: date, at: time, which: int | None) -> datetime | None:
        found = clock.instants(on, at, self.zone)
        city = clock.city(self.zone)
        if not found:
            self.add_error("at", f"{at:%H:%M} does not exist on that day in {city}: the clocks go forward. Choose another time.")
            return None
        if len(found) == 1:
            return found[0]
        self.asks_which = True
        if which is None:
            self.add_error(
                "which", f"{at:%H:%M} comes twice on that day in {city}: the clocks go back. Say which of the two you mean."
            )
            return None
        return found[which]


class BookingForm(WhenForm):
    """When, where, and one person for each seat of the stage; perhaps one more."""

    def __init__(self, *args: Any, stage: Stage, people_url: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"minutes": stage.kit_version.minutes, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.stage = stage
        self.seat_names: list[tuple[str, str]] = []
        for number, role in enumerate(stage.roles):
            name, label = f"person_{number}", _label(stage.roles, number)
            pool = f"From the pool for {stage.pool(role)}." if stage.named_pool(role) else ""
            self.fields[name] = PersonField(
                label=label,
                people_url=people_url,
                required=role in FILLED,
                help_text=pool,
                error_messages={"required": f"Choose who is {label.lower()}."},
            )
            self.seat_names.append((name, role))
        self.fields["person_extra"] = PersonField(label="Somebody else", people_url=people_url, required=False)
        self.fields["role_extra"] = forms.ChoiceField(
            label="As", choices=EXTRA_ROLES, required=False, initial=Role.SHADOW, error_messages=WRONG_ROLE
        )

    def people(self) -> list[tuple[User, str]]:
        """Who sits in it, in which role; of what was understood so far."""
        chosen = [(self.cleaned_data.get(name), role) for name, role in self.seat_names]
        chosen.append((self.cleaned_data.get("person_extra"), self.cleaned_data.get("role_extra") or Role.SHADOW))
        return [(person, role) for person, role in chosen if person]

    def field_of(self, person_pk: int | None) -> str:
        """The field that names this person the last, or the start when nobody does."""
        names = [*(name for name, _ in self.seat_names), "person_extra"]
        mine = [name for name in names if (person := self.cleaned_data.get(name)) and person.pk == person_pk]
        return mine[-1] if mine else "at"

    def seats(self) -> list[forms.BoundField]:
        """The fields of the seats that the stage needs."""
        return [self[name] for name, _ in self.seat_names]


class MoveForm(WhenForm):
    reason = forms.CharField(
        label="Why it moves",
        max_length=300,
        help_text="The interviewers read it. The candidate is told the new time only.",
        error_messages={"required": "Say why it moves.", "max_length": "Say it in under 300 characters."},
    )

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        local = interview.starts_at.astimezone(kwargs["zone"])
        kwargs["initial"] = {
            "on": local.date(),
            "at": local.time(),
            "which": local.fold,
            "minutes": interview.minutes,
            "place": interview.place,
        }
        super().__init__(*args, **kwargs)
        # As it is booked now; what is typed instead says for itself whether it comes twice.
        self.asks_which = not self.is_bound and clock.comes_twice(interview.starts_at, self.zone)


class SwapForm(ForReason):
    """Who takes a seat instead."""

    def __init__(self, *args: Any, people_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(
            label="Somebody else", people_url=people_url, error_messages={"required": "Choose who takes the seat."}
        )


class SeatForm(ForReason):
    """One more person in an interview."""

    def __init__(self, *args: Any, people_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(label="Person", people_url=people_url, error_messages={"required": "Choose who joins."})
        self.fields["role"] = forms.ChoiceField(label="As", choices=EXTRA_ROLES, initial=Role.SHADOW, error_messages=WRONG_ROLE)


EXTRA_ROLES = [(role.value, role.label) for role in (Role.SHADOW, Role.OBSERVER, Role.NOTE_TAKER, Role.REVERSE_SHADOW, Role.PANEL)]
WRONG_ROLE = {"invalid_choice": "Choose a role from the list.", "required": "Choose a role from the list."}


def _label(roles: list[str], number: int) -> str:
    """The role in words, numbered where a stage has it more than once."""
    role = Role(roles[number])
    if roles.count(role) == 1:
        return role.label
    return f"{role.label} {roles[: number + 1].count(role)}"
