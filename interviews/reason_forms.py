"""Why something about an interview changes, as forms ask for it."""

from django import forms

from interviews.models.house_rules import Asks


def reason_field(label: str, help_text: str = "") -> forms.CharField:
    """Why, in a few words. A field of its own for each form: a form that inherits one shares its words with every other."""
    return forms.CharField(
        label=label,
        max_length=300,
        help_text=help_text,
        error_messages={"required": "Say why, in a few words.", "max_length": "Say it in under 300 characters."},
    )


class ReasonForm(forms.Form):
    """Why an interview is cancelled or a seat declined."""

    reason = reason_field("Why")


def ask_as(form: forms.Form, wish: str) -> None:
    """Let a form ask for its reason as the house rules wish: it has to be given, may be, or is not asked for."""
    form.fields["reason"].required = wish == Asks.REQUIRED
    if wish == Asks.OFF:
        del form.fields["reason"]


class DeclineForm(ReasonForm):
    """Why one does not come; perhaps because one should not judge this candidate at all."""

    recuses = forms.BooleanField(
        label="I should not judge this candidate",
        required=False,
        help_text="We know each other, or I gain by the outcome. You are not asked again for this candidate.",
    )
