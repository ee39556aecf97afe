"""The live room: what an interviewer sees while listening, and its start and end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused
from interviews import handing, owed
from interviews.models import asking
from scorecards.models import remembering
from scorecards.views import rooming, sharing


@never_cache
@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole room, for those who sit in it."""
    return rooming.page(request, pk)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from an address above the rooms that it serves. The same for everybody."""
    return TemplateResponse(request, "room/worker.js", content_type="text/javascript")


@require_POST
@transaction.atomic
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin: from here on the candidate's page shows what is shown."""
    seat = rooming.steering(request, pk)
    seat.interview.start(now=timezone.now())
    sharing.told(seat.interview)
    sharing.candidate_told(seat.interview)
    return redirect("room", pk=pk)


@require_POST
@transaction.atomic
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the interview; what is owed for the scorecard counts from here."""
    seat = rooming.steering(request, pk)
    now = timezone.now()
    if seat.interview.started_at is None:
        raise Refused("The interview has not begun. Start it first, or ask the recruiter to cancel it.")
    if last := remembering.at_hand(seat.interview):
        asking.finish(last, now=now)
        if seat.interview.ended_at is None:
            remembering.pass_over(last, seat, now=now)
    seat.interview.end(now=now)
    owed.after_end(seat.interview, now=now)
    if offered := handing.offer(seat.interview, by=request.user, now=now):
        missed = ", ".join(str(one.competency) for one in offered)
        recruiter = seat.interview.stage.loop.recruiter
        messages.info(request, f"Not covered: {missed}. {recruiter} is asked whether another interview takes it on.")
    sharing.told(seat.interview)
    sharing.candidate_told(seat.interview)
    return redirect("scorecard" if seat.writes else "interview", pk=pk)
