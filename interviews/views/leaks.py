"""A question that leaked: reporting it, what would still ask it, putting another in its place, deciding."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interviews import repair
from interviews.models import Loop
from questionbank import access, leaks
from questionbank.forms import LeakDecisionForm, LeakForm
from questionbank.models import Question, QuestionVersion

SHOWN = 50


@require_http_methods(["GET", "POST"])
def leak(request: HttpRequest, key: str) -> HttpResponse:
    """Report a leak; from then on what it means, and for those who keep the bank the ways out of it."""
    question = _question(key)
    form = LeakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        leaks.report(question, form.cleaned_data["where"], by=request.user, now=timezone.now())
        messages.success(request, "Reported. Nobody can pick this question until it is decided.")
        return redirect("leak", key=key)
    return _page(request, question, form=form, status=422 if form.errors else 200)


@require_POST
def leak_decision(request: HttpRequest, key: str) -> HttpResponse:
    """It leaked, or it did not."""
    access.write_questions(request.user)
    question, form = _question(key), LeakDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, question, decision=form, status=422)
    leaks.decide(question, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "It is retired." if form.cleaned_data["has_leaked"] else "It can be picked again.")
    return redirect("question", key=key)


@require_POST
def leak_replacement(request: HttpRequest, key: str) -> HttpResponse:
    """Another question in its place, everywhere it would still be asked."""
    access.write_questions(request.user)
    question, number = _question(key), request.POST.get("version", "")
    new = get_object_or_404(QuestionVersion, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0)
    done = repair.replace(question, new, by=request.user, why=f"“{question.current}” leaked", now=timezone.now())
    kits, stages = (f"{n} {what}{'' if n == 1 else 's'}" for n, what in ((done.kits, "kit"), (done.stages, "interview")))
    messages.success(request, f"“{new.title}” stands in its place in {kits} and {stages} to come.")
    return redirect("leak", key=key)


def _question(key: str) -> Question:
    questions = Question.objects.select_related("current__lowest_level", "current__highest_level").filter(current__isnull=False)
    return get_object_or_404(questions, key=key)


def _page(
    request: HttpRequest,
    question: Question,
    *,
    form: LeakForm | None = None,
    decision: LeakDecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    stages = repair.stages_using(question)
    known = stages.filter(loop__in=Loop.objects.visible_to(request.user)).select_related("loop__candidate", "kit_version__kit")
    context = {
        "question": question,
        "version": question.current,
        "report": question.leak_reports.select_related("reported_by", "decided_by").order_by("-reported_at").first(),
        "form": form or LeakForm(),
        "decision": decision or LeakDecisionForm(),
        "refusal": access.report_leak.refusal(request.user, question),
        "may_decide": not access.write_questions.refusal(request.user),
        "kits": repair.kits_using(question),
        "stages": known[:SHOWN],
        "stage_count": stages.count(),
        "replacements": repair.replacements(question),
    }
    return TemplateResponse(request, "questions/leak.html", context, status=status)
