"""Reading the rubric: all of it at a glance, a competency with its ladder, a signal, a kind of red flag, and their versions."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from questionbank import access, difference
from questionbank.forms import WhyForm
from questionbank.models import Competency, Level, RedFlagKind, RubricDraft, RubricNoun, Signal
from questionbank.models.competency import MOST_COUNTED
from questionbank.rubric import competencies, ladders, red_flags, signals
from questionbank.rubric.nouns import Noun
from questionbank.rubric.writing import NOUNS, drafts, moves


@require_safe
def rubric(request: HttpRequest) -> HttpResponse:
    """What the company looks for: competencies in order, levels, signals, red-flag kinds; the retired ones apart."""
    may_write = not access.write_rubric.refusal(request.user)
    listed = list(Competency.objects.filter(current__isnull=False).with_ladders().with_question_counts().in_order())
    listened, kinds = _numbered(Signal), _numbered(RedFlagKind)
    known = {
        (noun.NOUN, part.key) for noun, parts in ((competencies, listed), (signals, listened), (red_flags, kinds)) for part in parts
    }
    being_written = RubricDraft.objects.select_related("saved_by").order_by("-saved_at", "-pk")[:50] if may_write else []
    context = {
        "competencies": [one for one in listed if not one.retired_at],
        "levels": Level.objects.order_by("rank"),
        "signals": [one for one in listened if not one.retired_at],
        "kinds": [one for one in kinds if not one.retired_at],
        "retired": [
            (noun, one)
            for noun, parts in ((competencies, listed), (signals, listened), (red_flags, kinds))
            for one in parts
            if one.retired_at
        ],
        "drafts": [(draft, (draft.noun, draft.key) in known) for draft in being_written],
        "most": MOST_COUNTED,
        "may_write": may_write,
    }
    return TemplateResponse(request, "rubric/rubric.html", context)


@require_safe
def competency(request: HttpRequest, key: str) -> HttpResponse:
    """One competency: what it means, and its ladder with what each sentence is worth at each level."""
    one = get_object_or_404(Competency.objects.with_ladders().filter(current__isnull=False), key=key)
    levels = list(Level.objects.order_by("rank"))
    more = {"levels": levels, "rungs": ladders.rungs(one.current.ladder, levels)}
    return TemplateResponse(request, "rubric/competency.html", _page(request, competencies, one, **more))


@require_safe
def seniority_signal(request: HttpRequest, key: str) -> HttpResponse:
    """One signal: how it is counted, and what each level is expected to show."""
    one = get_object_or_404(Signal, key=key)
    expected = one.expectations.select_related("level").order_by("level__rank")
    return TemplateResponse(request, "rubric/signal.html", _page(request, signals, one, expected=expected))


@require_safe
def red_flag_kind(request: HttpRequest, key: str) -> HttpResponse:
    """One kind of red flag: what it is, what it takes to raise it, and what is not enough."""
    one = get_object_or_404(RedFlagKind, key=key)
    return TemplateResponse(request, "rubric/red_flag.html", _page(request, red_flags, one))


@require_safe
def rubric_version(request: HttpRequest, noun: str, key: str, number: int) -> HttpResponse:
    """One version in its own words, and what it changed in the one before it."""
    kind = noun_or_404(noun)
    part = get_object_or_404(kind.MODEL, key=key)
    version = get_object_or_404(part.versions.select_related("published_by"), number=number)
    before = part.versions.filter(number__lt=number).order_by("-number").first()
    now_told = kind.told(kind.words_of(version))
    then_told = kind.told(kind.words_of(before)) if before else {}
    labels = dict.fromkeys([*now_told, *then_told])
    context = {
        "noun": kind,
        "part": part,
        "version": version,
        "before": before,
        "following": part.versions.filter(number__gt=number).order_by("number").first(),
        "told": now_told,
        "changes": difference.changes(then_told, now_told, {label: label for label in labels}) if before else [],
    }
    return TemplateResponse(request, "rubric/version.html", context)


def noun_or_404(noun: str) -> Noun:
    """What the address names: competencies, signals or red flags."""
    if noun not in NOUNS:
        raise Http404
    return NOUNS[noun]


def _numbered(model: Any) -> list[Any]:
    """All of a noun in order, each with `number`, its version in force."""
    return list(model.objects.annotate(number=Count("versions")).order_by("place", "pk"))


def _page(request: HttpRequest, noun: Noun, part: Any, **more: object) -> dict[str, object]:
    """What every page of a part shows besides its words."""
    return {
        "noun": noun,
        "part": part,
        "history": part.versions.newest_first(),
        "moves": moves(RubricNoun(noun.NOUN), part.key),
        "has_draft": drafts(noun, part.key).exists(),
        "may_write": not access.write_rubric.refusal(request.user),
        "form": WhyForm(),
        **more,
    }
