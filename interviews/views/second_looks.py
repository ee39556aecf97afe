"""Asking an interview that is still ahead for a second look at something, for whatever reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interviews import access, second_looks
from interviews.loop_forms import LookForm
from interviews.models import Loop, Stage
from interviews.turns import Busy


@require_http_methods(["GET", "POST"])
def second_look(request: HttpRequest, pk: int) -> HttpResponse:
    """What this interview looks at, what it was asked to besides, and asking for more."""
    stage = _stage(request, pk)
    form = LookForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        competency = form.cleaned_data["competency"]
        try:
            second_looks.ask(stage, competency, by=request.user, now=timezone.now())
        except Busy as busy:
            form.add_error(None, busy.sentence)
        else:
            messages.success(request, f"{stage} looks at {competency} too. Its interviewers are told by mail.")
            return redirect("second_look", pk=pk)
    context = {
        "stage": stage,
        "loop": stage.loop,
        "form": form,
        "asked": second_looks.asked_of(stage),
        "focus": stage.focus.select_related("competency").order_by("place", "pk"),
        "is_ahead": second_looks.ahead(stage.loop).filter(pk=stage.pk).exists(),
    }
    return TemplateResponse(request, "loops/second_look.html", context, status=422 if form.errors else 200)


@require_POST
def second_look_removal(request: HttpRequest, pk: int, focus_pk: int) -> HttpResponse:
    """It no longer looks at it."""
    stage = _stage(request, pk)
    focus = get_object_or_404(second_looks.asked_of(stage), pk=focus_pk)
    second_looks.take_back(stage, focus.competency, by=request.user, now=timezone.now())
    return redirect("second_look", pk=pk)


def _stage(request: HttpRequest, pk: int) -> Stage:
    stages = Stage.objects.select_related("loop__candidate", "loop__job")
    stage = get_object_or_404(stages, pk=pk, loop__in=Loop.objects.visible_to(request.user))
    access.book(request.user, stage.loop)
    return stage
