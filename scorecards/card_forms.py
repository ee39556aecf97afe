"""The written part of a scorecard: the whole of it, and one piece as it is written. They clean and explain; verbs do."""

from django import forms

from questionbank.models import Level
from scorecards.models.judging import PICKS, TEXTS
from scorecards.models.scorecard import Confidence, Scorecard, Verdict

COULD_NOT = "none"


class CardForm(forms.Form):
    """The part of a scorecard that is written, in page order; the verdict comes last."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    summary = forms.CharField(
        label="Summary",
        required=False,
        strip=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What the evidence says, for somebody who was not there. Two or three sentences are enough.",
    )
    look_again = forms.MultipleChoiceField(
        label="Look at again",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="If there is one more interview, it begins with these.",
    )
    hand_off = forms.CharField(
        label="Facts for whoever interviews next",
        required=False,
        strip=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Read with your scorecard: by those who submitted theirs, and by the committee.",
    )
    level = forms.ChoiceField(label="At which level would you hire?", required=False, widget=forms.RadioSelect)
    confidence = forms.TypedChoiceField(
        label="How sure are you?",
        required=False,
        choices=Confidence.choices,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    verdict = forms.ChoiceField(
        label="Verdict",
        required=False,
        choices=[*((str(value), label) for value, label in Verdict.choices), (COULD_NOT, "Could not assess")],
        widget=forms.RadioSelect,
    )
    not_assessed = forms.CharField(label="Why you could not assess", required=False, max_length=300)
    scratch = forms.CharField(
        label="Private scratch",
        required=False,
        strip=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nobody else ever reads this. It is erased two weeks after the decision.",
    )

    def __init__(self, *args: object, card: Scorecard, **kwargs: object) -> None:
        level = "below" if card.below_ladder else card.hire_level_id and str(card.hire_level_id)
        initial = {
            "version": card.version,
            "summary": card.summary,
            "look_again": card.look_again,
            "hand_off": card.hand_off,
            "scratch": card.scratch,
            "level": level,
            "confidence": card.confidence,
            "verdict": COULD_NOT if card.not_assessed else card.verdict,
            "not_assessed": card.not_assessed,
        }
        super().__init__(*args, initial=initial, **kwargs)
        levels = [(str(level.pk), level.name) for level in Level.objects.order_by("rank")]
        self.fields["level"].choices = [*levels, ("below", "Below every level")]
        chosen = [(ladder.competency.key, ladder.name) for ladder in card.ladders()]
        self.fields["look_again"].choices = chosen + [(key, key) for key in card.look_again if key not in dict(chosen)]

    def clean(self) -> None:
        for name in TEXTS:
            self.cleaned_data[name] = self.cleaned_data.get(name, "").replace("\r\n", "\n")
        if self.cleaned_data.get("verdict") == COULD_NOT and not self.cleaned_data.get("not_assessed"):
            self.add_error("not_assessed", "Say why you could not assess")


class PieceForm(forms.Form):
    """One piece of the written part: its name, what it says, and what it said when its author began to change it."""

    name = forms.ChoiceField(choices=[(name, name) for name in (*TEXTS, *PICKS)])
    value = forms.CharField(required=False, strip=False, max_length=8000)
    was = forms.CharField(required=False, strip=False, max_length=8000)

    def __init__(self, *args: object, card: Scorecard, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.card = card

    def clean(self) -> None:
        name, value = self.cleaned_data.get("name"), self.cleaned_data.get("value", "").replace("\r\n", "\n")
        self.cleaned_data["value"], self.cleaned_data["was"] = value, self.cleaned_data.get("was", "").replace("\r\n", "\n")
        if name is None or (name == "verdict" and value == COULD_NOT):
            self.add_error("value", "Say why you could not assess") if name else None
            return
        field = CardForm(card=self.card).fields[name]
        try:
            field.clean(value.split() if name == "look_again" else value)
        except forms.ValidationError as error:
            self.add_error("value", error)
