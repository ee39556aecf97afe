"""Forms of signing in: allauth's, with our words."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "Email", "Type your email", {"autocomplete": "username"})
        self.fields["login"].error_messages["invalid"] = "Type an email like name@example.com"
        self.fields["login"].max_length = 254
        _word(self.fields["password"], "Password", "Type your password", {"autocomplete": "current-password"})


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], "Password", "Type your password", {"autocomplete": "current-password"})


class CodeForm(AuthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code", "Type the code", CODE)


class CodeAgainForm(CodeReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code", "Type the code", CODE)


class FirstCodeForm(ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], "Code from the app", "Type the code your app shows", CODE)


def _word(field: forms.Field, label: str, required: str, attrs: dict[str, str]) -> None:
    field.label, field.help_text = label, ""
    field.error_messages["required"] = required
    field.widget.attrs = dict(attrs)
