"""The plan in the live room: where we are, what is left out, which re-plan holds; and whether the candidate came."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from interviews import access, arriving, steering
from interviews.models import ArrivalReport, KitSection, Seat
from interviews.models.arrival import Report
from questionbank.models import QuestionVersion
from scorecards.planning_forms import LateForm, PlanForm
from scorecards.views import rooming


@never_cache
@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan with its time as a part, for a page that was open while time went on."""
    now = timezone.now()
    return TemplateResponse(request, "room/_agenda.html", rooming.questions_part(rooming.seat_of(request, pk), now=now))


@require_POST
@transaction.atomic
def here(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """We are in this section now."""
    seat = _steering_seat(request, pk)
    section = get_object_or_404(KitSection, pk=section_pk, version=seat.interview.stage.kit_version_id)
    steering.be_here(seat.interview, section, id=_id(request), by=request.user, now=timezone.now())
    return _agenda_changed(request, seat)


@require_POST
@transaction.atomic
def skip(request: HttpRequest, pk: int, version_pk: int) -> HttpResponse:
    """Leave a planned question out; with `restore` it is planned again."""
    seat = _steering_seat(request, pk)
    planned = QuestionVersion.objects.filter(pk__in=_planned(seat))
    version = get_object_or_404(planned, pk=version_pk)
    verb = steering.restore if "restore" in request.POST else steering.skip
    verb(seat.interview, version, id=_id(request), by=request.user, now=timezone.now())
    return _agenda_changed(request, seat)


@require_POST
@transaction.atomic
def replan(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a re-plan that was offered."""
    seat = _steering_seat(request, pk)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return rooming.changed(request, "room/_agenda.html", rooming.questions_part(seat), "room", pk)
    steering.replan(seat.interview, form.cleaned_data["plan"], id=_id(request), by=request.user, now=timezone.now())
    return _agenda_changed(request, seat)


@require_POST
@transaction.atomic
def replan_undoing(request: HttpRequest, pk: int, deed_pk: UUID) -> HttpResponse:
    """Undo a re-plan."""
    seat = _steering_seat(request, pk)
    deed = get_object_or_404(seat.interview.deeds.filter(deed="replan"), pk=deed_pk)
    steering.undo_replan(deed, by=request.user, now=timezone.now())
    return _agenda_changed(request, seat)


@require_POST
@transaction.atomic
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidate is here; with `undo` not after all."""
    seat = _steering_seat(request, pk)
    if "undo" in request.POST:
        arriving.take_back_arrival(seat.interview)
    else:
        arriving.arrive(seat.interview, now=timezone.now())
    return _arrival_changed(request, pk)


@require_POST
@transaction.atomic
def arrival_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidate is late by some minutes, did not come, or asks for another time: the recruiter is told at once."""
    seat = _steering_seat(request, pk)
    form = LateForm(request.POST)
    if not form.is_valid():
        errors = [error for errors in form.errors.values() for error in errors]
        if request.htmx:
            context = rooming.arrival_part(seat, now=timezone.now()) | {"arrival_errors": errors}
            return TemplateResponse(request, "room/_arrival.html", context, status=422)
        return rooming.page(request, seat, status=422, arrival_errors=errors)
    kind, minutes = form.cleaned_data["kind"], form.cleaned_data["minutes"]
    said = arriving.report(seat.interview, kind, minutes=minutes, by=request.user, now=timezone.now())
    if kind == Report.NO_SHOW:
        messages.success(request, f"{said.interview.stage.loop.recruiter} is told that the candidate did not come.")
        return redirect("interview", pk=pk)
    return _arrival_changed(request, pk)


@require_POST
@transaction.atomic
def report_withdrawal(request: HttpRequest, pk: int, report_pk: int) -> HttpResponse:
    """Take back what was said. Also for an interview that does not take place any more, because nobody came."""
    seat = get_object_or_404(Seat.objects.held().filter(person=request.user).with_interviews(), interview=pk)
    access.steer(seat)
    said = get_object_or_404(ArrivalReport, pk=report_pk, interview=pk)
    arriving.withdraw(said, by=request.user, now=timezone.now())
    if said.kind == Report.NO_SHOW:
        return redirect("interview", pk=pk)
    return _arrival_changed(request, pk)


def _steering_seat(request: HttpRequest, pk: int) -> Seat:
    seat = rooming.seat_of(request, pk, lock=True)
    access.steer(seat)
    return seat


def _id(request: HttpRequest) -> UUID:
    """The id that the page gave the deed, or a new one."""
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


def _planned(seat: Seat):
    return KitSection.objects.filter(version=seat.interview.stage.kit_version_id).values("questions__version")


def _agenda_changed(request: HttpRequest, seat: Seat) -> HttpResponse:
    now = timezone.now()
    context = {"saved_at": now, **rooming.questions_part(seat, now=now)}
    return rooming.changed(request, "room/planned.html", context, "room", seat.interview_id)


def _arrival_changed(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    context = {"saved_at": now, **rooming.arrival_part(rooming.seat_of(request, pk), now=now)}
    return rooming.changed(request, "room/arrived.html", context, "room", pk)
