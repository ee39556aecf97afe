"""My own page: name and time zone, working hours, where I am signed in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import hours
from accounts.forms import HoursForm, ProfileForm
from accounts.models import Session, User

MOST_SESSIONS = 20


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My name and time zone, and the way to everything else that is mine."""
    mine = User.objects.with_hours().get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=mine.pk))
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=["name", "zone"])
        messages.success(request, f"Saved. Times are shown in {form.instance.zone}.")
        return redirect("me")
    sessions = Session.objects.of(mine).open(timezone.now()).latest_first()
    context = {
        "form": form,
        "person": mine,
        "days": mine.week,
        "sessions": sessions[:MOST_SESSIONS],
        "this_session": request.session.session_key,
    }
    return TemplateResponse(request, "accounts/me.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_hours(request: HttpRequest) -> HttpResponse:
    """When I take interviews, day by day, by my own clock."""
    mine = get_object_or_404(User.objects.with_hours(), pk=request.user.pk)
    form = HoursForm(request.POST or None, initial={f"day_{day}": hours.write(mine.hours_on(day)) for day in range(7)})
    if request.method == "POST" and form.is_valid():
        mine.work(form.stretches)
        messages.success(request, "Your working hours are saved. Recruiters see them when they book.")
        return redirect("me")
    return TemplateResponse(request, "accounts/hours.html", {"form": form, "person": mine}, status=422 if form.errors else 200)


@never_cache
@require_POST
def session_end(request: HttpRequest, uid: object) -> HttpResponse:
    """Sign out one other browser of mine."""
    others = Session.objects.of(request.user).except_for(request.session.session_key)
    get_object_or_404(others, uid=uid).delete()
    messages.success(request, "That browser is signed out.")
    return redirect("me")


@never_cache
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out every browser of mine but this one."""
    Session.objects.of(request.user).except_for(request.session.session_key).delete()
    messages.success(request, "Every other browser is signed out.")
    return redirect("me")
