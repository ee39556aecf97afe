"""Forms of the plan in the live room: a re-plan as it was offered, and what is said about an arrival."""

import re

from django import forms

from interviews.arriving import LATEST
from interviews.models.arrival import Report
from interviews.replanning import DROP, MOVE, SHORTEN, Plan

PAIR = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)
NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class PlanForm(forms.Form):
    """A plan as one line each: `drop` questions, `move` question:stage, `minutes` section:minutes, with blanks between."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in (SHORTEN, DROP, MOVE)])
    drop = forms.CharField(required=False, max_length=200)
    move = forms.CharField(required=False, max_length=200)
    minutes = forms.CharField(required=False, max_length=500)

    def clean(self) -> None:
        drops = [NUMBER.fullmatch(one) for one in self.cleaned_data.get("drop", "").split()]
        moves = [PAIR.fullmatch(one) for one in self.cleaned_data.get("move", "").split()]
        minutes = [PAIR.fullmatch(one) for one in self.cleaned_data.get("minutes", "").split()]
        if not all([*drops, *moves, *minutes]) or not (drops or moves or minutes):
            raise forms.ValidationError("Choose one of the plans that are offered")
        self.cleaned_data["plan"] = Plan(
            self.cleaned_data.get("kind", ""),
            drops=tuple(int(one[0]) for one in drops if one),
            moves=tuple((int(one[1]), int(one[2])) for one in moves if one),
            minutes={int(one[1]): int(one[2]) for one in minutes if one},
        )


class LateForm(forms.Form):
    kind = forms.ChoiceField(choices=Report, error_messages={"required": "Say what is so", "invalid_choice": "Say what is so"})
    minutes = forms.IntegerField(
        label="Late by how many minutes",
        required=False,
        min_value=1,
        max_value=LATEST,
        error_messages={
            "invalid": "Late by how many minutes: write a number",
            "min_value": f"Late by how many minutes: from 1 to {LATEST}",
            "max_value": f"Late by how many minutes: from 1 to {LATEST}",
        },
    )

    def clean(self) -> None:
        if self.cleaned_data.get("kind") != Report.LATE:
            self.cleaned_data["minutes"] = None
        elif self.cleaned_data.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", "Late by how many minutes: write a number")
