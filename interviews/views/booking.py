"""Booking a stage, and looking how the choice fits before booking it."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access as people_access
from accounts.models import User
from interviews import access, booking, clock, planning
from interviews.booking_forms import BookingForm, name_of
from interviews.fitting import FILLED
from interviews.models import Interview, Loop, Stage
from interviews.outlook import Outlook

MOST_PEOPLE = 250


@require_http_methods(["GET", "POST"])
def booking_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a time and people. POST books, or keeps everything and says what is in the way; with `look` it only looks."""
    stage = _stage(request, pk)
    access.book(request.user, stage.loop)
    if request.method == "GET" and stage.interviews.taking_place().exists():
        messages.info(request, f"{stage.name} is booked already. Move or cancel that interview.")
        return redirect(stage.loop)
    form = _form(request, stage, request.POST or None)
    context = {"stage": stage, "form": form, "people": people_for_list("")}
    if form.is_bound or "on" in request.GET:
        context["outlook"] = Outlook.of(form if form.is_bound else _form(request, stage, request.GET), by=request.user)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            interview = booking.book(
                stage,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                people=form.people(),
                place=form.cleaned_data["place"],
                by=request.user,
                now=form.now,
                despite=form.cleaned_data["despite"],
            )
        except booking.Clash as clash:
            form.refuse(clash, form.field_of)
        else:
            return _booked(request, interview, context["outlook"])
    context["slots"] = _slots(request, stage, form.now)
    return TemplateResponse(request, "interviews/booking.html", context, status=422 if form.errors else 200)


@require_safe
def outlook(request: HttpRequest, pk: int) -> HttpResponse:
    """How the time and the people that are chosen so far fit: a part of the booking page, asked for while it is filled in."""
    stage = _stage(request, pk)
    people_access.recruit(request.user)
    form = _form(request, stage, request.GET)
    context = {"stage": stage, "form": form, "outlook": Outlook.of(form, by=request.user)}
    return TemplateResponse(request, "interviews/_outlook.html", context)


@require_safe
def people_choices(request: HttpRequest) -> HttpResponse:
    """The people whose name or email has what was typed in it: the list behind each field for a person."""
    people_access.recruit(request.user)
    typed = next((text for name, text in request.GET.items() if "person" in name), "")
    return TemplateResponse(request, "interviews/_people.html", {"people": people_for_list(typed)})


def _booked(request: HttpRequest, interview: Interview, outlook: Outlook | None) -> HttpResponse:
    when = clock.span_words(interview.starts_at, interview.ends_at, request.user.tz)
    messages.success(request, f"{interview.stage.name} is booked for {when}. Everybody gets an invitation by mail.")
    for warning in outlook.warnings if outlook else []:
        messages.warning(request, warning)
    return redirect(interview.stage.loop)


def _stage(request: HttpRequest, pk: int) -> Stage:
    visible = Stage.objects.filter(loop__in=Loop.objects.visible_to(request.user))
    return get_object_or_404(
        visible.select_related("loop__candidate", "loop__job", "loop__level", "loop__recruiter", "kit_version__kit", "kind"), pk=pk
    )


def _form(request: HttpRequest, stage: Stage, data: object) -> BookingForm:
    chosen = {name: value for name, value in request.GET.items() if name in {"on", "at"} or name.startswith("person_")}
    return BookingForm(
        data, stage=stage, zone=request.user.tz, now=timezone.now(), people_url=reverse("people_choices"), initial=chosen
    )


def _slots(request: HttpRequest, stage: Stage, now: datetime) -> list[tuple[str, list[tuple[planning.Seating, str]]]]:
    """Free slots by the reader's day, each with the address of this page on which it is filled in."""
    zone = request.user.tz
    board = planning.board_of(stage.loop, planning.Wishes(now.astimezone(zone).date()), now=now, only=stage)
    found = planning.slots(board) if board.needs else []
    people = User.objects.in_bulk({pk for slot in found for pk in slot.crew})
    days: dict[str, list[tuple[planning.Seating, str]]] = {}
    for slot in found:
        local = slot.starts_at.astimezone(zone)
        filled = {"on": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}", "minutes": str(stage.kit_version.minutes)}
        places = [number for number, role in enumerate(stage.roles) if role in FILLED]
        filled |= {f"person_{place}": name_of(people[pk]) for place, pk in zip(places, slot.crew, strict=False)}
        days.setdefault(clock.day_words(slot.starts_at, zone), []).append((slot, f"?{urlencode(filled)}#booking"))
    return list(days.items())


def people_for_list(typed: str) -> list[str]:
    words = typed.replace("\0", " ").strip()[:80]
    people = User.objects.active()
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return [name_of(person) for person in people.in_order()[:MOST_PEOPLE]]
