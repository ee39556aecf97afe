"""Forms of choosing: what a recruiter offers, and what a candidate chose, with why."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviews.choosing import LONGEST_OFFER, Terms
from interviews.fitting import FARTHEST
from interviews.models import Stage
from interviews.reason_forms import reason_field

NOT_A_TIME = "Enter a time, for example 09:00."
NOT_A_DAY = "Enter a date, for example 2026-03-02."
STAMP = "%Y-%m-%dT%H:%MZ"


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": NOT_A_DAY},
    )


def time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": NOT_A_TIME, "invalid": NOT_A_TIME},
    )


def number_field(label: str, low: int, high: int, hint: str) -> forms.IntegerField:
    wrong = f"Enter a number from {low} to {high}."
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=hint,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


class OfferForm(forms.Form):
    """Between which days and hours the candidate may choose, by their clock, and how far they may change it."""

    first_on = day_field("From")
    last_on = day_field("To")
    opens = time_field("Not before")
    closes = time_field("Not after")
    place = forms.CharField(
        label="Place or video link",
        required=False,
        max_length=300,
        error_messages={"max_length": "Keep the place under 300 characters."},
    )
    most_moves = number_field("How often it may be moved", 0, 9, "0: not at all without you.")
    notice_hours = number_field("Hours before", 2, 168, "Later than that, only you choose, move or cancel.")

    def __init__(self, data: Any, *, stage: Stage, now: datetime) -> None:
        self.today = now.astimezone(stage.loop.candidate.tz).date()
        usual = {
            "first_on": (self.today + timedelta(days=1)).isoformat(),
            "last_on": (self.today + timedelta(days=14)).isoformat(),
            "opens": "09:00",
            "closes": "18:00",
            "place": "",
            "most_moves": "3",
            "notice_hours": "24",
        }
        super().__init__({**usual, **{name: data[name] for name in self.base_fields if name in data}})

    def clean_first_on(self) -> date:
        if self.cleaned_data["first_on"] < self.today:
            raise ValidationError("That day has passed. Choose today or a later one.")
        return self.cleaned_data["first_on"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        first_on, last_on = cleaned.get("first_on"), cleaned.get("last_on")
        if first_on and last_on and not first_on <= last_on < first_on + timedelta(days=LONGEST_OFFER):
            self.add_error("last_on", f"Choose a day from the first one on, within {LONGEST_OFFER // 7} weeks of it.")
        elif last_on and last_on > self.today + FARTHEST - timedelta(days=2):
            self.add_error("last_on", "That is too far away. Choose an earlier day.")
        if cleaned.get("opens") and cleaned.get("closes") and cleaned["closes"] <= cleaned["opens"]:
            self.add_error("closes", "Choose a time after the first one.")
        return cleaned

    @property
    def terms(self) -> Terms:
        """What is offered."""
        return Terms(**self.cleaned_data)


class ChoiceForm(forms.Form):
    """The time that a candidate clicked, as the page sent it."""

    at = forms.CharField(
        max_length=20,
        error_messages=dict.fromkeys(("required", "max_length"), "Choose one of the times."),
    )

    def clean_at(self) -> datetime:
        """The instant; whatever else was sent is none of the times."""
        try:
            return datetime.strptime(self.cleaned_data["at"], STAMP).replace(tzinfo=UTC)
        except ValueError:
            raise ValidationError("Choose one of the times.") from None


READ_BY = "Your recruiter and your interviewers read it. A few words are enough."


class CandidateMoveForm(ChoiceForm):
    """Another time, and why."""

    reason = reason_field("Why does the first time not suit you", READ_BY)


class CandidateCancelForm(forms.Form):
    """Why a candidate does not come."""

    reason = reason_field("Why do you cancel", READ_BY)
