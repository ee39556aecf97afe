"""Candidates: the list, one candidate, adding and editing."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.access import recruit
from config.htmx import keyset
from interviews.forms import CandidateForm
from interviews.models import Candidate, Interview, Loop, Stage

PAGE = 50


@vary_on_headers("HX-Request")
@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    """Candidates, the newest first, those whose name or email has the words of `q`; `before` marks the last of the page before."""
    recruit(request.user)
    q = " ".join(request.GET.get("q", "").split())[:100]
    loops = Loop.objects.visible_to(request.user).with_progress().newest_first()
    found = Candidate.objects.visible_to(request.user).named(q).prefetch_related(Prefetch("loops", loops))
    found = found.found_newest_first() if q else found.newest_first()
    before = request.GET.get("before", "")
    page, following = keyset(found, before, field="added_at", size=PAGE)
    context = {"candidates": page, "q": q, "before": following, "is_first": not before}
    return TemplateResponse(request, "candidates/_list.html" if request.htmx else "candidates/candidates.html", context)


@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of the candidate, the resume, and how far their loops are."""
    found = get_object_or_404(Candidate.objects.visible_to(request.user).with_resumes().select_related("employee"), pk=pk)
    interviews = Prefetch("interviews", Interview.objects.taking_place().in_order(), to_attr="standing")
    stages = Prefetch("stages", Stage.objects.order_by("place", "pk").prefetch_related(interviews))
    loops = Loop.objects.visible_to(request.user).filter(candidate=found).with_progress().select_related("recruiter")
    may_recruit = not recruit.refusal(request.user)
    holds = found.holds.visible_to(request.user).in_force(timezone.now())
    context = {
        "candidate": found,
        "resume": found.resume,
        "loops": loops.prefetch_related(stages).newest_first(),
        "may_recruit": may_recruit,
        "holds": holds.with_words().newest_first() if may_recruit else [],
    }
    return TemplateResponse(request, "candidates/candidate.html", context)


@require_http_methods(["GET", "POST"])
def candidate_new(request: HttpRequest) -> HttpResponse:
    recruit(request.user)
    return _edit(request, Candidate(added_by=request.user, added_at=timezone.now()))


@require_http_methods(["GET", "POST"])
def candidate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Candidate.objects.visible_to(request.user).with_resumes(), pk=pk)
    recruit(request.user)
    return _edit(request, found)


def _edit(request: HttpRequest, found: Candidate) -> HttpResponse:
    form = CandidateForm(request.POST or None, request.FILES or None, instance=found, by=request.user)
    # A PDF may take seconds to read: no transaction is open meanwhile.
    if request.method == "POST" and form.is_valid() and _saved(form, request):
        messages.success(request, f"{form.instance.name} is saved.")
        return redirect(form.instance)
    there = Candidate.objects.visible_to(request.user).filter(email__iexact=form.data.get("email", "")).exclude(pk=found.pk)
    context = {
        "form": form,
        "candidate": Candidate.objects.filter(pk=found.pk).first() if found.pk else None,
        "there": there.first() if form.has_error("email", "there") else None,
        "file_was_sent": bool(request.FILES),
    }
    return TemplateResponse(request, "candidates/edit.html", context, status=422 if form.errors else 200)


def _saved(form: CandidateForm, request: HttpRequest) -> bool:
    """Whether the candidate is stored, with their resume; not when somebody else took the email a moment ago."""
    try:
        with transaction.atomic():
            candidate = form.save()
            if form.cleaned_data["resume"]:
                candidate.attach(form.cleaned_data["resume"], text=form.text, by=request.user, now=timezone.now())
    except IntegrityError as error:
        if "candidate_email_once" not in str(error):
            raise
        form.refuse_email()
        return False
    return True
