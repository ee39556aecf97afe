"""A question that does not count: which decisions might differ, before anything is recorded and after."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from questionbank.access import write_questions
from questionbank.models import Question
from scorecards import voiding
from scorecards.models import QuestionVoid
from scorecards.void_forms import VoidForm

SHOWN = 5


@never_cache
@require_http_methods(["GET", "POST"])
def question_void(request: HttpRequest, key: str) -> HttpResponse:
    """Voids of a question with what they changed; a new one is looked at before it is recorded."""
    question = get_object_or_404(Question.objects.select_related("current").filter(current__isnull=False), key=key)
    write_questions(request.user)
    is_look = "look" in request.POST
    form = VoidForm(request.POST if request.method == "POST" else None, zone=request.user.tz, is_look=is_look)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and not is_look:
        reason = form.cleaned_data["reason"]
        QuestionVoid.record(question, **form.times, reason=reason, by=request.user, now=timezone.now())
        messages.success(request, "It does not count there any more. No decision was changed.")
        return redirect("question_void", key=key)
    voids = QuestionVoid.objects.filter(question=question).select_related("voided_by", "end__ended_by").newest_first()[: SHOWN + 1]
    context = {
        "question": question,
        "version": question.current,
        "form": form,
        "look": voiding.effects(QuestionVoid(question=question, **form.times), request.user) if is_valid else None,
        "voids": [(void, None if hasattr(void, "end") else voiding.effects(void, request.user)) for void in voids[:SHOWN]],
        "has_more": len(voids) > SHOWN,
    }
    return TemplateResponse(request, "questions/void.html", context, status=200 if is_valid or request.method == "GET" else 422)


@require_POST
def void_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a void back: the question counts there again, for all alike. No decision changes by it."""
    write_questions(request.user)
    void = get_object_or_404(QuestionVoid.objects.filter(question__key=key), pk=pk)
    void.take_back(reason=request.POST.get("reason", "")[:500], by=request.user, now=timezone.now())
    messages.success(request, "It counts there again. No decision was changed.")
    return redirect("question_void", key=key)
