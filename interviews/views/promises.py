"""Whether candidates met what they were told, and telling them anew where it changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import recruit
from interviews import access
from interviews import promises as promises_kept
from interviews.models import Interview, Loop


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """How many interviews were as their candidates had been told, and which were not."""
    recruit(request.user)
    kept = promises_kept.kept(Loop.objects.visible_to(request.user), now=timezone.now())
    return TemplateResponse(request, "loops/promises.html", {"kept": kept})


@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the candidate what holds now, by a new invitation."""
    interview = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
    access.change(request.user, interview)
    promises_kept.notice(interview, by=request.user, now=timezone.now())
    messages.success(request, f"{interview.stage.loop.candidate} gets a new invitation with what holds now.")
    return redirect(interview.stage.loop)
