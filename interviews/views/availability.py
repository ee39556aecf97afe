"""My own time besides working hours: days away, and how many interviews I take."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interviews import loads
from interviews.availability_forms import AwayForm, LimitsForm
from interviews.models import Away, LoadLimit, Seat

MOST_AWAY = 100


@require_http_methods(["GET", "POST"])
def my_time(request: HttpRequest) -> HttpResponse:
    """My days away and my limits; POST sets the limits."""
    form = LimitsForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        LoadLimit.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        messages.success(request, "Your limits are saved. Every way of booking keeps to them.")
        return redirect("my_time")
    return _page(request, limits=form)


@require_POST
def my_away(request: HttpRequest) -> HttpResponse:
    """Be away on some days; says which interviews of these days need somebody else."""
    now = timezone.now()
    form = AwayForm(request.POST, today=request.user.local(now).date())
    if not form.is_valid():
        return _page(request, away=form)
    days = {"person": request.user, **form.cleaned_data}
    away = Away.objects.filter(**days).first() or Away.objects.create(**days)
    seats = list(Seat.objects.on_days_of(away).filter(interview__starts_at__gt=now).with_loops().in_order()[:20])
    messages.success(request, "Saved. Nobody is offered those days of yours.")
    for seat in seats:
        messages.warning(
            request, f"You have a seat in {seat.interview.stage.name} then. Decline it, so that somebody else is found."
        )
    return redirect("my_time")


@require_POST
def my_away_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Be there after all."""
    get_object_or_404(Away.objects.by(request.user), pk=pk).delete()
    messages.success(request, "Those days are free for interviews again.")
    return redirect("my_time")


def _page(request: HttpRequest, *, limits: LimitsForm | None = None, away: AwayForm | None = None) -> HttpResponse:
    today = request.user.local(timezone.now()).date()
    mine = LoadLimit.objects.filter(person=request.user).first() or LoadLimit(person=request.user)
    wrong = next((form for form in (limits, away) if form is not None and form.errors), None)
    context = {
        "limits": limits or LimitsForm(initial=model_to_dict(mine)),
        "away_form": away or AwayForm(today=today),
        "away": Away.objects.by(request.user).from_day(today).in_order()[:MOST_AWAY],
        "load": loads.read([request.user], now=timezone.now())[0],
        "form": wrong,
    }
    return TemplateResponse(request, "accounts/time.html", context, status=422 if wrong else 200)
