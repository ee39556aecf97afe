"""Forms of kits. What a kit says is not a form: interviews/kits/writing.py keeps it as it is typed."""

from django import forms

from interviews.models import Kit
from questionbank.models import StageKind


class KitForm(forms.Form):
    name = forms.CharField(
        max_length=120, help_text="As recruiters will know it in a plan", error_messages={"required": "Type a name"}
    )
    kind = forms.ModelChoiceField(
        StageKind.objects.none(),
        label="Kind of interview",
        empty_label="Choose",
        error_messages={"required": "Choose a kind of interview"},
    )
    like = forms.ModelChoiceField(
        Kit.objects.none(),
        label="Begin with",
        to_field_name="key",
        required=False,
        empty_label="An empty hour",
        help_text="A copy of another kit: both go their own way from then on",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = StageKind.objects.in_use().in_order()  # type: ignore[attr-defined]
        self.fields["like"].queryset = Kit.objects.in_use().in_order()  # type: ignore[attr-defined]
