"""The form of the house rules."""

from django import forms

from interviews.availability_forms import number
from interviews.models import Asks


def _asks(label: str) -> forms.ChoiceField:
    """Whether a reason is asked for."""
    return forms.ChoiceField(
        label=label,
        choices=Asks.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one from the list."),
    )


class HouseRulesForm(forms.Form):
    """What the company chooses for all candidates alike."""

    tells_new_people = forms.BooleanField(
        label="Tell candidates when somebody else will meet them",
        required=False,
        help_text="By a new invitation. Otherwise the loop shows what they were told, and one click tells them.",
    )
    staff_reasons = _asks("When we move or cancel an interview")
    candidate_reasons = _asks("When candidates move or cancel one")
    days_without_word = number("Days without a word from us before we say that a candidate waits", 2, 30)
