"""Forms of pools: the way into one, and why a seat somebody learnt in is taken again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviews.availability_forms import number
from interviews.booking_forms import PersonField, name_of
from interviews.models import TrainingPath


class PathForm(forms.Form):
    """How one gets into a pool: so many seats as shadow, then as reverse shadow, within so many weeks."""

    shadows = number("Seats as shadow", 0, 12)
    reverse_shadows = number("Then as reverse shadow", 0, 12)
    retakes = number("Of them may be taken again", 0, 12)
    weeks = number("Within weeks", 1, 104)
    needs_approval = forms.BooleanField(
        label="Somebody approves at the end",
        required=False,
        help_text="Otherwise the last seat that counts puts them in the pool.",
    )

    def __init__(self, *args: Any, people_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"] = PersonField(
            label="Who approves",
            people_url=people_url,
            required=False,
            help_text="They are told by mail and on Today. Recruiters may approve too.",
        )

    @classmethod
    def of(cls, path: TrainingPath, *, people_url: str) -> "PathForm":
        """The form with the path as it is."""
        goes = {name: getattr(path, name) for name in cls.base_fields}
        return cls(initial=goes | {"approver": name_of(path.named) if path.named else ""}, people_url=people_url)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("shadows") == 0 and self.cleaned_data.get("reverse_shadows") == 0:
            raise ValidationError("A way into a pool has at least one seat. Put people in the pool by name instead.")
        if self.cleaned_data.get("approver") and not self.cleaned_data.get("needs_approval"):
            self.add_error("approver", "Nobody approves here. Leave this empty, or let somebody approve.")
        return self.cleaned_data


class RetakeForm(forms.Form):
    """Why a seat does not count."""

    reason = forms.CharField(
        label="Why it does not count",
        max_length=300,
        error_messages={"required": "Say why, in a few words.", "max_length": "Say it in under 300 characters."},
    )
