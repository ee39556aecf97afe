"""Moving and cancelling an interview."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from interviews import access, booking, clock
from interviews.booking_forms import MoveForm
from interviews.models import HouseRules, Interview
from interviews.outlook import look
from interviews.reason_forms import ReasonForm, ask_as
from interviews.turns import Busy


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place for an interview; everybody is told and asked again."""
    interview = _interview(request, pk)
    access.change(request.user, interview)
    form = MoveForm(request.POST or None, interview=interview, zone=request.user.tz, now=timezone.now())
    ask_as(form, HouseRules.current().staff_reasons)
    context = {"interview": interview, "form": form}
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        starts_at, ends_at = cleaned["starts_at"], cleaned["ends_at"]
        try:
            booking.move(
                interview,
                starts_at=starts_at,
                ends_at=ends_at,
                place=cleaned["place"],
                reason=cleaned.get("reason", ""),
                by=request.user,
                now=form.now,
                despite=cleaned["despite"],
            )
        except booking.Clash as clash:
            form.refuse(clash, lambda _: "at")
        else:
            when = clock.span_words(starts_at, ends_at, request.user.tz)
            messages.success(request, f"{interview.stage.name} is now on {when}. Everybody gets the new time by mail.")
            people = [(seat.person, seat.role) for seat in interview.held_seats]
            for warning in look(interview.stage, people, starts_at, ends_at, by=request.user, interview=interview).warnings:
                messages.warning(request, warning)
            return redirect(interview.stage.loop)
    return TemplateResponse(request, "interviews/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an interview; the page says first who will be told."""
    interview = _interview(request, pk)
    if interview.cancelled_at:
        return redirect(interview.stage.loop)
    access.change(request.user, interview)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    ask_as(form, HouseRules.current().staff_reasons)
    if request.method == "POST" and form.is_valid():
        try:
            booking.cancel(interview, by=request.user, reason=form.cleaned_data.get("reason", ""), now=timezone.now())
        except Busy as busy:
            form.add_error(None, busy.sentence)
        else:
            messages.success(request, f"{interview.stage.name} is cancelled. Everybody is told by mail.")
            return redirect(interview.stage.loop)
    context = {"interview": interview, "form": form}
    return TemplateResponse(request, "interviews/cancellation.html", context, status=422 if form.errors else 200)


def _interview(request: HttpRequest, pk: int) -> Interview:
    return get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
