"""Forms of pools: the way into one, and why a seat somebody learnt in is taken again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviews.availability_forms import number


class PathForm(forms.Form):
    """How one gets into a pool: so many seats as shadow, then as reverse shadow, within so many weeks."""

    shadows = number("Seats as shadow", 0, 12)
    reverse_shadows = number("Then as reverse shadow", 0, 12)
    retakes = number("Of them may be taken again", 0, 12)
    weeks = number("Within weeks", 1, 104)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("shadows") == 0 and self.cleaned_data.get("reverse_shadows") == 0:
            raise ValidationError("A way into a pool has at least one seat. Put people in the pool by name instead.")
        return self.cleaned_data


class RetakeForm(forms.Form):
    """Why a seat does not count."""

    reason = forms.CharField(
        label="Why it does not count",
        max_length=300,
        error_messages={"required": "Say why, in a few words.", "max_length": "Say it in under 300 characters."},
    )
