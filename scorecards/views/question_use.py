"""Where a question was asked, and how it went."""

from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from interviews.models import AskedQuestion, Interview
from questionbank.models import Question, QuestionUse

SHOWN = 50


@require_safe
def question_use(request: HttpRequest, key: str) -> HttpResponse:
    """The numbers of a question, and the interviews in which it was asked that this person may know of, the last first."""
    question = get_object_or_404(Question.objects.select_related("current").filter(current__isnull=False), key=key)
    known = AskedQuestion.objects.filter(
        version__question=question, interview__in=Interview.objects.visible_to(request.user)
    ).select_related("version")
    interviews = Interview.objects.select_related("stage__loop__candidate", "stage__loop__level")
    known = known.annotate(hints=Count("hints_given")).prefetch_related(Prefetch("interview", interviews))
    use = QuestionUse.objects.filter(question=question).first()
    context = {"question": question, "version": question.current, "use": use, "asked": known.order_by("-started_at", "pk")[:SHOWN]}
    return TemplateResponse(request, "questions/use.html", context)
