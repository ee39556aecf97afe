"""Forms of what comes with a packet. They clean and explain; verbs do."""

from django import forms

from scorecards.models.packet import Veil


class VeiledForm(forms.Form):
    words = forms.CharField(
        label="Words to hide",
        max_length=120,
        help_text="As they stand in scorecards: a school, a firm, a nickname.",
        error_messages={"required": "Write the words to hide", "max_length": "Use at most 120 characters"},
    )
    stands_for = forms.ChoiceField(
        label="What they are",
        choices=Veil,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are", "invalid_choice": "Choose what they are from the list"},
    )

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].split())
        if len(words) < 2:
            raise forms.ValidationError("Write at least two characters")
        return words
