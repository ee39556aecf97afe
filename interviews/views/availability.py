"""My own time besides working hours: days away, public holidays, and how many interviews I take."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interviews import cover, loads, public_holidays
from interviews.availability_forms import AwayForm, HolidaysForm, LimitsForm
from interviews.models import Away, HolidayPlace, LoadLimit

MOST_AWAY = 100
MOST_SAID = 10


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
    """Be away on some days; says which interviews of these days need somebody else, and which scorecards are owed then."""
    now = timezone.now()
    form = AwayForm(request.POST, today=request.user.local(now).date())
    if not form.is_valid():
        return _page(request, away=form)
    days = {"person": request.user, **form.cleaned_data}
    away = Away.objects.filter(**days).first() or Away.objects.create(**days)
    (left,) = cover.left_behind(request.user, [away], now=now)
    messages.success(request, "Saved. Nobody is offered those days of yours.")
    for seat in left.seats[:MOST_SAID]:
        messages.warning(
            request, f"You have a seat in {seat.interview.stage.name} then. Decline it, so that somebody else is found."
        )
    for seat in left.cards[:MOST_SAID]:
        messages.warning(request, f"Your scorecard of {seat.interview.stage.name} is owed then. Write it before you leave.")
    return redirect("my_time")


@require_POST
def my_away_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Be there after all."""
    get_object_or_404(Away.objects.by(request.user), pk=pk).delete()
    messages.success(request, "Those days are free for interviews again.")
    return redirect("my_time")


@require_POST
def my_holidays(request: HttpRequest) -> HttpResponse:
    """Whose public holidays are mine: those of a country, or of one of its regions; or none."""
    form = HolidaysForm(request.POST)
    if not form.is_valid():
        return _page(request, holidays=form)
    country, region = form.cleaned_data["country"], form.cleaned_data["region"]
    if country:
        HolidayPlace.objects.update_or_create(person=request.user, defaults={"country": country, "region": region})
        asks = " Some regions have more: choose yours below." if public_holidays.regions(country) and not region else ""
        messages.success(request, f"Saved. Nobody is offered those days of yours, and no scorecard is asked for then.{asks}")
    else:
        HolidayPlace.objects.filter(person=request.user).delete()
        messages.success(request, "Saved. Public holidays are days like any other for you.")
    return redirect("my_time")


@require_POST
def my_holiday(request: HttpRequest) -> HttpResponse:
    """Work on a public holiday of mine, or have it off again."""
    place = get_object_or_404(HolidayPlace, person=request.user)
    today, works = request.user.local(timezone.now()).date(), "works" in request.POST
    ahead = public_holidays.between(place, today, public_holidays.year_from(today))
    day = next((day for day, _ in ahead if day.isoformat() == request.POST.get("day")), None)
    if day is None:
        raise Http404
    place.work(day, works=works)
    messages.success(request, f"Saved. {day:%-d %B} is {'open to interviews' if works else 'off'}.")
    return redirect(f"{reverse('my_time')}?holidays#holidays")


def _page(
    request: HttpRequest,
    *,
    limits: LimitsForm | None = None,
    away: AwayForm | None = None,
    holidays: HolidaysForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    today = request.user.local(now).date()
    mine = LoadLimit.objects.filter(person=request.user).first() or LoadLimit(person=request.user)
    place = HolidayPlace.objects.filter(person=request.user).first()
    wrong = next((form for form in (limits, away, holidays) if form is not None and form.errors), None)
    context = {
        "limits": limits or LimitsForm(initial=model_to_dict(mine)),
        "away_form": away or AwayForm(today=today),
        "away": cover.left_behind(request.user, Away.objects.by(request.user).from_day(today).in_order()[:MOST_AWAY], now=now),
        "load": loads.read([request.user], now=now)[0],
        "holidays_form": holidays or HolidaysForm(initial=model_to_dict(place) if place else None),
        "holidays": [
            (day, name, place is not None and day in place.works_on)
            for day, name in public_holidays.between(place, today, public_holidays.year_from(today))
        ],
        "shows_holidays": "holidays" in request.GET,
        "form": wrong,
    }
    return TemplateResponse(request, "accounts/time.html", context, status=422 if wrong else 200)
