"""Writing a question: the editor keeps what is typed by itself, and publishes when nothing is missing."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Refused
from questionbank import access, difference, lawful, writing
from questionbank.forms import BeginForm, WhyForm
from questionbank.models import Competency, Level, Question, QuestionDraft, Stale
from questionbank.models.question import Category, Hint, Twist


@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest) -> HttpResponse:
    """A title and a category are enough to begin; the editor asks for the rest."""
    access.write_questions(request.user)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with transaction.atomic():
            question = writing.begin(said["title"], said["category"], by=request.user, now=timezone.now())
        return redirect("question_edit", key=question.key)
    return TemplateResponse(request, "questions/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def question_edit(request: HttpRequest, key: str) -> HttpResponse:
    """The editor. Each change is kept a moment after it is made; buttons add, move and remove parts, also without scripts."""
    access.write_questions(request.user)
    question = _question(key)
    if request.method == "GET":
        draft = QuestionDraft.objects.filter(question=question).select_related("saved_by").first()
        words = draft.words if draft else writing.words_of(question.current) if question.current else writing.blank()
        return _editor(request, question, words, draft=draft, version=draft.version if draft else 0)
    words = writing.change(writing.typed(request.POST), request.POST.get("do", ""))
    try:
        draft = writing.save(question, words, version=_version(request), by=request.user, now=timezone.now())
    except Stale as stale:
        return _stale(request, question, words, stale.stored)
    if request.htmx:
        return TemplateResponse(request, "questions/kept.html", _state(question, words, draft, draft.version))
    part = request.POST.get("do", "").partition(" ")[2].partition(" ")[0]
    return redirect(f"{request.path}#{part}" if part in writing.PARTS else request.path)


@require_POST
def question_publication(request: HttpRequest, key: str) -> HttpResponse:
    """Put what is typed in force."""
    access.write_questions(request.user)
    question, now = _question(key), timezone.now()
    words, form = writing.typed(request.POST), WhyForm(request.POST)
    try:
        with transaction.atomic():
            draft = writing.save(question, words, version=_version(request), by=request.user, now=now)
        if not form.is_valid():
            return _editor(request, question, words, draft=draft, version=draft.version, form=form, status=422)
        version = writing.publish(question, version=draft.version, why=form.cleaned_data["why"], by=request.user, now=now)
    except Stale as stale:
        return _stale(request, question, words, stale.stored)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _editor(request, question, words, draft=draft, version=draft.version, form=form, status=422)
    messages.success(request, f"Version {version.number} is in force. Interviews that are booked keep the words of their kit.")
    return redirect("question", key=key)


@require_POST
def question_draft_removal(request: HttpRequest, key: str) -> HttpResponse:
    """Throw the draft away; a question that never had words goes with it."""
    access.write_questions(request.user)
    question = _question(key)
    with transaction.atomic():
        QuestionDraft.objects.filter(question=question).delete()
        if question.current is None and question.state == "draft":
            question.delete()
            return redirect("questions")
    return redirect("question", key=key)


def _question(key: str) -> Question:
    parts = ("current__tested__competency", "current__steps__points", "current__hints", "current__twists")
    return get_object_or_404(Question.objects.with_words().prefetch_related(*parts), key=key)


def _version(request: HttpRequest) -> int:
    """The version the page was shown with; after a clash the one to write over."""
    number = request.POST.get("over") or request.POST.get("version", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1


def _stale(request: HttpRequest, question: Question, words: writing.Words, stored: QuestionDraft) -> HttpResponse:
    """Both texts: what was typed stays in the form, what is stored stands above it word by word."""
    context = {"stored": stored, "between": difference.changes(stored.words, words)}
    if request.htmx:
        state = _state(question, words, None, _version(request))
        return TemplateResponse(request, "questions/kept.html", state | context, status=422)
    return _editor(request, question, words, draft=None, version=_version(request), status=409, **context)


def _state(question: Question, words: writing.Words, draft: QuestionDraft | None, version: int) -> dict[str, object]:
    """What stands beside the form: the words as they will look, what is missing, and when it was kept."""
    _, problems = writing.check(question, words)
    told = [words["title"], *(words[name] for name in writing.TEXTS), *words["follow_ups"]]
    told += [str(cell) for part in writing.PARTS for one in words[part] for cell in one.values()]
    return {
        "question": question,
        "words": words,
        "draft": draft,
        "version": version,
        "problems": problems,
        "touches": lawful.touches(*told),
    }


def _editor(
    request: HttpRequest,
    question: Question,
    words: writing.Words,
    *,
    draft: QuestionDraft | None,
    version: int,
    form: WhyForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        **_state(question, words, draft, version),
        "form": form or WhyForm(),
        "categories": Category.choices,
        "levels": Level.objects.order_by("rank"),
        "competencies": Competency.objects.in_use_or(words["tests"]).in_order(),
        "strengths": [(str(value), label) for value, label in Hint.Strength.choices],
        "kinds": Twist.Kind.choices,
        **more,
    }
    return TemplateResponse(request, "questions/edit.html", context, status=status)
