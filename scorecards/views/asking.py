"""Asking in the live room: questions, hints, twists and ticked points, as everybody in the panel sees them."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from interviews import access
from interviews.models import Seat, asking
from questionbank.models import Hint, Point, QuestionVersion, Twist
from scorecards.views import rooming, sharing


@require_POST
@transaction.atomic
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    seat = rooming.steering(request, pk)
    number = request.POST.get("version", "")
    versions = QuestionVersion.objects.select_related("question")
    version = get_object_or_404(versions, pk=int(number) if number.isascii() and number.isdigit() else 0)
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    try:
        asking.ask(seat.interview, version, by=request.user, now=timezone.now(), repeat_reason=reason)
    except asking.Repeated as repeated:
        said = {"repeated": repeated, "wanted": version}
        if request.htmx:
            part = rooming.questions_part(seat, now=timezone.now()) | said
            return TemplateResponse(request, "room/_question.html", part, status=422)
        return rooming.page(request, seat, status=422, **said)
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def finish(request: HttpRequest, pk: int, asked_pk: object) -> HttpResponse:
    seat = rooming.steering(request, pk)
    asking.finish(rooming.asked_or_404(seat, asked_pk), now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def hint(request: HttpRequest, pk: int, asked_pk: object, hint_pk: int) -> HttpResponse:
    seat = rooming.steering(request, pk)
    asked = rooming.asked_or_404(seat, asked_pk)
    given = get_object_or_404(Hint, pk=hint_pk, version=asked.version_id)
    asking.give_hint(asked, given, by=request.user, now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def twist(request: HttpRequest, pk: int, asked_pk: object, twist_pk: int) -> HttpResponse:
    seat = rooming.steering(request, pk)
    asked = rooming.asked_or_404(seat, asked_pk)
    given = get_object_or_404(Twist, pk=twist_pk, version=asked.version_id)
    asking.give_twist(asked, given, by=request.user, now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def tick(request: HttpRequest, pk: int, asked_pk: object, point_pk: int) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    access.tick(seat)
    asked = rooming.asked_or_404(seat, asked_pk)
    point = get_object_or_404(Point, pk=point_pk, step__version=asked.version_id)
    asking.tick(asked, point, is_ticked="ticked" in request.POST, by=request.user, now=timezone.now())
    return _answered(request, seat)


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


def _question_changed(request: HttpRequest, seat: Seat) -> HttpResponse:
    sharing.told(seat.interview)
    return _answered(request, seat)


def _answered(request: HttpRequest, seat: Seat) -> HttpResponse:
    now = timezone.now()
    context = {"saved_at": now, **rooming.questions_part(seat, now=now)}
    return rooming.changed(request, "room/asked.html", context, "room", seat.interview_id)
