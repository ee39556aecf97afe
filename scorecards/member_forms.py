"""Forms that change who votes in a debrief that is open. They clean and explain; verbs do."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User


class AddMemberForm(forms.Form):
    """One more person who votes."""

    person: forms.ModelChoiceField = forms.ModelChoiceField(
        User.objects.none(),
        label="Who else votes",
        empty_label="Choose somebody",
        help_text="Committee members who did not interview, and interviewers who submitted. They are told by mail.",
        error_messages={"required": "Choose who else votes", "invalid_choice": "Choose somebody from the list"},
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class TakeOffForm(AddMemberForm):
    """Somebody who votes no more, and why."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays with the debrief and goes into the seal of the decision. A vote that nobody has seen goes with them.",
        error_messages={"required": "Say why they vote no more"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        person.label, person.help_text = "Who votes no more", "Whose vote was shown stays."
        person.error_messages["required"] = "Choose who votes no more"
