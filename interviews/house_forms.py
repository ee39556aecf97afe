"""The form of the house rules."""

from django import forms

from interviews.availability_forms import number


class HouseRulesForm(forms.Form):
    """What the company chooses for all candidates alike."""

    tells_new_people = forms.BooleanField(
        label="Tell candidates when somebody else will meet them",
        required=False,
        help_text="By a new invitation. Otherwise the loop shows what they were told, and one click tells them.",
    )
    days_without_word = number("Days without a word from us before we say that a candidate waits", 2, 30)
