"""The live room: what an interviewer sees and writes while listening."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused
from interviews import owed
from interviews.models import Seat, asking
from questionbank import lawful
from questionbank.models import CompetencyVersion, Hint, Point, QuestionVersion, Signal, Twist
from scorecards.forms import FlagForm, RatingForm
from scorecards.models import NoteLine, RedFlag, SignalMark, capture
from scorecards.views import rooming


@never_cache
@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole room, for those who sit in it."""
    return _room(request, rooming.seat_of(request, pk))


@require_POST
@transaction.atomic
def start(request: HttpRequest, pk: int) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    seat.interview.start(now=timezone.now())
    return redirect("room", pk=pk)


@require_POST
@transaction.atomic
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the interview; what is owed for the scorecard counts from here."""
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    if seat.interview.started_at is None:
        raise Refused("The interview has not begun. Start it first, or ask the recruiter to cancel it.")
    if running := seat.interview.asked.filter(ended_at=None).first():
        asking.finish(running, now=now)
    seat.interview.end(now=now)
    owed.after_end(seat.interview, now=now)
    return redirect("scorecard" if seat.writes else "interview", pk=pk)


@require_POST
@transaction.atomic
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    number = request.POST.get("version", "")
    versions = QuestionVersion.objects.select_related("question")
    version = get_object_or_404(versions, pk=int(number) if number.isascii() and number.isdigit() else 0)
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    try:
        asking.ask(seat.interview, version, by=request.user, now=timezone.now(), repeat_reason=reason)
    except asking.Repeated as repeated:
        said = {"repeated": repeated, "wanted": version}
        if request.htmx:
            return TemplateResponse(request, "room/_question.html", rooming.questions_part(seat) | said, status=422)
        return _room(request, seat, status=422, **said)
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def finish(request: HttpRequest, pk: int, asked_pk: object) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    asking.finish(rooming.asked_or_404(seat, asked_pk), now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def hint(request: HttpRequest, pk: int, asked_pk: object, hint_pk: int) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    asked = rooming.asked_or_404(seat, asked_pk)
    given = get_object_or_404(Hint, pk=hint_pk, version=asked.version_id)
    asking.give_hint(asked, given, by=request.user, now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def twist(request: HttpRequest, pk: int, asked_pk: object, twist_pk: int) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    asked = rooming.asked_or_404(seat, asked_pk)
    given = get_object_or_404(Twist, pk=twist_pk, version=asked.version_id)
    asking.give_twist(asked, given, by=request.user, now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def tick(request: HttpRequest, pk: int, asked_pk: object, point_pk: int) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    asked = rooming.asked_or_404(seat, asked_pk)
    point = get_object_or_404(Point, pk=point_pk, step__version=asked.version_id)
    asking.tick(asked, point, is_ticked="ticked" in request.POST, by=request.user, now=timezone.now())
    return _question_changed(request, seat)


@require_POST
@transaction.atomic
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """File one line. The id comes from the page, so that the same line twice is one."""
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    card = rooming.card_for_change(seat, now=now)
    form = rooming.note_form(card, request.POST)
    if not form.is_valid():
        said = [error for errors in form.errors.values() for error in errors]
        if request.htmx:
            context = {"interview": seat.interview, "note_errors": said}
            return TemplateResponse(request, "room/note_refused.html", context, status=422)
        return TemplateResponse(request, "room/_notes.html", {**rooming.notes_part(seat, card), "note_errors": said}, status=422)
    interview = seat.interview
    running = interview.asked.filter(ended_at=None).select_related("version").first()
    before = card.notes.standing().in_order().last()
    try:
        line = capture.note(
            card,
            id=form.cleaned_data["id"],
            line=form.cleaned_data["line"],
            competency=form.cleaned_data["competency"],
            asked=running,
            offset=interview.offset(now) if interview.is_live else None,
            now=now,
        )
    except NoteLine.DoesNotExist as error:  # the id is a line of somebody else's card
        raise Http404 from error
    is_there = line.entered_at != now
    then = "room" if interview.ended_at is None else "scorecard"
    is_first = running and not is_there and (before is None or before.asked_id != running.pk)
    context = {
        "interview": interview,
        "card": card,
        "line": line,
        "is_there": is_there,
        "is_first_of": running if is_first else None,
        "touches": lawful.touches(line.text),
        "saved_at": now,
    }
    return _changed(request, "room/note_added.html", context, then, pk)


@require_POST
@transaction.atomic
def note_change(request: HttpRequest, pk: int, note_pk: object) -> HttpResponse:
    """Take a line back, bring it again, link it to a competency, or change its words."""
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    card = rooming.card_for_change(seat, now=now)
    line = get_object_or_404(NoteLine, pk=note_pk, scorecard=card)
    if "delete" in request.POST:
        capture.delete_note(card, line.pk, now=now)
    elif "restore" in request.POST:
        capture.restore_note(card, line.pk)
    elif "competency" in request.POST:
        number = request.POST["competency"]
        ladder = next((one for one in card.ladders() if str(one.competency_id) == number), None)
        capture.link_note(card, line.pk, ladder.competency if ladder else None)
    then = "room" if seat.interview.ended_at is None else "scorecard"
    context = {**rooming.notes_part(seat, card), "saved_at": now, "taken_back": line if "delete" in request.POST else None}
    return _changed(request, "room/noted.html", context, then, pk)


@require_POST
@transaction.atomic
def rate(request: HttpRequest, pk: int, ladder_pk: int) -> HttpResponse:
    """Choose a step of a ladder of this card, or say why it was not observed."""
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    card = rooming.card_for_change(seat, now=now)
    ladder = get_object_or_404(CompetencyVersion, pk=ladder_pk, pk__in=[one.pk for one in card.ladders()])
    form = RatingForm(request.POST)
    if not form.is_valid():
        errors = [error for errors in form.errors.values() for error in errors]
        context = {**rooming.rating_part(seat, card), "rating_errors": errors, "failed": ladder.pk}
        return TemplateResponse(request, "room/_ratings.html", context, status=422)
    capture.rate(card, ladder, step=form.cleaned_data["step"], not_observed=form.cleaned_data["not_observed"], now=now)
    return _judged(request, seat, card, now)


@require_POST
@transaction.atomic
def signal(request: HttpRequest, pk: int, signal_pk: int) -> HttpResponse:
    """Count one sighting of a signal, or take the last one back."""
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    card = rooming.card_for_change(seat, now=now)
    seen = get_object_or_404(Signal.objects.in_use_at(card.began_at), pk=signal_pk)
    if "undo" in request.POST:
        capture.undo_signal(card, seen, now=now)
    else:
        asked = seat.interview.asked.filter(ended_at=None).first()
        try:
            capture.mark_signal(card, seen, id=_id(request), asked=asked, now=now)
        except SignalMark.DoesNotExist as error:
            raise Http404 from error
    return _judged(request, seat, card, now)


@require_POST
@transaction.atomic
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise a red flag with the behaviour seen and the words said."""
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    card = rooming.card_for_change(seat, now=now)
    form = FlagForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "room/_ratings.html", {**rooming.rating_part(seat, card), "flag_form": form}, status=422)
    try:
        capture.raise_flag(
            card,
            form.cleaned_data["kind"],
            id=form.cleaned_data["id"],
            behaviour=form.cleaned_data["behaviour"],
            words=form.cleaned_data["words"],
            now=now,
        )
    except RedFlag.DoesNotExist as error:
        raise Http404 from error
    return _judged(request, seat, card, now)


