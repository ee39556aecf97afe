"""What the views of the room share: who may enter, and what the parts show."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from interviews import access, arriving
from interviews.agenda import agenda_of
from interviews.models import AskedQuestion, Interview, Opening, Seat, asking
from interviews.models.seat import WRITING, SeatQuerySet
from questionbank.phrasing import terms
from questionbank.search import Found, Scale, Wanted, find
from scorecards.forms import CodeForm, FocusForm, NoteForm
from scorecards.models import NoteLine, Scorecard
from scorecards.views import judging, panels, sharing
from scorecards.views.plan_rows import plan_rows

FOUND = 10
FIRST = 20  # lines of the note stream that the room shows at first, twice what is in sight
LINES = 60  # that come at once when somebody scrolls to those before


def seat_of(request: HttpRequest, pk: int) -> Seat:
    """The reader's own standing seat in this interview, for a page; 404 for everybody else, whatever their role."""
    loop = "interview__stage__loop"
    seats = Seat.objects.with_company().select_related(f"{loop}__level", f"{loop}__candidate", "scorecard")
    return _own(seats, request, pk)


def locked_seat_of(request: HttpRequest, pk: int, *, knows: str = "interview__stage__loop__level") -> Seat:
    """The same for a deed: locked, and with no more than what the deed goes by."""
    return _own(Seat.objects.select_for_update(of=("self",)).select_related(knows), request, pk)


def _own(seats: SeatQuerySet, request: HttpRequest, pk: int) -> Seat:
    seat = get_object_or_404(seats.standing().held_by(request.user), interview=pk)
    seat.person = request.user
    return seat


def steering(request: HttpRequest, pk: int) -> Seat:
    """The reader's own seat, locked, where it may steer the interview now; refused with a sentence where another one leads."""
    seat = locked_seat_of(request, pk)
    access.steer(seat, sharing.leader_of(seat))
    return seat


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


def questions_part(seat: Seat, *, now: datetime) -> dict[str, object]:
    """What the room shares: the plan with its time and what was asked of it and beside it, the question being asked, the panel."""
    company = sharing.panel_part(seat, now=now)
    kit = panels.plan_of(seat.interview.stage.kit_version_id)
    asked = list(seat.interview.asked.with_words().in_order())
    agenda = agenda_of(seat.interview, kit, asked, now=now)
    planned = {question.version_id for section in kit.sections.all() for question in section.questions.all()}
    beside = [one for one in asked if one.version_id not in planned]
    met = {family: one for family, one in asking.met(seat.interview).items() if one.interview_id != seat.interview_id}
    running = next((one for one in asked if one.ended_at is None), None)
    last = running or max(asked, key=lambda one: one.ended_at, default=None)
    told = panels.told_of(seat, asked)
    return {
        "now": now,
        "interview": seat.interview,
        "seat": seat,
        "kit": kit,
        "agenda": agenda,
        "offers": agenda.offers() if company["may_steer"] else [],
        "beside": beside,
        "rows": plan_rows(agenda, beside, met, panels.troubled(kit), may_steer=company["may_steer"]),
        "asked": running,
        "last": last,
        "tests": [one.competency_id for one in panels.words_of(last.version_id).tested.all()] if last else [],
        "all_told": told,
        "hint_sum": sum(one.strengths for one in told.values()),
        **panels.ways_on(kit, asked, agenda.states),
        **company,
        **(panels.running_part(running, told[running.version_id]) if running and company["may_read"] else {}),
        **(sharing.answer_part(running, company, now=now) if running else {}),
    }


def questions_afresh(request: HttpRequest, seat: Seat, *, now: datetime) -> dict[str, object]:
    """`questions_part` after a deed of a locked seat: the row that waited for its lock does not know what was done meanwhile."""
    return questions_part(seat_of(request, seat.interview_id), now=now)


def arrival_part(seat: Seat, *, now: datetime) -> dict[str, object]:
    """Whether the candidate is here; from 15 minutes after the booked start what may be said instead."""
    interview = seat.interview
    reports = [] if interview.started_at else list(interview.arrival_reports.standing().select_related("reported_by").in_order())
    waits_until = interview.starts_at + arriving.PATIENCE
    return {
        "interview": interview,
        "seat": seat,
        "now": now,
        "reports": reports,
        "waits_until": waits_until,
        "has_waited": now >= waits_until,
        "reported": {one.kind for one in reports},
    }


def notes_part(seat: Seat, card: Scorecard | None, *, before: NoteLine | None = None) -> dict[str, object]:
    """The last lines of this card's note stream, or the last before one; `earlier` is the id of the first where there are more."""
    if card is None:
        return {"interview": seat.interview, "card": None, "notes": []}
    lines = card.notes.standing().with_words()
    if before:
        lines = lines.before(before)
    most = LINES if before else FIRST
    newest = list(lines.in_order().reverse()[: most + 1])
    shown = newest[:most][::-1]
    return {
        "interview": seat.interview,
        "card": card,
        "notes": shown,
        "earlier": shown[0].pk if len(newest) > most else None,
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


def page(request: HttpRequest, pk: int, *, status: int = 200, **more: object) -> HttpResponse:
    """The whole room, for those who sit in it."""
    now = timezone.now()
    seat = seat_of(request, pk)
    Opening.note(seat, now=now)
    card = card_of(seat, now=now)
    questions = questions_part(seat, now=now)
    context = {
        "now": now,
        **questions,
        **arrival_part(seat, now=now),
        "asks_tie": not seat.has_declared and not access.declare.refusal(request.user, seat),
        "focus_form": FocusForm(),
        "code_form": CodeForm(),
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
