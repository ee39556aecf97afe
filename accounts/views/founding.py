"""Founding the company: open once, until somebody has done it."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import FoundingForm
from accounts.founding import found
from accounts.models import Company

NEXT = "{} is ready. Invite the people who interview, then add your first candidate."


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def founding(request: HttpRequest) -> HttpResponse:
    """Begin the company, be its first administrator, be signed in. 404 for good once there is a company."""
    if not Company.may_be_founded():
        raise Http404
    form = FoundingForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "accounts/founding.html", {"form": form}, status=422 if form.errors else 200)
    try:
        person = found(**form.cleaned_data, now=timezone.now())
    except IntegrityError:
        messages.warning(request, "This company was begun a moment ago. Sign in, or ask its administrator to invite you.")
        return redirect("account_login")
    messages.success(request, NEXT.format(form.cleaned_data["company"]))
    return perform_login(request, person)
