"""Candidates: the list, one candidate, adding and editing."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.access import recruit
from accounts.models import Event
from config.htmx import keyset
from interviews.forms import CandidateForm
from interviews.models import Candidate, Loop, Resume

PAGE = 50


@vary_on_headers("HX-Request")
@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    """Candidates, the newest first, those whose name or email has `q` in it; `before` is the last one of the page before."""
    recruit(request.user)
    q = request.GET.get("q", "").strip()[:100]
    loops = Loop.objects.select_related("job", "level").newest_first()
    found = Candidate.objects.visible_to(request.user).named(q).newest_first().prefetch_related(Prefetch("loops", loops))
    page, following = keyset(found, request.GET.get("before", ""), field="added_at", size=PAGE)
    context = {"candidates": page, "q": q, "before": following}
    return TemplateResponse(request, "candidates/_list.html" if request.htmx else "candidates/candidates.html", context)


@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Candidate.objects.visible_to(request.user).with_resumes(), pk=pk)
    loops = Loop.objects.visible_to(request.user).filter(candidate=found).with_people().newest_first()
    context = {"candidate": found, "resume": found.resume, "loops": loops, "may_recruit": not recruit.refusal(request.user)}
    return TemplateResponse(request, "candidates/candidate.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def candidate_new(request: HttpRequest) -> HttpResponse:
    recruit(request.user)
    return _edit(request, Candidate(added_by=request.user))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def candidate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)
    recruit(request.user)
    return _edit(request, found)


def _edit(request: HttpRequest, found: Candidate) -> HttpResponse:
    now = timezone.now()
    form = CandidateForm(request.POST or None, request.FILES or None, instance=found)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "candidate": found if found.pk else None}
        return TemplateResponse(request, "candidates/edit.html", context, status=422 if form.errors else 200)
    saved = form.save(commit=False)
    saved.added_at = saved.added_at or now
    saved.save()
    if file := form.cleaned_data["resume"]:
        name = " ".join(file.name.split())[:200]
        saved.resumes.create(
            file=file,
            name=name,
            bytes=file.size,
            text=form.reading.text,
            uploaded_at=now,
            uploaded_by=request.user,
        )
    messages.success(request, f"{saved.name} is saved.")
    return redirect("candidate", pk=saved.pk)


@cache_control(private=True, no_store=True)
@require_safe
def resume(request: HttpRequest, pk: object) -> HttpResponse:
    """The PDF, to those who may see the candidate. Shown inside our own page only; nothing in it may run."""
    found = get_object_or_404(Resume.objects.filter(candidate__in=Candidate.objects.visible_to(request.user)), pk=pk)
    Event.note("read", found, who=request.user, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    show = "show" in request.GET
    response = FileResponse(found.file.open("rb"), as_attachment=not show, filename=found.name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    if show:  # the page beside which it is shown is ours: let that one, and no other, frame it
        response["X-Frame-Options"] = "SAMEORIGIN"
        response._csp_replace = {"frame-ancestors": ["'self'"]}  # noqa: SLF001 -- how django-csp lets one view differ
    return response
