"""What an interview did not cover: given to another one, left, or taken back again, by the recruiter with one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import recruit
from interviews import handing
from interviews.models import HandOver, Loop


@require_POST
def handover_acceptance(request: HttpRequest, pk: int, stage_pk: int) -> HttpResponse:
    """A stage that has not begun looks for it too."""
    handover = _handover(request, pk)
    stage = get_object_or_404(handover.interview.stage.loop.stages, pk=stage_pk)
    handing.accept(handover, stage, by=request.user, now=timezone.now())
    messages.success(request, f"{stage} looks for {handover.competency} too. Its interviewers are told by mail.")
    return redirect(handover.interview.stage.loop)


@require_POST
def handover_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """It stays uncovered."""
    handover = _handover(request, pk)
    handing.decline(handover, by=request.user, now=timezone.now())
    return redirect(handover.interview.stage.loop)


@require_POST
def handover_return(request: HttpRequest, pk: int) -> HttpResponse:
    """It is open again: nobody has taken it on, and it is not left either."""
    handover = _handover(request, pk)
    handing.take_back(handover, by=request.user, now=timezone.now())
    return redirect(handover.interview.stage.loop)


def _handover(request: HttpRequest, pk: int) -> HandOver:
    visible = Loop.objects.visible_to(request.user)
    handovers = HandOver.objects.with_words().select_related("interview__stage__loop__candidate", "competency")
    handover = get_object_or_404(handovers, pk=pk, interview__stage__loop__in=visible)
    recruit(request.user)
    return handover
