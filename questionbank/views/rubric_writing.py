"""Writing the rubric: the editor keeps what is typed by itself, and publishes when nothing is missing."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Refused
from questionbank import access, difference
from questionbank.forms import NameForm, WhyForm
from questionbank.models import Level, RedFlagKind, RubricDraft, Signal
from questionbank.rubric import ladders, writing
from questionbank.rubric.nouns import LABELS, Noun, Words
from questionbank.views.rubric import noun_or_404

DONE = {
    "retire": "It is retired: nothing new uses it. What was written with it still shows it.",
    "bring_back": "It is back: everything new may use it.",
}
PLACES = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
def rubric_new(request: HttpRequest, noun: str) -> HttpResponse:
    """A name is enough to begin; the editor asks for the rest."""
    kind = noun_or_404(noun)
    access.write_rubric(request.user)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = writing.begin(kind, form.cleaned_data["name"], by=request.user, now=timezone.now())
        return redirect("rubric_words", noun=noun, key=draft.key)
    return TemplateResponse(request, "rubric/new.html", {"form": form, "noun": kind}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def rubric_words(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """The editor. Each change is kept a moment after it is made."""
    kind = noun_or_404(noun)
    access.write_rubric(request.user)
    part, now = _part(kind, key), timezone.now()
    if request.method == "GET":
        draft = writing.drafts(kind, key).select_related("saved_by").first()
        shown = draft or writing.in_force(kind, part, key, by=request.user, now=now)
        return _editor(request, kind, part, key, shown.words, draft=draft, version=shown.version)
    words = kind.typed(request.POST)
    try:
        draft = writing.save(kind, key, words, version=_version(request), by=request.user, now=now)
    except writing.StaleWords as stale:
        return _stale(request, kind, part, key, words, stale.stored)
    if request.htmx:
        return TemplateResponse(request, "rubric/kept.html", _state(kind, part, key, words, draft, draft.version))
    return redirect(request.path)


@require_POST
def rubric_publication(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """Put what is typed in force."""
    kind = noun_or_404(noun)
    access.write_rubric(request.user)
    part, now = _part(kind, key), timezone.now()
    words, form = kind.typed(request.POST), WhyForm(request.POST)
    try:
        draft = writing.save(kind, key, words, version=_version(request), by=request.user, now=now)
        if not form.is_valid():
            return _editor(request, kind, part, key, words, draft=draft, version=draft.version, form=form, status=422)
        version = writing.publish(kind, key, version=draft.version, why=form.cleaned_data["why"], by=request.user, now=now)
    except writing.StaleWords as stale:
        return _stale(request, kind, part, key, words, stale.stored)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _editor(request, kind, part, key, words, draft=draft, version=draft.version, form=form, status=422)
    messages.success(request, f"Version {version.number} is in force. Scorecards that were begun keep the words they began with.")
    return redirect(kind.PAGE, key=key)


@require_POST
def rubric_draft_removal(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """Throw the draft away; what was never published goes with it."""
    kind = noun_or_404(noun)
    access.write_rubric(request.user)
    part = _part(kind, key)
    writing.drafts(kind, key).delete()
    return redirect(kind.PAGE, key=key) if part else redirect("rubric")


@require_POST
@transaction.atomic
def rubric_move(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """Retire a part, or bring it back, with the reason."""
    kind = noun_or_404(noun)
    access.write_rubric(request.user)
    get_object_or_404(kind.MODEL, key=key)
    verb, form = request.POST.get("to", ""), WhyForm(request.POST)
    if verb not in DONE:
        raise Http404
    if not form.is_valid():
        raise Refused("Say why, in a line that others can follow in a year.")
    getattr(writing, verb)(kind, key, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
    messages.success(request, DONE[verb])
    return redirect(kind.PAGE, key=key)


@require_POST
def rubric_place(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """Show a part one place earlier or later."""
    kind = noun_or_404(noun)
    access.write_rubric(request.user)
    get_object_or_404(kind.MODEL, key=key)
    if request.POST.get("to") not in PLACES:
        raise Http404
    writing.shift(kind, key, PLACES[request.POST["to"]])
    return redirect(f"{reverse('rubric')}#{noun}")


def _part(kind: Noun, key: str) -> Any:
    """The part, or None while only its draft is there; 404 for neither."""
    part = kind.MODEL.objects.filter(key=key).first()
    if part is None and not writing.drafts(kind, key).exists():
        raise Http404
    return part


def _version(request: HttpRequest) -> int:
    """The version the page was shown with; after a clash the one to write over."""
    number = request.POST.get("over") or request.POST.get("version", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1


def _stale(request: HttpRequest, kind: Noun, part: Any, key: str, words: Words, stored: RubricDraft) -> HttpResponse:
    """Both texts: what was typed stays in the form, what is stored stands above it word by word."""
    theirs, mine = kind.told(stored.words), kind.told(words)
    labels = {label: label for label in [*mine, *theirs]}
    context = {"stored": stored, "between": difference.changes(theirs, mine, labels)}
    if request.htmx:
        state = _state(kind, part, key, words, None, _version(request))
        return TemplateResponse(request, "rubric/kept.html", state | context, status=422)
    return _editor(request, kind, part, key, words, draft=None, version=_version(request), status=409, **context)


def _state(kind: Noun, part: Any, key: str, words: Words, draft: RubricDraft | None, version: int) -> dict[str, object]:
    """What stands beside the form: what is missing, what is weak, the sentence that is the 3, and when it was kept."""
    _, problems = kind.check(key, words)
    levels = list(Level.objects.order_by("rank"))
    return {
        "noun": kind,
        "part": part,
        "key": key,
        "words": words,
        "draft": draft,
        "version": version,
        "problems": [_placed(problem.where, problem.what, levels) for problem in problems],
        "levels": levels,
        "doubts": ladders.doubts(words["ladder"]) if "ladder" in words else [],
        "bars": ladders.bars(words["ladder"], levels) if "ladder" in words else [],
    }


def _placed(where: str, what: str, levels: list[Level]) -> dict[str, str]:
    """A problem with the id and the label of its field."""
    field = where.partition("[")[0]
    name, _, of = field.partition("-")
    label = LABELS.get(name, name)
    if of:
        label = f"{label} {next((level.name for level in levels if level.key == of), of)}"
    return {"id": field, "label": label, "what": what}


def _editor(
    request: HttpRequest,
    kind: Noun,
    part: Any,
    key: str,
    words: Words,
    *,
    draft: RubricDraft | None,
    version: int,
    form: WhyForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    state = _state(kind, part, key, words, draft, version)
    context = {
        **state,
        "form": form or WhyForm(),
        "rungs": ladders.rungs(words["ladder"], state["levels"]) if "ladder" in words else [],
        "signal_kinds": Signal.Kind.choices,
        "severities": RedFlagKind.Severity.choices,
        **more,
    }
    return TemplateResponse(request, "rubric/edit.html", context, status=status)