@require_POST
@transaction.atomic
def flag_withdrawal(request: HttpRequest, pk: int, flag_pk: object) -> HttpResponse:
    seat = rooming.seat_of(request, pk, lock=True)
    now = timezone.now()
    card = rooming.card_for_change(seat, now=now)
    get_object_or_404(card.red_flags, pk=flag_pk)
    capture.withdraw_flag(card, flag_pk, now=now)
    return _judged(request, seat, card, now)


@require_safe
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Questions of the bank for this room."""
    interview = rooming.interview_of(request, pk)
    q = request.GET.get("q", "").strip()[:100]
    found = rooming.found(interview, q, leaves_out=request.GET.get("repeats") == "without")
    return TemplateResponse(request, "room/_found.html", {"interview": interview, "found": found, "q": q})


def _room(request: HttpRequest, seat: Seat, *, status: int = 200, **more: object) -> HttpResponse:
    card = rooming.card_of(seat, now=timezone.now())
    context = {
        "now": timezone.now(),
        **rooming.questions_part(seat),
        **rooming.notes_part(seat, card),
        **rooming.rating_part(seat, card),
        "note_form": rooming.note_form(card) if card else None,
        **more,
    }
    return TemplateResponse(request, "room/room.html", context, status=status)


def _id(request: HttpRequest):
    from uuid import UUID  # noqa: PLC0415 -- only this needs it

    try:
        return UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Http404 from error


def _page(request: HttpRequest) -> str:
    return "scorecard" if request.POST.get("page") == "scorecard" else "room"


def _changed(request: HttpRequest, template: str, context: dict, then: str, pk: int) -> HttpResponse:
    if request.htmx:
        return TemplateResponse(request, template, context)
    return redirect(then, pk=pk)


def _judged(request: HttpRequest, seat, card, now) -> HttpResponse:
    page = _page(request)
    context = {**rooming.rating_part(seat, card), "saved_at": now, "page": page}
    if page == "scorecard":
        context["missing"] = card.missing()
    return _changed(request, "room/judged.html", context, page, seat.interview_id)


def _question_changed(request: HttpRequest, seat) -> HttpResponse:
    context = {"saved_at": timezone.now(), **rooming.questions_part(seat)}
    return _changed(request, "room/asked.html", context, "room", seat.interview_id)
