"""Jobs: what loops are for."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import recruit
from config.htmx import keyset
from interviews.forms import JobForm
from interviews.models import Job, Loop

PAGE = 50


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs, the newest first; `before` is the mark of the last one on the page before."""
    recruit(request.user)
    found = Job.objects.with_people().with_counts().newest_first()
    page, following = keyset(found, request.GET.get("before", ""), field="opened_at", size=PAGE)
    return TemplateResponse(request, "jobs/jobs.html", {"jobs": page, "before": following})


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job and the loops that are for it, the newest first."""
    recruit(request.user)
    found = get_object_or_404(Job.objects.with_people(), pk=pk)
    loops = Loop.objects.visible_to(request.user).filter(job=found).with_progress().select_related("candidate").newest_first()
    page, following = keyset(loops, request.GET.get("before", ""), field="opened_at", size=PAGE)
    return TemplateResponse(request, "jobs/job.html", {"job": found, "loops": page, "before": following})


@require_http_methods(["GET", "POST"])
def job_new(request: HttpRequest) -> HttpResponse:
    recruit(request.user)
    return _edit(request, Job(opened_by=request.user, opened_at=timezone.now()), "{} is open for candidates.")


@require_http_methods(["GET", "POST"])
def job_edit(request: HttpRequest, pk: int) -> HttpResponse:
    recruit(request.user)
    return _edit(request, get_object_or_404(Job, pk=pk), "{} is saved.")


@require_POST
@transaction.atomic
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """No further loop opens for this job."""
    recruit(request.user)
    found = get_object_or_404(Job.objects.for_change(), pk=pk)
    found.close(by=request.user, now=timezone.now())
    messages.success(request, f"{found} is closed. Loops that are open for it go on.")
    return redirect(found)


@require_POST
@transaction.atomic
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    recruit(request.user)
    found = get_object_or_404(Job.objects.for_change(), pk=pk)
    found.reopen()
    messages.success(request, f"{found} is open again.")
    return redirect(found)


def _edit(request: HttpRequest, found: Job, said: str) -> HttpResponse:
    form = JobForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, said.format(saved))
        return redirect(saved)
    return TemplateResponse(request, "jobs/edit.html", {"form": form, "job": found}, status=422 if form.errors else 200)
