"""How a job's interviews were held: for all candidates alike, or not."""

from datetime import timedelta

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import recruit
from interviews import adhering
from interviews.models import Interview, Job, Loop
from scorecards import question_use

COUNTED = timedelta(days=365)


@require_safe
def job_interviews(request: HttpRequest, pk: int) -> HttpResponse:
    """The spread between candidates of each kind of interview, for recruiters.

    Only of loops decided in the last 365 days in which nobody owes a scorecard: hints say what an interviewer counts.
    """
    recruit(request.user)
    job = get_object_or_404(Job, pk=pk)
    lately = {"pk__in": question_use.told(), "debrief__closed_at__gte": timezone.now() - COUNTED}
    loops = Loop.objects.visible_to(request.user).filter(job=job, **lately)
    held = Interview.objects.visible_to(request.user).taking_place().filter(stage__loop__in=loops, ended_at__isnull=False)
    asked = Prefetch("asked", adhering.bare())
    spreads = adhering.spreads(adhering.with_plan(held).prefetch_related(asked).in_order())
    return TemplateResponse(request, "jobs/interviews.html", {"job": job, "spreads": spreads})
