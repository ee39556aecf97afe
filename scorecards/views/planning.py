"""The plan in the live room: where we are, what is left out, which re-plan holds; and whether the candidate came."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused
from interviews import access, arriving, steering
from interviews.models import ArrivalReport, KitSection, Seat
from interviews.models.arrival import Report
from questionbank.models import QuestionVersion
from scorecards.planning_forms import LateForm, PlanForm
from scorecards.views import rooming, sharing
from scorecards.views.entries import Deed, entry, id_of


@never_cache
@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan with its time as a part, for a page that was open while time went on."""
    now = timezone.now()
    return TemplateResponse(request, "room/_agenda.html", rooming.questions_part(rooming.seat_of(request, pk), now=now))


@entry
def here(request: HttpRequest, deed: Deed, section_pk: int) -> HttpResponse:
    """We are in this section now."""
    interview = deed.seat.interview
    section = get_object_or_404(KitSection, pk=section_pk, version=interview.stage.kit_version_id)
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        steering.be_here(interview, section, id=id_of(request, deed), by=request.user, now=deed.at)
    sharing.told(interview, deed.id)
    context = rooming.questions_afresh(request, deed.seat, now=deed.now)
    return rooming.changed(request, "room/asked.html", context, "room", interview.pk)


@entry
def skip(request: HttpRequest, deed: Deed, version_pk: int) -> HttpResponse:
    """Leave a planned question out; with `restore` it is planned again."""
    interview = deed.seat.interview
    planned = KitSection.objects.filter(version=interview.stage.kit_version_id).values("questions__version")
    version = get_object_or_404(QuestionVersion, pk=version_pk, pk__in=planned)
    verb = steering.restore if "restore" in request.POST else steering.skip
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        verb(interview, version, id=id_of(request, deed), by=request.user, now=deed.at)
    return _agenda_changed(request, deed)


@entry
def replan(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Accept a re-plan that was offered."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose one of the plans that are offered.")
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        steering.replan(deed.seat.interview, form.cleaned_data["plan"], id=id_of(request, deed), by=request.user, now=deed.at)
    return _agenda_changed(request, deed)


@entry
def replan_undoing(request: HttpRequest, deed: Deed, deed_pk: UUID) -> HttpResponse:
    """Undo a re-plan."""
    replanned = get_object_or_404(deed.seat.interview.deeds.filter(deed="replan"), pk=deed_pk)
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        steering.undo_replan(replanned, by=request.user, now=deed.at)
    return _agenda_changed(request, deed)


@entry
def arrival(request: HttpRequest, deed: Deed) -> HttpResponse:
    """The candidate is here; with `undo` not after all."""
    access.receive(deed.seat)
    if deed.is_new and "undo" in request.POST:
        arriving.take_back_arrival(deed.seat.interview)
    elif deed.is_new:
        arriving.arrive(deed.seat.interview, now=deed.at)
    return _arrival_changed(request, deed)


@entry
def arrival_report(request: HttpRequest, deed: Deed) -> HttpResponse:
    """The candidate is late by some minutes, did not come, or asks for another time: the recruiter is told at once."""
    access.receive(deed.seat)
    form = LateForm(request.POST)
    if not form.is_valid():
        errors = [error for errors in form.errors.values() for error in errors]
        if request.htmx:
            context = rooming.arrival_part(deed.seat, now=deed.now) | {"arrival_errors": errors}
            return TemplateResponse(request, "room/_arrival.html", context, status=422)
        return rooming.page(request, deed.seat.interview_id, status=422, arrival_errors=errors)
    kind, minutes = form.cleaned_data["kind"], form.cleaned_data["minutes"]
    if deed.is_new:
        arriving.report(deed.seat.interview, kind, minutes=minutes, by=request.user, now=deed.at)
    if kind == Report.NO_SHOW:
        messages.success(request, f"{deed.seat.interview.stage.loop.recruiter} is told that the candidate did not come.")
        return redirect("interview", pk=deed.seat.interview_id)
    return _arrival_changed(request, deed)


@require_POST
@transaction.atomic
def report_withdrawal(request: HttpRequest, pk: int, report_pk: int) -> HttpResponse:
    """Take back what was said. Also for an interview that does not take place any more, because nobody came."""
    seat = get_object_or_404(Seat.objects.held().filter(person=request.user).with_interviews(), interview=pk)
    access.receive(seat)
    said = get_object_or_404(ArrivalReport, pk=report_pk, interview=pk)
    now = timezone.now()
    arriving.withdraw(said, by=request.user, now=now)
    if said.kind == Report.NO_SHOW:
        return redirect("interview", pk=pk)
    return rooming.changed(request, "room/_arrival.html", rooming.arrival_part(rooming.seat_of(request, pk), now=now), "room", pk)


def _agenda_changed(request: HttpRequest, deed: Deed) -> HttpResponse:
    sharing.told(deed.seat.interview, deed.id)
    context = rooming.questions_afresh(request, deed.seat, now=deed.now)
    return rooming.changed(request, "room/_agenda.html", context, "room", deed.seat.interview_id)


def _arrival_changed(request: HttpRequest, deed: Deed) -> HttpResponse:
    sharing.told(deed.seat.interview, deed.id)
    context = rooming.arrival_part(rooming.seat_of(request, deed.seat.interview_id), now=deed.now)
    return rooming.changed(request, "room/_arrival.html", context, "room", deed.seat.interview_id)
