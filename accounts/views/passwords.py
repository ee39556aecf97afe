"""Choosing a password: by the invitation, or after it was forgotten."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.emails import PASSWORD
from accounts.forms import EmailForm, PasswordForm
from accounts.models import Mail, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def choose(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page behind the link of a mail: choose a password and be signed in. The link works once, for three days."""
    user = _whose(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return TemplateResponse(request, "accounts/link_over.html", status=410)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        login(request, user, BACKEND)
        return redirect("today")
    status = 422 if form.errors else 200
    return TemplateResponse(request, "accounts/choose_password.html", {"form": form, "person": user}, status=status)


@login_not_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password. The answer is the same whether or not somebody has that address."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        user = User.objects.active().filter(email=form.cleaned_data["email"].lower()).first()
        if user:
            # Once in five minutes is enough for anybody: the key holds the others back.
            Mail.owe(key=f"password:{user.pk}:{int(now.timestamp()) // 300}", kind=PASSWORD, to=user, now=now)
        return TemplateResponse(request, "accounts/link_sent.html", {"email": form.cleaned_data["email"]})
    return TemplateResponse(request, "accounts/forgotten.html", {"form": form}, status=422 if form.errors else 200)


def _whose(uid: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid).decode())
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.active().filter(pk=pk).first() if 0 < pk < 2**63 else None
