"""Booking, moving, cancelling, seating, answering."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Refused
from accounts.models import User
from interviews import access, booking
from interviews.forms import BookingForm, ReasonForm, SeatForm
from interviews.models import Interview, Loop, Role, Seat, Stage


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the interview of a stage: date, time, length, place, and a person for each seat that the plan asks for."""
    stages = Stage.objects.filter(loop__in=Loop.objects.visible_to(request.user)).select_related(
        "loop__candidate", "loop__job", "kind", "kit_version"
    )
    stage = get_object_or_404(stages, pk=pk)
    access.book(request.user, stage.loop)
    data = request.POST or None
    people = User.objects.active().in_order()
    form = BookingForm(data, zone=request.user.zone, initial={"minutes": stage.kit_version.minutes})
    seats = [SeatForm(data, role=role, people=people, prefix=f"seat{place}") for place, role in enumerate(stage.roles)]
    shadow = SeatForm(data, role=Role.SHADOW, people=people, prefix="shadow", required=False)
    status = 200
    if request.method == "POST":
        status = 422
        if all([form.is_valid(), shadow.is_valid(), *(seat.is_valid() for seat in seats)]):
            filled = [seat for seat in [*seats, shadow] if seat.cleaned_data["person"]]
            try:
                booking.book(
                    stage,
                    starts_at=form.cleaned_data["starts_at"],
                    ends_at=form.cleaned_data["ends_at"],
                    people=[(seat.cleaned_data["person"], seat.role) for seat in filled],
                    place=form.cleaned_data["place"],
                    by=request.user,
                    now=timezone.now(),
                )
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, f"{stage.name} is booked. Everybody gets an invitation by mail.")
                return redirect("loop", pk=stage.loop_id)
    context = {"form": form, "seats": [*seats, shadow], "stage": stage, "loop": stage.loop}
    return TemplateResponse(request, "interviews/booking.html", context, status=status)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a booked interview another time, with a reason."""
    interview = _mine_to_change(request, pk)
    start = timezone.localtime(interview.starts_at)
    initial = {"on": start.date(), "at": start.time(), "minutes": interview.minutes, "place": interview.place}
    form = BookingForm(request.POST or None, zone=request.user.zone, initial=initial)
    why = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() & why.is_valid():
        try:
            booking.move(
                interview,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                by=request.user,
                reason=why.cleaned_data["reason"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The interview is moved. Everybody gets the new time by mail.")
            return redirect("loop", pk=interview.stage.loop_id)
    context = {"form": form, "why": why, "interview": interview, "stage": interview.stage, "loop": interview.stage.loop}
    return TemplateResponse(request, "interviews/move.html", context, status=422 if form.errors or why.errors else 200)


@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an interview off, with a reason."""
    interview = _mine_to_change(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        booking.cancel(interview, by=request.user, reason=form.cleaned_data["reason"], now=timezone.now())
        messages.success(request, "The interview is cancelled. Everybody is told by mail.")
        return redirect("loop", pk=interview.stage.loop_id)
    context = {"form": form, "interview": interview, "stage": interview.stage, "loop": interview.stage.loop}
    return TemplateResponse(request, "interviews/cancel.html", context, status=422 if form.errors else 200)


@require_POST
@transaction.atomic
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The person of a seat accepts, or declines with a reason."""
    seat = get_object_or_404(
        Seat.objects.held().filter(person=request.user).with_interviews().select_for_update(of=("self",)), pk=pk
    )
    access.answer(request.user, seat)
    now = timezone.now()
    if request.POST.get("answer") == "accept":
        seat.accept(now=now)
        messages.success(request, "You accepted. See you there.")
        return redirect("interview", pk=seat.interview_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused("Say why you cannot, so that the recruiter can find somebody else.")
    booking.decline(seat, form.cleaned_data["reason"], now=now)
    messages.success(request, "You declined. The recruiter sees it and looks for somebody else.")
    return redirect("today")


def _mine_to_change(request: HttpRequest, pk: int) -> Interview:
    interview = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
    access.change(request.user, interview)
    return interview
