"""Levels: what each expects, which steps of every ladder it tells apart, and what a yes looks like there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused
from questionbank import access
from questionbank.forms import LevelForm, NewLevelForm
from questionbank.models import Competency, Expectation, Level, RubricNoun
from questionbank.rubric import ladders
from questionbank.rubric import levels as writing
from questionbank.rubric.writing import moves


@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """All levels, lowest first, each with its four steps."""
    context = {"levels": Level.objects.order_by("rank"), "may_write": not access.write_rubric.refusal(request.user)}
    return TemplateResponse(request, "rubric/levels.html", context)


@require_http_methods(["GET", "POST"])
def level_new(request: HttpRequest) -> HttpResponse:
    """A new level. Its window is chosen here, once."""
    access.write_rubric(request.user)
    last = Level.objects.order_by("-rank").first()
    form = NewLevelForm(request.POST or None, initial={"after": last and last.key, "window_start": last and last.window_start})
    if request.method == "POST" and form.is_valid():
        try:
            level = writing.make(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("window_start", refused.sentence)
        else:
            messages.success(
                request, f"{level.name} is there. Say next what each signal expects of it: they begin as its neighbour's."
            )
            return redirect("level", key=level.key)
    return TemplateResponse(request, "rubric/level_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, key: str) -> HttpResponse:
    """One level for everybody to read; its words and its place change here, its window never."""
    one = get_object_or_404(Level, key=key)
    known = moves(RubricNoun.LEVEL, one.key)
    before = writing.before(one)
    first = {"name": one.name, "expects": one.expects, "after": before and before.key}
    form, status = LevelForm(level=one, initial=first), 200
    if request.method == "POST":
        access.write_rubric(request.user)
        form, status = LevelForm(request.POST, level=one), 422
        if form.is_valid() and _changed(request, one, form):
            messages.success(request, "It is changed.")
            return redirect("level", key=one.key)
    listed = Competency.objects.in_use().with_ladders().in_order()
    context = {
        "level": one,
        "form": form,
        "bars": [(competency, *ladders.bars(competency.current.ladder, [one])[0][1:]) for competency in listed],
        "expected": Expectation.objects.filter(level=one, signal__retired_at=None)
        .select_related("signal")
        .order_by("signal__place", "pk"),
        "moves": known,
        "seen": len(known),
        "may_write": not access.write_rubric.refusal(request.user),
    }
    return TemplateResponse(request, "rubric/level.html", context, status=status)


@require_POST
def level_removal(request: HttpRequest, key: str) -> HttpResponse:
    """Take away a level that nothing names yet."""
    access.write_rubric(request.user)
    one = get_object_or_404(Level, key=key)
    one.remove()
    messages.success(request, f"{one.name} is removed. Nothing named it.")
    return redirect("levels")


def _changed(request: HttpRequest, one: Level, form: LevelForm) -> bool:
    """Whether it was changed; if not, the form says why."""
    seen = request.POST.get("seen", "")
    if request.POST.get("window_start", str(one.window_start)) != str(one.window_start):
        form.add_error(None, f"The steps of {one.name} stay: ratings were given by them. Make a new level for other steps.")
        return False
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
    try:
        writing.change(one, **form.cleaned_data, seen=known, by=request.user, now=timezone.now())
    except Refused as refused:
        form.add_error("after", refused.sentence)
    except writing.StaleLevel as stale:
        who = stale.last.by.name if stale.last.by else "The default content"
        form.add_error(
            None,
            f"{who} changed it meanwhile: {stale.last.what}. What you typed is still in the form; save again to put it in place.",
        )
    return not form.errors
