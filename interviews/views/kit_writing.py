"""Writing a kit: the builder keeps what is typed by itself, and publishes when the hour is whole."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused
from interviews import access
from interviews.kits import drawing, writing
from interviews.kits.forms import KitForm
from interviews.models import Kit, KitDraft, KitVersion
from questionbank.forms import WhyForm
from questionbank.models import Competency, Level, Stale
from questionbank.phrasing import terms
from questionbank.search import Scale, Wanted, find

OFFERED = 8


@require_http_methods(["GET", "POST"])
def kit_new(request: HttpRequest) -> HttpResponse:
    """A name and a kind of interview, or another kit to begin with."""
    access.write_kits(request.user)
    form = KitForm(request.POST or None, initial={"like": request.GET.get("like")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        like = KitVersion.objects.with_plan().filter(pk=said["like"].current_id).first() if said["like"] else None
        kit = writing.begin(said["name"], said["kind"], like=like, by=request.user, now=timezone.now())
        return redirect("kit_edit", key=kit.key)
    return TemplateResponse(request, "kits/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def kit_edit(request: HttpRequest, key: str) -> HttpResponse:
    """The builder. Each change is kept a moment after it is made; buttons move parts, also without scripts."""
    access.write_kits(request.user)
    kit = _kit(key)
    if request.method == "GET":
        draft = KitDraft.objects.filter(kit=kit).select_related("saved_by").first()
        words = draft.words if draft else _in_force(kit)
        more = _search(request, words) if "section" in request.GET else {}
        return _builder(request, kit, words, draft=draft, version=draft.version if draft else 0, **more)
    action = request.POST.get("do", "")
    words, place = writing.change(writing.typed(request.POST), action)
    try:
        draft = writing.save(kit, words, version=_version(request), by=request.user, now=timezone.now())
    except Stale as stale:
        return _stale(request, kit, words, stale.stored)
    if action.startswith("find "):
        return redirect(_found_at(request, action.removeprefix("find ")))
    if not request.htmx:
        return redirect(f"{request.path}#{place.replace(' ', '-')}" if place else request.path)
    if action:
        return _builder(request, kit, words, draft=draft, version=draft.version, place=place, template="kits/_builder.html")
    return TemplateResponse(request, "kits/kept.html", _state(kit, words, draft, draft.version))


@require_safe
def kit_questions(request: HttpRequest, key: str) -> HttpResponse:
    """Questions to put into one section: what `q` finds, or what fits the kit when nothing is typed."""
    access.write_kits(request.user)
    kit = _kit(key)
    draft = KitDraft.objects.filter(kit=kit).first()
    words = draft.words if draft else _in_force(kit)
    return TemplateResponse(request, "kits/_found.html", {"kit": kit, **_search(request, words)})


@require_POST
def kit_publication(request: HttpRequest, key: str) -> HttpResponse:
    """Put what is typed in force."""
    access.write_kits(request.user)
    kit, now = _kit(key), timezone.now()
    words, form = writing.typed(request.POST), WhyForm(request.POST)
    try:
        with transaction.atomic():
            draft = writing.save(kit, words, version=_version(request), by=request.user, now=now)
        if not form.is_valid():
            return _builder(request, kit, words, draft=draft, version=draft.version, form=form, status=422)
        version = writing.publish(kit, version=draft.version, why=form.cleaned_data["why"], by=request.user, now=now)
    except Stale as stale:
        return _stale(request, kit, words, stale.stored)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _builder(request, kit, words, draft=draft, version=draft.version, form=form, status=422)
    messages.success(request, f"Version {version.number} is in force for loops that open from now on.")
    return redirect("kit", key=key)


@require_POST
def kit_draft_removal(request: HttpRequest, key: str) -> HttpResponse:
    """Throw the draft away; a kit that was never in force goes with it."""
    access.write_kits(request.user)
    kit = _kit(key)
    with transaction.atomic():
        KitDraft.objects.filter(kit=kit).delete()
        if kit.current is None:
            kit.delete()
            return redirect("kits")
    return redirect("kit", key=key)


def _kit(key: str) -> Kit:
    return get_object_or_404(Kit.objects.with_words(), key=key)


def _in_force(kit: Kit) -> writing.Words:
    version = KitVersion.objects.with_plan().filter(pk=kit.current_id or 0).first()
    return writing.words_of(version) if version else writing.blank(kit.kind) | {"name": kit.name}


def _version(request: HttpRequest) -> int:
    """The version the page was shown with; after a clash the one to write over."""
    number = request.POST.get("over") or request.POST.get("version", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1


def _search(request: HttpRequest, words: writing.Words) -> dict[str, object]:
    """What the search of one section found."""
    section = request.GET.get("section", "")
    q = request.GET.get(f"find-{section}", "").strip()[:100]
    number = int(section) if section.isascii() and section.isdigit() and len(section) < 3 else 0
    return {"searched": number, "q": q, "offered": _offered(q, words), "asked": writing.asked(words)}


def _found_at(request: HttpRequest, section: str) -> str:
    """The builder with what the search of a section found, for those without scripts."""
    searched = urlencode({"section": section, f"find-{section}": request.POST.get(f"find-{section}", "")})
    return f"{request.path}?{searched}#found-{section}"


def _offered(q: str, words: writing.Words) -> list[dict[str, Any]]:
    """Questions in the order in which the bank finds them; without a search those for what the kit looks for first of all."""
    scale = Scale.here()
    known = [key for key in words["focus"] if key in {one.key for one in scale.offered}]
    chosen = {"competency": known[0]} if known and not q else {}
    rows = find(Wanted(terms(q), chosen, scale), size=OFFERED + writing.MOST_QUESTIONS if not q else OFFERED).rows
    if not q:
        asked = set(writing.asked(words))
        rows = [row for row in rows if row["key"] not in asked]
    return rows[:OFFERED]


def _stale(request: HttpRequest, kit: Kit, words: writing.Words, stored: KitDraft) -> HttpResponse:
    """Both plans: what was typed stays in the form, what is stored stands above it word by word."""
    context = {"stored": stored, "between": drawing.changes(stored.words, words)}
    if request.htmx and not request.POST.get("do"):
        return TemplateResponse(request, "kits/kept.html", _state(kit, words, None, _version(request)) | context, status=422)
    template = "kits/_builder.html" if request.htmx else "kits/edit.html"
    status = 422 if request.htmx else 409
    return _builder(request, kit, words, draft=None, version=_version(request), template=template, status=status, **context)


def _state(kit: Kit, words: writing.Words, draft: KitDraft | None, version: int) -> dict[str, object]:
    """What stands beside the form: the hour as a picture, what is missing, and when it was kept."""
    _, problems = writing.check(kit, words)
    picture = drawing.picture(words)
    return {"kit": kit, "words": words, "draft": draft, "version": version, "problems": problems, "picture": picture}


def _builder(
    request: HttpRequest,
    kit: Kit,
    words: writing.Words,
    *,
    draft: KitDraft | None,
    version: int,
    template: str = "kits/edit.html",
    form: WhyForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        **_state(kit, words, draft, version),
        "form": form or WhyForm(),
        "levels": Level.objects.order_by("rank"),
        "competencies": Competency.objects.in_use().in_order(),
        **more,
    }
    return TemplateResponse(request, template, context, status=status)
