"""Choosing a password: by the invitation, after it was forgotten, or for a new one."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import people
from accounts.emails import PASSWORD
from accounts.forms import EmailForm, OwnPasswordForm, PasswordForm
from accounts.models import Mail, User


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@transaction.atomic
def choose(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page behind the link of a mail: choose a password and be signed in. The link works once, for three days.

    Only the button changes anything: mail programs and their guards open links before people do.
    """
    user = _whose(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return TemplateResponse(request, "accounts/link_over.html", status=410)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        people.change_password(user, form.cleaned_data["password"], keep=None, now=timezone.now())
        return perform_login(request, user)
    status = 422 if form.errors else 200
    response = TemplateResponse(request, "accounts/choose_password.html", {"form": form, "person": user}, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password. The answer is the same whether or not somebody has that address."""
    form = EmailForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "accounts/forgotten.html", {"form": form}, status=422 if form.errors else 200)
    if refusal := ratelimit.consume_or_429(request, action="reset_password"):
        return refusal
    now = timezone.now()
    user = User.objects.active().filter(email=form.cleaned_data["email"].lower()).first()
    if user:
        # Once in five minutes is enough for anybody: the key holds the others back.
        Mail.owe(key=f"password:{user.pk}:{int(now.timestamp()) // 300}", kind=PASSWORD, to=user, now=now)
    return TemplateResponse(request, "accounts/link_sent.html", {"email": form.cleaned_data["email"]})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password for oneself. Everywhere else one is signed out, and a mail says that it was changed."""
    form = OwnPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if refusal := ratelimit.consume_or_429(request, action="change_password", user=request.user):
            return refusal
        if form.is_valid():
            with transaction.atomic():
                people.change_password(
                    request.user, form.cleaned_data["password"], keep=request.session.session_key, now=timezone.now()
                )
            update_session_auth_hash(request, request.user)
            messages.success(request, "Your password is changed. Everywhere else you are signed out.")
            return redirect("me")
    return TemplateResponse(request, "accounts/own_password.html", {"form": form}, status=422 if form.errors else 200)


def _whose(uid: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid).decode())
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.active().filter(pk=pk).first() if 0 < pk < 2**63 else None
