"""Forms of planning: what a recruiter wishes for a loop, and the proposal that they chose."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import hours
from accounts.models import User
from interviews import clock
from interviews.booking import Sitting
from interviews.fitting import FARTHEST
from interviews.models import Loop, Role
from interviews.planning import Wishes
from interviews.schedule import Span

LINE = re.compile(r"(\d{4}-\d{2}-\d{2})[:,]?\s+(.+)", re.ASCII)
CODE = re.compile(
    r"(\d{1,18})\|(20\d\d-\d\d-\d\dT\d\d:\d\d)Z\|(\d{1,3})\|(\d{1,18}:[a-z_]{1,20}(?:,\d{1,18}:[a-z_]{1,20}){0,9})", re.ASCII
)
MOST_STAGES = 12
NOT_A_TIME = "Enter a time, for example 09:00."


class WishesForm(forms.Form):
    """When the candidate can come, and how the loop is spread over days."""

    first_on = forms.DateField(
        label="From",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the first day.", "invalid": "Enter a date, for example 2026-03-02."},
    )
    weeks = forms.TypedChoiceField(
        label="Look at",
        coerce=int,
        choices=[("1", "one week"), ("2", "two weeks"), ("3", "three weeks")],
        error_messages={"required": "Choose how many weeks.", "invalid_choice": "Choose how many weeks from the list."},
    )
    opens = forms.TimeField(
        label="Not before",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": NOT_A_TIME, "invalid": NOT_A_TIME},
    )
    closes = forms.TimeField(
        label="Not after",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": NOT_A_TIME, "invalid": NOT_A_TIME},
    )
    most_a_day = forms.IntegerField(
        label="Most in a day",
        min_value=1,
        max_value=8,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Enter from 1 to 8 interviews a day."),
    )
    pause = forms.IntegerField(
        label="Minutes between",
        min_value=0,
        max_value=240,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Enter from 0 to 240 minutes."),
    )
    order = forms.ChoiceField(
        label="Order of the stages",
        choices=[("keep", "as in the loop"), ("any", "any")],
        error_messages={"required": "Choose the order.", "invalid_choice": "Choose the order from the list."},
    )
    windows = forms.CharField(
        label="Only at these times",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": "Use at most 1,000 characters."},
    )

    def __init__(self, data: Any, *, loop: Loop, now: datetime) -> None:
        usual = {"first_on": (now.astimezone(loop.candidate.tz) + timedelta(days=1)).date().isoformat(), **USUAL}
        super().__init__({**usual, **{name: value for name, value in data.items() if name in self.base_fields}})
        self.loop, self.now = loop, now
        self.fields["windows"].help_text = (
            f"What {loop.candidate} offered, a line a day, by the clock of {clock.city(loop.candidate.tz)}: "
            "2026-03-03 9–12, 14–17. Empty for every working day."
        )

    def clean_first_on(self) -> date:
        on, today = self.cleaned_data["first_on"], self.now.astimezone(self.loop.candidate.tz).date()
        if on < today:
            raise ValidationError("That day has passed. Choose today or a later one.")
        if on > today + FARTHEST - timedelta(weeks=4):
            raise ValidationError("That is too far away. Choose an earlier day.")
        return on

    def clean_windows(self) -> tuple[Span, ...]:
        """Each line as stretches of time; a time that the clocks skip or show twice is asked about."""
        found: list[Span] = []
        for line in filter(None, map(str.strip, self.cleaned_data["windows"].splitlines())):
            typed = LINE.fullmatch(line)
            try:
                day = date.fromisoformat(typed[1]) if typed else None
                stretches = hours.read(typed[2]) if typed else []
            except hours.NotHours as fault:
                raise ValidationError(f"{fault}.") from None
            except ValueError:
                day = None
            if day is None or not stretches:
                raise ValidationError(f"“{line[:40]}” is not a day with times. Write it like 2026-03-03 9–12.")
            found += [(self._instant(day, opens), self._instant(day, closes)) for opens, closes in stretches]
        return tuple(found)

    def _instant(self, day: date, at: Any) -> datetime:
        instants = clock.instants(day, at, self.loop.candidate.tz)
        if len(instants) == 1:
            return instants[0]
        words = "comes twice" if instants else "does not exist"
        raise ValidationError(f"{at:%H:%M} {words} on {day} in {clock.city(self.loop.candidate.tz)}. Choose another time.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", "Choose a time after the first one.")
        return self.cleaned_data

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as the page's address says it."""
        return {name: str(self.data[name]) for name in self.fields}

    @property
    def wishes(self) -> Wishes:
        """What was asked for."""
        cleaned = self.cleaned_data
        wished = {name: cleaned[name] for name in ("first_on", "weeks", "opens", "closes", "most_a_day", "pause", "windows")}
        return Wishes(**wished, keeps_order=cleaned["order"] == "keep")


class ChosenForm(forms.Form):
    """A proposal as its page sent it back: whatever it says is asked of the rule again when it is booked."""

    place = forms.CharField(
        label="Place or video link",
        required=False,
        max_length=300,
        error_messages={"max_length": "Keep the place under 300 characters."},
    )

    def __init__(self, data: Any, *, loop: Loop) -> None:
        super().__init__(data)
        self.loop, self.codes = loop, data.getlist("sitting")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.sittings = self._sittings()
        if not self.sittings:
            raise ValidationError("Choose one of the proposals below.")
        return self.cleaned_data

    def _sittings(self) -> list[Sitting]:
        """What was chosen, or nothing when any of it is not of this loop."""
        read = [CODE.fullmatch(code) for code in self.codes[: MOST_STAGES + 1]]
        if not all(read) or len(read) > MOST_STAGES:
            return []
        crews = [[one.split(":") for one in code[4].split(",")] for code in read if code]
        stages = {stage.pk: stage for stage in self.loop.stages.select_related("loop__candidate")}
        people = User.objects.in_bulk({int(pk) for crew in crews for pk, _ in crew})
        found = []
        for code, crew in zip(read, crews, strict=True):
            stage = stages.get(int(code[1])) if code else None
            known = all(int(pk) in people and role in Role.values for pk, role in crew)
            starts_at = _instant(code[2]) if code else None
            if code is None or stage is None or starts_at is None or not known:
                return []
            seats = [(people[int(pk)], role) for pk, role in crew]
            found.append(Sitting(stage, starts_at, starts_at + timedelta(minutes=int(code[3])), seats))
        return found


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


USUAL = {"weeks": "2", "opens": "09:00", "closes": "18:00", "most_a_day": "4", "pause": "15", "order": "keep", "windows": ""}
