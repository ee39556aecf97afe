"""Forms of one's own calendar. They clean and explain; what is done with the values is a verb's business."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviews import replies

CALENDAR_FILES = {"accept": ".ics,text/calendar"}


class ReplyForm(forms.Form):
    """The answer that a calendar program gave, as a file."""

    file = forms.FileField(
        label="Reply",
        max_length=255,
        widget=forms.FileInput(CALENDAR_FILES),
        help_text="The .ics file from the mail with the answer.",
        error_messages={
            "required": "Choose the .ics file with the answer.",
            "empty": "This file is empty. Choose another one.",
            "max_length": "The name of this file is too long. Shorten it and choose the file again.",
        },
    )

    def clean_file(self) -> Any:
        try:
            return replies.read(self.cleaned_data["file"].read(replies.LARGEST + 1))
        except replies.NotAReply as finding:
            raise ValidationError(str(finding)) from None
