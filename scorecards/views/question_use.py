"""Where a question was asked, and how it went."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from interviews.models import AskedQuestion, Interview, Seat
from questionbank.models import Question, QuestionUse
from scorecards import question_use as counting

SHOWN = 50


@require_safe
def question_use(request: HttpRequest, key: str) -> HttpResponse:
    """The numbers of a question, and the interviews in which it was asked that this person may know of, the last first."""
    question = get_object_or_404(Question.objects.select_related("current").filter(current__isnull=False), key=key)
    known = AskedQuestion.objects.filter(
        version__question=question, interview__in=Interview.objects.visible_to(request.user)
    ).select_related("version")
    interviews = Interview.objects.select_related("stage__loop__candidate", "stage__loop__level")
    # Hints say what an interviewer counts: they are told to who sat there, to others once the loop is decided.
    sat = Exists(Seat.objects.held_by(request.user).filter(interview=OuterRef("interview")))
    known = known.annotate(
        hints=Count("hints_given"), tells_hints=Q(interview__stage__loop__in=counting.told()) | Q(sat)
    ).prefetch_related(Prefetch("interview", interviews))
    use = QuestionUse.objects.filter(question=question).first()
    context = {"question": question, "version": question.current, "use": use, "asked": known.order_by("-started_at", "pk")[:SHOWN]}
    return TemplateResponse(request, "questions/use.html", context)
