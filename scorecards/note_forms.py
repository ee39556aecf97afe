"""The form that takes a note from elsewhere: pasted, or as a file."""

from typing import Any
from uuid import uuid4

from django import forms

from questionbank.models import CompetencyVersion
from scorecards.elsewhere import Note, read

LARGEST = 1_000_000  # bytes
NOT_TEXT = "This is not a file of text. Save it as plain text (.txt, .md, .vtt or .srt), or paste what it says"


class ElsewhereForm(forms.Form):
    """Text or a file of text; `note` is what it says once the form is valid."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="The note",
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        strip=False,
        error_messages={"max_length": "This is more text than fits here. Take over a part of it"},
    )
    file = forms.FileField(
        label="Or its file",
        help_text="Plain text, Markdown, or the subtitles of a recording: .txt, .md, .vtt, .srt, at most 1 MB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.vtt,.srt,text/plain,text/markdown,text/vtt"}),
    )

    note: Note

    def __init__(self, data: Any = None, files: Any = None, *, ladders: list[CompetencyVersion]) -> None:
        super().__init__(data, files, initial={"entry": uuid4()})
        self.competencies = {ladder.name: ladder.competency_id for ladder in ladders}

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST:
            raise forms.ValidationError("This file is larger than 1 MB. Take over a part of it")
        content = file.read()
        try:
            if content.startswith((b"\xff\xfe", b"\xfe\xff")):
                return str(content.decode("utf-16"))
            text = str(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(NOT_TEXT) from error
        if "\x00" in text:
            raise forms.ValidationError(NOT_TEXT)
        return text

    def clean(self) -> None:
        if "file" in self.errors or "text" in self.errors:
            return
        self.note = read("\n".join([self.cleaned_data["text"], self.cleaned_data["file"]]), self.competencies)
        for fault in self.note.faults():
            self.add_error("text", fault)
