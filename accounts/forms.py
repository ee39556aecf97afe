"""Forms of the ground floor. They clean and explain; what is done with the values is a verb's business."""

from datetime import time

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts import hours
from accounts.models import User
from accounts.people import ROLES
from accounts.zones import zone_choices, zone_choices_or_none

NEW_PASSWORD = "At least 8 characters. Three or four unrelated words are good."  # noqa: S105 -- a hint, not a password
EMAIL = {"required": "Type an email", "invalid": "Type an email like name@example.com"}
NAME = {"required": "Type a name", "max_length": "Use at most 120 characters for the name"}


def new_password(label: str) -> forms.CharField:
    """A password typed once, which the person can have shown (static/js/show-password.js)."""
    return forms.CharField(
        label=label,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-show": ""}),
        help_text=NEW_PASSWORD,
        error_messages={"required": "Type a password", "max_length": "Use at most 200 characters for the password"},
        strip=False,
        max_length=200,
    )


class PasswordForm(forms.Form):
    """A new password, typed once and shown on request."""

    password = new_password("New password")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class OwnPasswordForm(PasswordForm):
    """As `PasswordForm`, by somebody who is signed in and shows that they are who they were."""

    current = forms.CharField(
        label="Present password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Type your present password"},
        strip=False,
        max_length=200,
    )
    field_order = ["current", "password"]

    def clean_current(self) -> str:
        if not self.user.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError("This is not your present password")
        return self.cleaned_data["current"]


class EmailForm(forms.Form):
    """Whose password was forgotten."""

    email = forms.EmailField(
        label="Email",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=254,
        error_messages=EMAIL | {"required": "Type your email"},
    )


class FoundingForm(forms.Form):
    company = forms.CharField(
        label="Company",
        max_length=120,
        help_text="As candidates know it; it stands in their mails.",
        error_messages={"required": "Type the name of your company", "max_length": "Use at most 120 characters for the company"},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label="Your name",
        max_length=120,
        error_messages=NAME | {"required": "Type your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your email",
        max_length=254,
        help_text="You sign in with it.",
        error_messages=EMAIL | {"required": "Type your email"},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = new_password("Password")
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices_or_none,
        error_messages={"required": "Choose your time zone", "invalid_choice": "Choose a time zone from the list"},
        widget=forms.Select(attrs={"data-zone": ""}),
    )

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if "password" in values:
            try:
                validate_password(values["password"], User(name=values.get("name", ""), email=values.get("email", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


class RolesForm(forms.Form):
    """What somebody may do besides interviewing."""

    is_administrator = forms.BooleanField(
        label="Administrator", required=False, help_text="Invites people, gives roles, reads the audit trail."
    )
    is_recruiter = forms.BooleanField(
        label="Recruiter", required=False, help_text="Adds candidates, opens loops and books interviews."
    )
    is_committee = forms.BooleanField(label="Committee", required=False, help_text="Takes part in debriefs and decides.")

    @property
    def roles(self) -> dict[str, bool]:
        """Each role and whether it is given."""
        return {role: self.cleaned_data[role] for role in ROLES}


class InvitationForm(RolesForm):
    name = forms.CharField(label="Name", max_length=120, error_messages=NAME)
    email = forms.EmailField(label="Email", max_length=254, help_text="They sign in with it.", error_messages=EMAIL)
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        help_text="A first guess; they can change it.",
        error_messages={"required": "Choose a time zone", "invalid_choice": "Choose a time zone from the list"},
    )
    field_order = ["name", "email", "zone", *ROLES]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Somebody with this email is here already")
        return email


class ProfileForm(forms.ModelForm):
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        help_text="Every time you see, here and in mails, is in this zone.",
        error_messages={"required": "Choose your time zone", "invalid_choice": "Choose a time zone from the list"},
    )

    class Meta:
        model = User
        fields = ["name", "zone"]
        error_messages = {"name": NAME | {"required": "Type your name"}}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class HoursForm(forms.Form):
    """When a person takes interviews, a line a day."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(hours.DAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=day,
                required=False,
                max_length=200,
                error_messages={"max_length": f"Use at most 200 characters for {day}"},
            )

    def clean(self) -> dict[str, object]:
        values = super().clean()
        for name in self.fields:
            try:
                values[name] = hours.read(values.get(name, ""))
            except hours.NotHours as fault:
                self.add_error(name, f"{self.fields[name].label}: {fault}")
        if not self.errors and not any(values.values()):
            raise forms.ValidationError("Give hours on at least one day. Who takes no interviews at all tells a recruiter.")
        return values

    @property
    def stretches(self) -> list[tuple[int, time, time]]:
        """Weekday, start and end of each stretch."""
        days = enumerate(self.cleaned_data[f"day_{number}"] for number in range(7))
        return [(number, start, end) for number, day in days for start, end in day]


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
