"""What the views of the room share: who may enter, and what the parts show."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from interviews.models import AskedQuestion, Interview, Seat, asking
from interviews.models.seat import WRITING
from questionbank.phrasing import terms
from questionbank.search import Found, Scale, Wanted, find
from scorecards.forms import NoteForm
from scorecards.models import NoteLine, Scorecard
from scorecards.views import judging, panels

FOUND = 10
LINES = 100  # of the note stream that the room shows at first; those before come when somebody scrolls there


def seat_of(request: HttpRequest, pk: int, *, lock: bool = False) -> Seat:
    """The reader's own standing seat in this interview; 404 for everybody else, whatever their role."""
    seats = Seat.objects.standing().filter(person=request.user).with_interviews()
    seats = seats.select_for_update(of=("self",)) if lock else seats.select_related("scorecard")
    return get_object_or_404(seats, interview=pk)


def interview_of(request: HttpRequest, pk: int) -> Interview:
    """The interview that the reader sits in, with no more than a search needs; 404 as for the seat."""
    seats = Seat.objects.standing().filter(person=request.user).select_related("interview__stage__loop")
    return get_object_or_404(seats, interview=pk).interview


def card_of(seat: Seat, *, now: datetime) -> Scorecard | None:
    """The seat's scorecard, begun if need be; None for a seat that writes none."""
    if seat.role not in WRITING:
        return None
    card = getattr(seat, "scorecard", None) or Scorecard.of(seat, now=now)
    card.seat = seat
    return card


def card_for_change(seat: Seat, *, now: datetime) -> Scorecard:
    """The seat's scorecard, locked, begun if need be. Refused for a seat that writes none."""
    cards = Scorecard.objects.for_change().filter(seat=seat)
    card = cards.first() or (Scorecard.of(seat, now=now) and cards.get())
    card.seat = seat
    return card


def questions_part(seat: Seat) -> dict[str, object]:
    """The plan with what was asked of it, what was asked beside it, and the question being asked."""
    kit = panels.plan_of(seat.interview.stage.kit_version_id)
    asked = list(seat.interview.asked.with_words().in_order())
    states = {one.version_id: "running" if one.ended_at is None else "asked" for one in asked}
    planned = {question.version_id for section in kit.sections.all() for question in section.questions.all()}
    running = next((one for one in asked if one.ended_at is None), None)
    last = running or max(asked, key=lambda one: one.ended_at, default=None)
    told = panels.told_of(seat, asked)
    return {
        "interview": seat.interview,
        "seat": seat,
        "kit": kit,
        "states": states,
        "beside": [one for one in asked if one.version_id not in planned],
        "met": {family: one for family, one in asking.met(seat.interview).items() if one.interview_id != seat.interview_id},
        "troubled": panels.troubled(kit),
        "asked": running,
        "last": last,
        "tests": [one.competency_id for one in panels.words_of(last.version_id).tested.all()] if last else [],
        "all_told": told,
        "hint_sum": sum(one.strengths for one in told.values()),
        **panels.ways_on(kit, asked, states),
        **(panels.running_part(running, told[running.version_id]) if running else {}),
    }


def notes_part(seat: Seat, card: Scorecard | None, *, before: NoteLine | None = None) -> dict[str, object]:
    """The last lines of this card's note stream, or the last before one; `earlier` is the id of the first where there are more."""
    if card is None:
        return {"interview": seat.interview, "card": None, "notes": []}
    lines = card.notes.standing().select_related("asked__version", "competency")
    if before:
        lines = lines.before(before)
    newest = list(lines.in_order().reverse()[: LINES + 1])
    shown = newest[:LINES][::-1]
    return {
        "interview": seat.interview,
        "card": card,
        "notes": shown,
        "earlier": shown[0].pk if len(newest) > LINES else None,
    }


def note_form(card: Scorecard, data: object = None) -> NoteForm:
    form = NoteForm(data, card=card)
    if data is None:
        form.fields["competency"].widget.choices = form.choices
    return form


def found(interview: Interview, text: str, *, leaves_out: bool) -> Found:
    """Questions of the bank that may be asked and match a search, ten at most, each with when this candidate met one like it."""
    met = asking.met(interview)
    wanted = Wanted(terms(text), {}, Scale.here(), families=list(met), leaves_out=leaves_out)
    found = find(wanted, size=FOUND) if wanted.terms else Found([], has_more=False, wanted=wanted)
    for row in found.rows:
        row["met"] = met.get(row["family"])
    return found


def asked_of(seat: Seat, number: str) -> AskedQuestion | None:
    """The question of that version as it was asked in this very interview, None when it was not."""
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    return seat.interview.asked.filter(version=int(number)).first() if is_number else None


def asked_or_404(seat: Seat, version_pk: int) -> AskedQuestion:
    """The question of that version as it was asked in this very interview."""
    asked = seat.interview.asked.filter(version=version_pk).first()
    if asked is None:
        raise Http404
    return asked


def page(request: HttpRequest, seat: Seat, *, status: int = 200, **more: object) -> HttpResponse:
    """The whole room."""
    now = timezone.now()
    card = card_of(seat, now=now)
    questions = questions_part(seat)
    context = {
        "now": now,
        **questions,
        **notes_part(seat, card),
        **judging.rating_part(seat, card, hint_sum=questions["hint_sum"]),
        "note_form": note_form(card) if card else None,
        **more,
    }
    if card:
        context |= judging.at_hand(context["last"], context["tests"], context["ratings"])
    return TemplateResponse(request, "room/room.html", context, status=status)


def changed(request: HttpRequest, template: str, context: dict, then: str, pk: int) -> HttpResponse:
    """What changed, for who asked for a part; without JavaScript the whole page again."""
    if request.htmx:
        return TemplateResponse(request, template, context)
    return redirect(then, pk=pk)
