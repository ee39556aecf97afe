"""The form that voids a question. It cleans and explains; the verb does."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from interviews import clock


class VoidForm(forms.Form):
    first_on = forms.DateField(
        label="From this day on",
        required=False,
        help_text="Empty means from the first time it was asked.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write the first day as a date"},
    )
    last_on = forms.DateField(
        label="Up to this day",
        required=False,
        help_text="That day counts in. Empty means until it is asked no more.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write the last day as a date"},
    )
    reason = forms.CharField(
        label="Why it does not count",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why it does not count", "max_length": "Use at most 500 characters"},
    )

    def __init__(self, data: QueryDict | None, *, zone: ZoneInfo, is_look: bool = False) -> None:
        super().__init__(data)
        self.zone = zone
        self.fields["reason"].required = not is_look

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        for name, day in (("first_on", first), ("last_on", last)):
            if day and not 2000 <= day.year <= 2100:
                self.add_error(name, "Write a year between 2000 and 2100")
        if first and last and last < first:
            self.add_error("last_on", "The last day is before the first day")

    @property
    def times(self) -> dict[str, datetime | None]:
        """From when and until when, in days of the reader's own zone."""
        first, last = self.cleaned_data["first_on"], self.cleaned_data["last_on"]
        return {
            "since": clock.day_span(first, self.zone)[0] if first else None,
            "until": clock.day_span(last, self.zone)[1] if last else None,
        }
