"""Opening a loop, and the jobs that loops are for."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import recruit
from interviews.forms import JobForm, LoopForm
from interviews.models import Candidate, Job, Loop, LoopPlan


@require_http_methods(["GET", "POST"])
def loop_new(request: HttpRequest) -> HttpResponse:
    """Open a loop for a candidate from a plan."""
    recruit(request.user)
    candidates = Candidate.objects.visible_to(request.user)
    number = request.GET.get("candidate", "")
    candidate = get_object_or_404(candidates, pk=int(number) if number.isascii() and number.isdigit() else 0)
    form = LoopForm(request.POST or None, candidate=candidate, recruiter=request.user)
    plans = LoopPlan.objects.in_use().with_stages().in_order()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            with transaction.atomic():
                loop = Loop.open_from(
                    chosen["plan"],
                    candidate=candidate,
                    job=chosen["job"],
                    recruiter=chosen["recruiter"],
                    by=request.user,
                    now=timezone.now(),
                    gap_reason=chosen["gap_reason"],
                )
        except IntegrityError:
            form.add_error("job", "This candidate has an open loop for this job already.")
        else:
            messages.success(request, f"The loop for {candidate.name} is open. Book its interviews.")
            return redirect("loop", pk=loop.pk)
    context = {"form": form, "candidate": candidate, "plans": plans}
    return TemplateResponse(request, "loops/new.html", context, status=422 if form.errors else 200)


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    recruit(request.user)
    return TemplateResponse(request, "jobs/jobs.html", {"jobs": Job.objects.select_related("opened_by").in_order()[:200]})


@require_http_methods(["GET", "POST"])
def job_new(request: HttpRequest) -> HttpResponse:
    recruit(request.user)
    form = JobForm(request.POST or None, instance=Job(opened_by=request.user, opened_at=timezone.now()))
    if request.method == "POST" and form.is_valid():
        job = form.save()
        messages.success(request, f"{job} is open for candidates.")
        return redirect("jobs")
    return TemplateResponse(request, "jobs/new.html", {"form": form}, status=422 if form.errors else 200)
