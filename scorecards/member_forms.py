"""Forms that change who votes in a debrief that is open. They clean and explain; verbs do."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User


class VoterField(forms.ModelChoiceField):
    """Somebody who may vote; of who interviewed it says so."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, interviewed" if obj.interviewed else obj.name  # type: ignore[attr-defined]


class VotersField(VoterField, forms.ModelMultipleChoiceField):
    """All who may vote."""


class AddMemberForm(forms.Form):
    """One more person who votes."""

    person = VoterField(
        User.objects.none(),
        label="Who else votes",
        empty_label="Choose somebody",
        help_text="Committee members who did not interview, and interviewers who submitted. They are told by mail.",
        error_messages={"required": "Choose who else votes", "invalid_choice": "Choose somebody from the list"},
    )
    exception = forms.CharField(
        label="Why they vote though they interviewed",
        max_length=300,
        required=False,
        help_text="Only of somebody who did. It stands in the packet.",
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> None:
        person = self.cleaned_data.get("person")
        if person and person.interviewed and not self.cleaned_data.get("exception"):
            self.add_error("exception", f"{person.name} interviewed. Say why they vote too")


class TakeOffForm(forms.Form):
    """Somebody who votes no more, and why."""

    person: forms.ModelChoiceField = forms.ModelChoiceField(
        User.objects.none(),
        label="Who votes no more",
        empty_label="Choose somebody",
        help_text="Whose vote was shown stays.",
        error_messages={"required": "Choose who votes no more", "invalid_choice": "Choose somebody from the list"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays with the debrief and goes into the seal of the decision. A vote that nobody has seen goes with them.",
        error_messages={"required": "Say why they vote no more"},
    )

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
