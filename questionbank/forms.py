"""Forms of the question bank and the rubric.

What a question or a part of the rubric says is not a form: questionbank/writing.py and questionbank/rubric keep it as it is typed.
"""

from django import forms

from questionbank.models import Level
from questionbank.models.competency import STEPS, WINDOW
from questionbank.models.question import Category

SAY_WHY = "Say why, in a line that others can follow in a year"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or several; cleaned, a list of them."""

    widget = SeveralFiles

    def clean(self, data: object, initial: object = None) -> list:
        """Each file, none of them empty."""
        files = data if isinstance(data, list | tuple) and data else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


class QuestionFilesForm(forms.Form):
    file = SeveralFilesField(
        label="File",
        help_text=(
            "A zip that was exported here, or its .toml files; a table as CSV; a Markdown collection. "
            "A zip may have 20 MB, a table 10 MB, a collection 5 MB."
        ),
        error_messages={"required": "Choose a file", "empty": "This file is empty. Choose another one"},
    )


class BeginForm(forms.Form):
    title = forms.CharField(
        max_length=160, help_text="As your colleagues will look for it", error_messages={"required": "Type a title"}
    )
    category = forms.ChoiceField(choices=Category.choices, error_messages={"required": "Choose a category"})


class WhyForm(forms.Form):
    """Why a question changes its state or its words: a line that stays with it."""

    why = forms.CharField(label="Why", max_length=300, error_messages={"required": SAY_WHY})


class LeakForm(forms.Form):
    where = forms.CharField(
        label="Where you saw it, or why you think it is known",
        help_text="An address helps most. Nobody is asked this question until somebody has looked at it.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say where you saw it"},
    )


class LeakDecisionForm(forms.Form):
    has_leaked = forms.TypedChoiceField(
        label="What it is",
        choices=[("yes", "It has leaked: retire the question"), ("no", "It has not: let it be asked again")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    reason = forms.CharField(label="Why", max_length=300, error_messages={"required": "Say why"})


class NameForm(forms.Form):
    """How a new part of the rubric begins."""

    name = forms.CharField(
        max_length=80, help_text="Short, as it will stand above a rating", error_messages={"required": "Type a name"}
    )


class LevelForm(forms.Form):
    """A level, without its window, which is chosen once."""

    name = forms.CharField(max_length=60, error_messages={"required": "Type a name"})
    expects = forms.CharField(
        label="What it expects",
        max_length=300,
        required=False,
        help_text="In a sentence or two, for interviewers and for candidates",
        widget=forms.Textarea({"rows": 2}),
    )
    after = forms.ModelChoiceField(
        Level.objects.none(), label="Comes after", to_field_name="key", required=False, empty_label="Nothing: it is the lowest"
    )
    why = forms.CharField(label="Why", max_length=300, error_messages={"required": SAY_WHY})

    def __init__(self, *args: object, level: Level | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = Level.objects.exclude(pk=level and level.pk).order_by("rank")


class NewLevelForm(LevelForm):
    """A new level with its window of four steps."""

    window_start = forms.TypedChoiceField(
        label="Steps that it tells apart",
        choices=[
            (start, f"{start} to {start + WINDOW - 1}: step {start + 2} is its 3, Yes") for start in range(STEPS - WINDOW + 1)
        ],
        coerce=int,
        widget=forms.RadioSelect,
        help_text="This never changes, since every rating at the level reads by it",
        error_messages={"required": "Choose four steps"},
    )
    field_order = ("name", "expects", "after", "window_start", "why")
