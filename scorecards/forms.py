"""Forms of the room and the scorecard. They clean and explain; verbs do."""

from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from interviews.models.sharing import LONGEST_FOCUS
from interviews.models.showing import LONGEST_CODE
from questionbank import unflaggable
from questionbank.models import Competency, RedFlagKind
from scorecards.models.scorecard import Scorecard, Unscored

MOST_LINES = 1000


class NoteForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput)
    line = forms.CharField(
        label="Note",
        max_length=4000,
        error_messages={"required": "Write a line first", "max_length": "Use at most 4,000 characters for one line"},
    )
    was = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    question = forms.IntegerField(required=False, widget=forms.HiddenInput)
    competency = forms.CharField(required=False, widget=forms.Select)
    was_linked = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: object, card: Scorecard, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("id", uuid4())
        self.card = card

    @property
    def choices(self) -> list[tuple[object, str]]:
        """What a line may be evidence for, in page order."""
        return [("", "No competency"), *((ladder.competency_id, ladder.competency.name) for ladder in self.card.ladders())]

    def clean_line(self) -> str:
        return self.cleaned_data["line"].replace("\r\n", "\n")

    def clean_competency(self) -> Competency | None:
        number = self.cleaned_data["competency"]
        if not number:
            return None
        if competency := self.card.competency(number):
            return competency
        raise forms.ValidationError("Choose a competency of this interview from the list")

    def clean_was_linked(self) -> int | None:
        number = self.cleaned_data["was_linked"]
        return int(number) if number.isascii() and number.isdigit() else None


class EvidenceForm(forms.Form):
    """Several lines and the competency that they are evidence for; none of them means no competency."""

    competency = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, card: Scorecard) -> None:
        super().__init__(data)
        self.card = card

    def clean(self) -> None:
        try:
            lines = [UUID(one) for part in self.data.getlist("lines")[:MOST_LINES] for one in part.split()]
        except ValueError:
            lines = []
        if not lines:
            self.add_error(None, "Choose the lines first")
        self.cleaned_data["lines"] = lines
        number = self.cleaned_data.get("competency", "")
        competency = self.card.competency(number) if number else None
        if number and competency is None:
            self.add_error("competency", "Choose a competency of this interview from the list")
        self.cleaned_data["competency"] = competency


class RatingForm(forms.Form):
    step = forms.TypedChoiceField(
        label="Step",
        choices=[("", "Not observed"), *((str(n), str(n)) for n in range(7))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    not_observed = forms.CharField(label="Why it was not observed", max_length=300, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("step") is None and not self.cleaned_data.get("not_observed") and not self.errors:
            self.add_error("not_observed", "Choose a step, or say why it was not observed")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=LONGEST_CODE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off", "class": "code"}),
        error_messages={
            "required": "Type or paste the code first",
            "max_length": f"Use at most {LONGEST_CODE:,} characters for one block of code",
        },
    )

    def clean_code(self) -> str:
        if not self.cleaned_data["code"].strip():
            raise forms.ValidationError("Type or paste the code first")
        return self.cleaned_data["code"]


class FocusForm(forms.Form):
    minutes = forms.IntegerField(
        label="Minutes",
        initial=5,
        min_value=1,
        max_value=LONGEST_FOCUS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), f"Choose 1 to {LONGEST_FOCUS} minutes"),
    )


class FlagForm(forms.Form):
    """What was seen. Two in which nothing is written are equal when they offer the same kinds, so a page is drawn once for both."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ModelChoiceField(
        RedFlagKind.objects.in_use().exclude(severity="process").in_order(),
        label="Kind",
        empty_label="Choose a kind",
        widget=forms.Select(attrs={"data-kind-choice": ""}),
        error_messages={"required": "Choose the kind of red flag"},
    )
    behaviour = forms.CharField(
        label="What you saw",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write what you saw"},
    )
    words = forms.CharField(label="What was said", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = lambda: [("", "Choose a kind"), *((kind.pk, kind.name) for kind in self.kinds)]

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, FlagForm):
            return self is other
        return not self.is_bound and not other.is_bound and self.kinds == other.kinds

    def __hash__(self) -> int:
        return hash(self.kinds)

    @cached_property
    def kinds(self) -> tuple:
        """What can be raised, each with what it takes and what is not enough; asked for once."""
        shown = self.fields["kind"].queryset.values_list("pk", "name", "evidence_required", "not_sufficient", named=True)
        return tuple(shown)

    @property
    def never(self) -> tuple[str, ...]:
        """What is no red flag, whoever thinks so."""
        return unflaggable.never()


MINE = {Unscored.DID_NOT_ATTEND.value: "I was not there"}


class DeclineForm(forms.Form):
    """Why there is nothing to score."""

    why = forms.ChoiceField(
        label="Why is there nothing to score?",
        choices=[(value, MINE.get(value, label)) for value, label in Unscored.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why there is nothing to score"},
    )
    reason = forms.CharField(
        label="What happened",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the recruiter. Not what you think of the candidate.",
    )


class ReturnForm(forms.Form):
    """What the author of a submitted card is asked to look at again."""

    reason = forms.CharField(
        label="What to look at again",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Name the part and what is missing in it. Say nothing of what others wrote: its author is to judge alone.",
        error_messages={"required": "Say what to look at again", "max_length": "Use at most 1,000 characters"},
    )
