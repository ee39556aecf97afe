"""Asking in the live room: questions, hints, twists and ticked points, as everybody in the panel sees them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from interviews.models import asking
from questionbank.models import Hint, Point, QuestionVersion, Twist
from scorecards.views import rooming
from scorecards.views.entries import Deed, entry


@entry
def ask(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Begin a question. Where the candidate met one like it, ask for the reason first."""
    number = request.POST.get("version", "")
    versions = QuestionVersion.objects.select_related("question")
    version = get_object_or_404(versions, pk=int(number) if number.isascii() and number.isdigit() else 0)
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    try:
        if deed.is_new:
            asking.ask(deed.seat.interview, version, by=request.user, now=deed.at, repeat_reason=reason)
    except asking.Repeated as repeated:
        said = {"repeated": repeated, "wanted": version}
        if request.htmx:
            return TemplateResponse(request, "room/_question.html", rooming.questions_part(deed.seat) | said, status=422)
        return rooming.page(request, deed.seat, status=422, **said)
    return _question_changed(request, deed)


@entry
def finish(request: HttpRequest, deed: Deed, version_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    if deed.is_new:
        asking.finish(asked, now=deed.at)
    return _question_changed(request, deed)


@entry
def hint(request: HttpRequest, deed: Deed, version_pk: int, hint_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    given = get_object_or_404(Hint, pk=hint_pk, version=asked.version_id)
    if deed.is_new:
        asking.give_hint(asked, given, by=request.user, now=deed.at)
    return _question_changed(request, deed)


@entry
def twist(request: HttpRequest, deed: Deed, version_pk: int, twist_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    given = get_object_or_404(Twist, pk=twist_pk, version=asked.version_id)
    if deed.is_new:
        asking.give_twist(asked, given, by=request.user, now=deed.at)
    return _question_changed(request, deed)


@entry
def tick(request: HttpRequest, deed: Deed, version_pk: int, point_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    point = get_object_or_404(Point, pk=point_pk, step__version=asked.version_id)
    if deed.is_new:
        asking.tick(asked, point, is_ticked="ticked" in request.POST, by=request.user, now=deed.at)
    return _question_changed(request, deed)


@require_safe
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions of the bank for this room."""
    interview = rooming.interview_of(request, pk)
    q = request.GET.get("q", "").strip()[:100]
    found = rooming.found(interview, q, leaves_out=request.GET.get("repeats") == "without")
    return TemplateResponse(request, "room/_found.html", {"interview": interview, "found": found, "q": q})


def _question_changed(request: HttpRequest, deed: Deed) -> HttpResponse:
    context = {"saved_at": deed.now, **rooming.questions_part(deed.seat)}
    return rooming.changed(request, "room/asked.html", context, "room", deed.seat.interview_id)
