"""Forms of somebody's own time: days away, limits of load, and who is in a pool."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviews import public_holidays

LONGEST = timedelta(days=366)
DAY = {"required": "Choose a day.", "invalid": "Enter a date, for example 2026-03-02."}


class AwayForm(forms.Form):
    """Whole days on which one takes no interviews."""

    first_on = forms.DateField(label="First day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), error_messages=DAY)
    last_on = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty for one day.",
        error_messages=DAY,
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=200,
        help_text="Only you see it.",
        error_messages={"max_length": "Keep it under 200 characters."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        super().clean()
        first = self.cleaned_data.get("first_on")
        if first is None or "last_on" in self.errors:
            return self.cleaned_data
        last = self.cleaned_data["last_on"] = self.cleaned_data.get("last_on") or first
        if last < first:
            self.add_error("last_on", "Choose a day that is not before the first one.")
        elif last < self.today:
            self.add_error("last_on", "Those days have passed. Choose later ones.")
        elif first > self.today + LONGEST or last > first + LONGEST:
            self.add_error("last_on", "Choose days within a year.")
        return self.cleaned_data


class HolidaysForm(forms.Form):
    """Where one's public holidays are kept."""

    country = forms.ChoiceField(
        label="Country",
        choices=lambda: [("", "None"), *public_holidays.countries().items()],
        required=False,
        error_messages={"invalid_choice": "Choose a country from the list."},
    )
    region = forms.CharField(label="Region", required=False, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = public_holidays.regions(str(self["country"].value() or ""))
        if known:
            self.fields["region"].widget = forms.Select(choices=[("", "Everywhere in the country"), *known.items()])
        else:
            self.fields["region"].widget = forms.HiddenInput()

    def clean_region(self) -> str:
        """One of the country that was chosen: that of the country before goes with it."""
        region = self.cleaned_data["region"]
        return region if region in public_holidays.regions(self.cleaned_data.get("country", "")) else ""


def number(label: str, least: int, most: int, *, required: bool = True) -> forms.IntegerField:
    """A whole number within bounds, with one sentence for everything that is not."""
    words = f"Enter a whole number from {least} to {most}."
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class LimitsForm(forms.Form):
    """The most interviews that one takes, and the minutes one needs around each."""

    per_day = number("Most in a day", 1, 8)
    per_week = number("Most in a week", 1, 40)
    per_month = number("Most in a month", 1, 160, required=False)
    hours_per_week = number("Most hours a week", 1, 60, required=False)
    gap_minutes = number("Minutes free around each", 0, 240)
    week_starts = forms.TypedChoiceField(
        label="A week begins on",
        choices=[(0, "Monday"), (5, "Saturday"), (6, "Sunday")],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose a day from the list."},
    )

    def clean_week_starts(self) -> int:
        return self.cleaned_data["week_starts"] or 0

    def clean(self) -> dict[str, Any]:
        super().clean()
        day, week = self.cleaned_data.get("per_day"), self.cleaned_data.get("per_week")
        if day and week and day > week:
            raise ValidationError("A week takes at least as many interviews as a day. Make the week more, or the day less.")
        if week and (month := self.cleaned_data.get("per_month")) and week > month:
            raise ValidationError("A month takes at least as many interviews as a week. Make the month more, or the week less.")
        return self.cleaned_data


class WishForm(forms.Form):
    """One mail a day or each by itself; no reminder in quiet hours."""

    digest = forms.ChoiceField(
        label="Reminders that can wait",
        choices=[("", "Each by itself"), *((f"{hour:02}:00", f"One mail a day, at {hour}:00") for hour in (7, 8, 9, 10, 12, 17))],
        required=False,
        error_messages={"invalid_choice": "Choose one from the list."},
    )
    quiet_from = forms.TimeField(
        label="Quiet from",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Enter a time, for example 19:00."},
    )
    quiet_until = forms.TimeField(
        label="Quiet until",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Enter a time, for example 07:00."},
    )

    @staticmethod
    def typed(wishes: dict[str, Any]) -> dict[str, Any]:
        """What the form shows of wishes that are kept."""
        at = wishes["digest_at"]
        return {"digest": f"{at:%H:%M}" if at else "", "quiet_from": wishes["quiet_from"], "quiet_until": wishes["quiet_until"]}

    def clean(self) -> dict[str, Any]:
        super().clean()
        begins, ends = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_until")
        if not self.errors and (begins is None) != (ends is None):
            self.add_error("quiet_until" if ends is None else "quiet_from", "Enter both times, or none.")
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", "Choose another time than the first one.")
        return self.cleaned_data

    @property
    def wishes(self) -> dict[str, Any]:
        """What is kept."""
        cleaned = self.cleaned_data
        at = time.fromisoformat(cleaned["digest"]) if cleaned["digest"] else None
        return {"digest_at": at, "quiet_from": cleaned["quiet_from"], "quiet_until": cleaned["quiet_until"]}


class ContactForm(forms.Form):
    """What a candidate was told outside Fairloop."""

    words = forms.CharField(label="What you told them", max_length=200)
