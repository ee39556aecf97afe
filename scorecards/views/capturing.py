"""What one interviewer keeps in the live room: lines, ratings, signals, red flags. Nobody else sees any of it."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from questionbank import lawful
from questionbank.models import CompetencyVersion, Signal
from scorecards.forms import FlagForm, RatingForm
from scorecards.models import NoteLine, RedFlag, SignalMark, capture
from scorecards.views import rooming


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
    return rooming.changed(request, "room/note_added.html", context, then, pk)


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
    return rooming.changed(request, "room/noted.html", context, then, pk)


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


def _id(request: HttpRequest):
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Http404 from error


def _page(request: HttpRequest) -> str:
    return "scorecard" if request.POST.get("page") == "scorecard" else "room"


def _judged(request: HttpRequest, seat, card, now) -> HttpResponse:
    page = _page(request)
    context = {**rooming.rating_part(seat, card), "saved_at": now, "page": page}
    if page == "scorecard":
        context["missing"] = card.missing()
    return rooming.changed(request, "room/judged.html", context, page, seat.interview_id)
