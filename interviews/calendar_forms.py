"""Forms of one's own calendar. They clean and explain; what is done with the values is a verb's business."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from interviews import busy, fetching, replies

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


class BusyAddressForm(forms.Form):
    """Where a calendar of one's own can be read."""

    address = forms.CharField(
        label="Address of your calendar",
        max_length=2000,
        widget=forms.TextInput(
            {"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "placeholder": "https://…/basic.ics"}
        ),
        error_messages={
            "required": "Paste the address of your calendar.",
            "max_length": "This address is too long. Copy it again from your calendar.",
        },
    )

    def clean_address(self) -> str:
        try:
            return fetching.understood(self.cleaned_data["address"])
        except fetching.Unreachable as finding:
            raise ValidationError(str(finding)) from None


class BusyFileForm(forms.Form):
    """A calendar of one's own as a file."""

    file = forms.FileField(
        label="Calendar file",
        max_length=100,
        widget=forms.FileInput(CALENDAR_FILES),
        help_text="An .ics file of at most 3 MB, as your calendar exports it.",
        error_messages={
            "required": "Choose an .ics file.",
            "empty": "This file is empty. Choose another one.",
            "max_length": "The name of this file is too long. Shorten it and choose the file again.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > busy.LARGEST:
            raise ValidationError(busy.TOO_LARGE)
        return file
