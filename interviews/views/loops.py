"""Opening a loop."""

import re

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from interviews import access
from interviews.loop_forms import LoopForm
from interviews.models import Candidate, Loop

NUMBER = re.compile(r"[0-9]{1,18}")


@require_http_methods(["GET", "POST"])
def loop_new(request: HttpRequest) -> HttpResponse:
    """Choose job, plan and recruiter; the loop opens with the plan's stages as they are today."""
    now = timezone.now()
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=_number(request.GET.get("candidate")))
    access.open_loop(request.user, candidate)
    form = LoopForm(request.POST or None, candidate=candidate, user=request.user, now=now)
    context = {"candidate": candidate, "form": form}
    if request.method == "POST" and form.is_valid():
        loop = _open(form, by=request.user)
        if loop:
            messages.success(request, f"The loop is open. Book its {loop.stages.count()} interviews next.")
            return redirect(loop)
        context["there"] = candidate.loops.open().filter(job=form.cleaned_data["job"]).first()
        form.add_error("job", f"{candidate} has an open loop for this job already.")
    return TemplateResponse(request, "loops/new.html", context, status=422 if form.errors else 200)


def _open(form: LoopForm, *, by: User) -> Loop | None:
    """The new loop, or None when the database says that there is an open one for this job."""
    try:
        with transaction.atomic():
            return Loop.open_from(
                form.cleaned_data["plan"],
                candidate=form.candidate,
                job=form.cleaned_data["job"],
                recruiter=form.cleaned_data["recruiter"],
                gap_reason=form.cleaned_data["gap_reason"] if form.cleaned_data["plan"].gaps() else "",
                by=by,
                now=form.now,
            )
    except IntegrityError as error:
        if "loop_one_open_per_candidate_and_job" not in str(error):
            raise
        return None


def _number(typed: str | None) -> int | None:
    """A key from the address; anything else is nobody's."""
    return int(typed) if typed and NUMBER.fullmatch(typed) else None
