"""In and out: allauth does the work, the answers are ours."""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Company


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by email and password. Where there is no company yet, begin it."""
    if Company.may_be_founded():
        return redirect("founding")
    return explained(allauth_views.login(request))


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out. The browser is asked to forget what it kept of our pages."""
    response = allauth_views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """Handler of 429: so many tries from one place that it has to wait."""
    response = TemplateResponse(request, "429.html", status=429).render()
    response["Retry-After"] = "60"
    return response


def explained(response: HttpResponse) -> HttpResponse:
    """The answer of allauth, with the status that says what it is: 422 for a form with errors, 429 for too many tries."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if response.status_code == 200 and form is not None and form.errors:
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        response.status_code = 429 if codes & {"too_many_login_attempts", "rate_limited"} else 422
    return response
