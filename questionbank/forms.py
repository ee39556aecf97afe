"""Forms of the question bank. What a question says is not a form: questionbank/writing.py keeps it as it is typed."""

from django import forms

from questionbank.models.question import Category


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

    why = forms.CharField(
        label="Why", max_length=300, error_messages={"required": "Say why, in a line that others can follow in a year"}
    )


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
