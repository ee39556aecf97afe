"""The question bank: what is being written, and reading one question."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from config.htmx import keyset
from questionbank import access
from questionbank.forms import WhyForm
from questionbank.models import Hint, Point, Question, QuestionDraft, QuestionVersion, Step, Tested, Twist

DRAFTS = 50


@require_safe
def question_drafts(request: HttpRequest) -> HttpResponse:
    """What is being written, the last saved first."""
    access.write_questions(request.user)
    drafts = QuestionDraft.objects.select_related("question", "saved_by").order_by("-saved_at", "-pk")
    page, following = keyset(drafts, request.GET.get("before", ""), field="saved_at", size=DRAFTS)
    return TemplateResponse(request, "questions/drafts.html", {"drafts": page, "before": following})


@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    """One question like a recipe, in the words in force."""
    versions = QuestionVersion.objects.select_related("lowest_level", "highest_level").prefetch_related(
        Prefetch("tested", Tested.objects.select_related("competency").order_by("place")),
        Prefetch("steps", Step.objects.prefetch_related(Prefetch("points", Point.objects.order_by("place"))).order_by("place")),
        Prefetch("hints", Hint.objects.order_by("place")),
        Prefetch("twists", Twist.objects.order_by("place")),
    )
    one = get_object_or_404(
        Question.objects.select_related("use", "owner")
        .prefetch_related(Prefetch("current", versions))
        .filter(current__isnull=False),
        key=key,
    )
    context = {
        "question": one,
        "version": one.current,
        "history": one.versions.select_related("written_by").order_by("-number"),
        "moves": one.moves.select_related("by").order_by("-at", "-pk"),
        "has_draft": QuestionDraft.objects.filter(question=one).exists(),
        "may_write": not access.write_questions.refusal(request.user),
        "form": WhyForm(),
    }
    return TemplateResponse(request, "questions/question.html", context)
