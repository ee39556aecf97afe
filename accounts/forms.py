"""Forms of the ground floor. They clean and explain; what is done with the values is a verb's business."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User


class PasswordForm(forms.Form):
    """A new password, typed once and shown on request."""

    password = forms.CharField(
        label="New password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 8 characters. Three or four unrelated words are good.",
        error_messages={"required": "Type a new password"},
        strip=False,
        max_length=200,
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class EmailForm(forms.Form):
    """Whose password was forgotten."""

    email = forms.EmailField(
        label="Email",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Type your email", "invalid": "Type an email like name@example.com"},
    )


class ImportForm(forms.Form):
    """A table of people or candidates."""

    file = forms.FileField(
        label="Table",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text="A CSV file, as your spreadsheet saves it; its first line names the columns.",
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty. Choose another one.",
            "max_length": "The name of this file is too long. Shorten it and choose the file again.",
        },
    )
