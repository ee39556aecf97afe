"""The life of a question: on trial, active, suspected of a leak, retired; and its versions side by side."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused
from questionbank import access, difference, writing
from questionbank.forms import WhyForm
from questionbank.models import Question, QuestionVersion

DONE = {
    "pilot": "It is on trial: interviewers can pick it, and it counts after ten uses.",
    "activate": "It is active: interviewers can pick it.",
    "retire": "It is retired: nobody picks it any more. Old interviews still show it.",
}


@require_POST
@transaction.atomic
def question_move(request: HttpRequest, key: str) -> HttpResponse:
    """Put a question on trial, make it active, or retire it, with the reason."""
    access.write_questions(request.user)
    question = get_object_or_404(Question.objects.select_for_update(of=("self",)).filter(current__isnull=False), key=key)
    verb, form = request.POST.get("to", ""), WhyForm(request.POST)
    if verb not in DONE:
        raise Http404
    if question.suspected_at:
        raise Refused("A leak of this question is reported. Decide that first.")
    if not form.is_valid():
        raise Refused("Say why, in a line that others can follow in a year.")
    getattr(question, verb)(why=form.cleaned_data["why"], now=timezone.now(), by=request.user)
    messages.success(request, DONE[verb])
    return redirect("question", key=key)


@require_POST
def question_owner(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever asks looks after this question from now on."""
    access.write_questions(request.user)
    get_object_or_404(Question.objects.filter(current__isnull=False), key=key).give_to(request.user)
    return redirect("question", key=key)


@require_safe
def question_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version in its own words, and what it changed in the one before it."""
    parts = ("tested__competency", "steps__points", "hints", "twists")
    versions = QuestionVersion.objects.select_related("question", "lowest_level", "highest_level", "written_by").prefetch_related(
        *parts
    )
    version = get_object_or_404(versions, question__key=key, number=number)
    before = versions.filter(question__key=key, number__lt=number).order_by("-number").first()
    changes = difference.changes(writing.words_of(before), writing.words_of(version)) if before else []
    context = {"question": version.question, "version": version, "before": before, "changes": changes}
    return TemplateResponse(request, "questions/version.html", context)
