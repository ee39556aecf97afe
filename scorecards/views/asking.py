"""Asking in the live room: questions, hints, twists and ticked points, as everybody in the panel sees them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from interviews import access
from interviews.models import asking
from questionbank.models import Hint, Point, QuestionVersion, Twist
from scorecards.models import remembering
from scorecards.views import panels, rooming, sharing
from scorecards.views.entries import Deed, entry

WHILE = 600  # seconds for which a browser takes the words of the questions as they were


@entry
def ask(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Begin a question. Where the candidate met one like it, ask for the reason first."""
    number = request.POST.get("version", "")
    versions = QuestionVersion.objects.select_related("question")
    version = get_object_or_404(versions, pk=int(number) if number.isascii() and number.isdigit() else 0)
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    try:
        if deed.is_new:
            before = remembering.at_hand(deed.seat.interview)
            sharing.steer(deed.seat, deed.at)
            asking.ask(deed.seat.interview, version, by=request.user, now=deed.at, repeat_reason=reason)
            if before and before.version_id != version.pk:
                remembering.pass_over(before, deed.seat, now=deed.at)
    except asking.Repeated as repeated:
        said = {"repeated": repeated, "wanted": version}
        if request.htmx:
            part = rooming.questions_afresh(request, deed.seat, now=deed.now) | said
            return TemplateResponse(request, "room/_question.html", part, status=422)
        return rooming.page(request, deed.seat.interview_id, status=422, **said)
    return _question_changed(request, deed)


@entry
def finish(request: HttpRequest, deed: Deed, version_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        asking.finish(asked, now=deed.at)
    return _question_changed(request, deed)


@entry
def hint(request: HttpRequest, deed: Deed, version_pk: int, hint_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    given = get_object_or_404(Hint, pk=hint_pk, version=asked.version_id)
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        asking.give_hint(asked, given, by=request.user, now=deed.at)
    return _question_changed(request, deed)


@entry
def twist(request: HttpRequest, deed: Deed, version_pk: int, twist_pk: int) -> HttpResponse:
    asked = rooming.asked_or_404(deed.seat, version_pk)
    given = get_object_or_404(Twist, pk=twist_pk, version=asked.version_id)
    if deed.is_new:
        sharing.steer(deed.seat, deed.at)
        asking.give_twist(asked, given, by=request.user, now=deed.at)
    return _question_changed(request, deed)


@entry
def tick(request: HttpRequest, deed: Deed, version_pk: int, point_pk: int) -> HttpResponse:
    access.tick(deed.seat)
    asked = rooming.asked_or_404(deed.seat, version_pk)
    point = get_object_or_404(Point, pk=point_pk, step__version=asked.version_id)
    if deed.is_new:
        asking.tick(asked, point, is_ticked="ticked" in request.POST, by=request.user, now=deed.at)
    return _answered(request, deed)


@cache_control(private=True, max_age=WHILE)
@require_safe
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of every question of this room, to be shown at once and without a network."""
    seat = rooming.seat_of(request, pk)
    access.read_questions(seat)
    context = {"interview": seat.interview, "seat": seat, "versions": panels.panels_of(seat), "is_bare": True}
    return TemplateResponse(request, "room/questions.html", context)


@require_safe
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions of the bank for this room."""
    seat = rooming.seat_of(request, pk)
    access.search_questions(seat)
    interview = seat.interview
    q = request.GET.get("q", "").strip()[:100]
    found = rooming.found(interview, q, leaves_out=request.GET.get("repeats") == "without")
    may_ask = interview.is_live and not access.steer.refusal(seat, sharing.leader_of(seat))
    return TemplateResponse(request, "room/_found.html", {"interview": interview, "found": found, "q": q, "may_ask": may_ask})


def _question_changed(request: HttpRequest, deed: Deed) -> HttpResponse:
    sharing.told(deed.seat.interview, deed.id)
    return _answered(request, deed)


def _answered(request: HttpRequest, deed: Deed) -> HttpResponse:
    context = rooming.questions_afresh(request, deed.seat, now=deed.now)
    return rooming.changed(request, "room/asked.html", context, "room", deed.seat.interview_id)
