"""What one interviewer keeps in the live room: lines, ratings, signals, red flags. Nobody else sees any of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import Refused
from interviews.models import Seat
from questionbank import lawful
from questionbank.models import CompetencyVersion, Signal
from scorecards.card_forms import CardForm, PieceForm
from scorecards.forms import EvidenceForm, FlagForm, NoteForm, RatingForm
from scorecards.models import NoteLine, RedFlag, Scorecard, SignalMark, capture
from scorecards.models.judging import PICKS, StalePiece, piece, put
from scorecards.views import filling, judging, rooming
from scorecards.views.entries import Deed, entry, id_of


@entry(knows="interview")
def note(request: HttpRequest, deed: Deed) -> HttpResponse:
    """File one line, or the next state of a line that is being typed. The id comes from the page."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    form = rooming.note_form(card, request.POST)
    if not form.is_valid():
        return _not_kept(request, deed, card, [error for errors in form.errors.values() for error in errors])
    line = None
    try:
        line = _file(deed, card, form)
    except NoteLine.DoesNotExist as error:  # the id is a line of somebody else's card
        raise Http404 from error
    except capture.Stale as stale:
        if not request.htmx:
            return _line_page(request, deed.seat, card, stale.stored, mine=form.cleaned_data["line"])
        context = {"interview": deed.seat.interview, "card": card, "line": stale.stored, "mine": form.cleaned_data["line"]}
        return TemplateResponse(request, "room/note_stale.html", context, status=409)
    if _is_of_card(request) and request.htmx:
        return _standing(request, deed, "scorecards/noted.html", {"touches": [], "line": line})
    context = {"interview": deed.seat.interview, "card": card, "line": line}
    context["differs"] = (line.mark, line.text) != capture.parse(form.cleaned_data["line"])
    if "typing" not in request.POST:
        context["touches"] = lawful.touches(line.text)
    return rooming.changed(request, "room/note_kept.html", context, _page_of(deed), deed.seat.interview_id)


def _file(deed: Deed, card: Scorecard, form: NoteForm) -> NoteLine:
    interview, given = deed.seat.interview, form.cleaned_data
    if not deed.is_new:
        return card.notes.get(pk=given["id"])
    asked = interview.asked.filter(version=given["question"]) if "question" in form.data else interview.asked.filter(ended_at=None)
    return capture.note(
        card,
        id=given["id"],
        line=given["line"],
        was=given["was"],
        competency=given["competency"],
        was_linked=given["was_linked"],
        asked=asked.first(),
        offset=interview.offset(deed.at) if interview.was_live(deed.at) else None,
        now=deed.at,
    )


def _not_kept(request: HttpRequest, deed: Deed, card: Scorecard, errors: list[str]) -> HttpResponse:
    if request.htmx:
        context = {"interview": deed.seat.interview, "note_errors": errors}
        return TemplateResponse(request, "room/note_refused.html", context, status=422)
    context = {**rooming.notes_part(deed.seat, card), "note_errors": errors}
    return TemplateResponse(request, "room/_notes.html", context, status=422)


@entry
def note_change(request: HttpRequest, deed: Deed, note_pk: UUID) -> HttpResponse:
    """Take a line back, bring it again, link it to a competency, or move it to another question."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    line = get_object_or_404(NoteLine.objects.select_related("competency", "asked__version"), pk=note_pk, scorecard=card)
    if deed.is_new:
        if "delete" in request.POST:
            line = capture.delete_note(card, line.pk, now=deed.at)
        elif "restore" in request.POST:
            line = capture.restore_note(card, line.pk)
        elif "competency" in request.POST:
            line = capture.link_note(card, line.pk, card.competency(request.POST["competency"]))
        elif "question" in request.POST:
            asked = rooming.asked_of(deed.seat, request.POST["question"])
            line = capture.move_note(card, line.pk, asked)
    if _is_of_card(request) and request.htmx:
        return _standing(request, deed, "scorecards/stands.html", {})
    context = rooming.notes_part(deed.seat, card)
    return rooming.changed(request, "room/noted.html", context, _page_of(deed), deed.seat.interview_id)


@never_cache
@require_safe
def note_page(request: HttpRequest, pk: int, note_pk: UUID) -> HttpResponse:
    """One line with all that can be done with it, for who has no JavaScript."""
    seat = rooming.seat_of(request, pk)
    card = get_object_or_404(Scorecard, seat=seat)
    return _line_page(request, seat, card, get_object_or_404(card.notes, pk=note_pk))


def _line_page(request: HttpRequest, seat: Seat, card: Scorecard, line: NoteLine, *, mine: str = "") -> HttpResponse:
    card.seat = seat
    asked = seat.interview.asked.with_words().in_order()
    context = {"interview": seat.interview, "line": line, "ladders": card.ladders(), "asked": asked, "mine": mine}
    return TemplateResponse(request, "room/note.html", context, status=409 if mine else 200)


@never_cache
@require_safe
def notes_earlier(request: HttpRequest, pk: int, note_pk: UUID) -> HttpResponse:
    """The lines before that one, a few at a time."""
    seat = rooming.seat_of(request, pk)
    card = get_object_or_404(Scorecard, seat=seat)
    before = get_object_or_404(card.notes, pk=note_pk)
    context = rooming.notes_part(seat, card, before=before)
    if request.htmx:
        return TemplateResponse(request, "room/notes_earlier.html", context)
    return TemplateResponse(request, "room/notes.html", context)


@entry
def rate(request: HttpRequest, deed: Deed, ladder_pk: int) -> HttpResponse:
    """Choose a step of a ladder of this card, or say why it was not observed."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    ladder = get_object_or_404(CompetencyVersion, pk=ladder_pk, pk__in=[one.pk for one in card.ladders()])
    form = RatingForm(request.POST)
    if not form.is_valid():
        said = {"rating_errors": [error for errors in form.errors.values() for error in errors], "failed": ladder.pk}
        if not request.htmx:
            return rooming.page(request, deed.seat.interview_id, status=422, **said)
        if _is_of_card(request):
            block = filling.block_of(deed.seat, card, ladder)
            context = {"interview": deed.seat.interview, "level": card.level, "one": block, "reasons": filling.REASONS, **said}
            return TemplateResponse(request, "scorecards/_rating.html", context, status=422)
        return TemplateResponse(request, "room/rated.html", judging.one_rating(deed.seat, card, ladder) | said, status=422)
    if deed.is_new:
        given = form.cleaned_data
        capture.rate(card, ladder, step=given["step"], not_observed=given["not_observed"], now=deed.at)
    if _is_of_card(request) and request.htmx:
        return _standing(request, deed, "scorecards/stands.html", {})
    return _judged(request, deed, "room/rated.html", judging.one_rating(deed.seat, card, ladder))


@entry
def evidence(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Say which competency the chosen lines are evidence for, or none."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    form = EvidenceForm(request.POST, card=card)
    if not form.is_valid():
        raise Refused("Choose the lines first, then the competency that they are evidence for.")
    if deed.is_new:
        capture.link_notes(card, form.cleaned_data["lines"], form.cleaned_data["competency"])
    if not request.htmx:
        return redirect("scorecard", pk=deed.seat.interview_id)
    return _standing(request, deed, "scorecards/stands.html", {})


@entry
def card_words(request: HttpRequest, deed: Deed) -> HttpResponse:
    """One piece of the written part, as it is being written."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    form = PieceForm(request.POST, card=card)
    if not form.is_valid():
        errors = [error for errors in form.errors.values() for error in errors]
        return TemplateResponse(request, "scorecards/piece_refused.html", {"errors": errors}, status=422)
    given = form.cleaned_data
    stored = piece(card, given["name"])
    try:
        if deed.is_new:
            stored = put(card, given["name"], given["value"], was=given["was"])
    except StalePiece as stale:
        context = {"name": given["name"], "stored": stale.stored, "mine": given["value"]}
        context["words"] = dict(CardForm(card=card).fields[given["name"]].choices) if given["name"] in PICKS else {}
        return TemplateResponse(request, "scorecards/piece_stale.html", context, status=409)
    if not request.htmx:
        return redirect("scorecard", pk=deed.seat.interview_id)
    return _standing(
        request, deed, "scorecards/written.html", {"name": given["name"], "stored": stored, "differs": stored != given["value"]}
    )


@entry
def signal(request: HttpRequest, deed: Deed, signal_pk: int) -> HttpResponse:
    """Count one sighting of a signal, or take the last one back."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    seen = get_object_or_404(Signal.objects.in_use_at(card.began_at), pk=signal_pk)
    try:
        if deed.is_new and "undo" in request.POST:
            capture.undo_signal(card, seen, now=deed.at)
        elif deed.is_new:
            asked = deed.seat.interview.asked.filter(ended_at=None).first()
            capture.mark_signal(card, seen, id=id_of(request, deed), asked=asked, now=deed.at)
    except SignalMark.DoesNotExist as error:
        raise Http404 from error
    return _judged(request, deed, "room/counted.html", judging.one_signal(deed.seat, card, seen.pk))


@entry
def flag(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Raise a red flag with the behaviour seen and the words said."""
    card = rooming.card_for_change(deed.seat, now=deed.now)
    form = FlagForm(request.POST)
    if not form.is_valid():
        if not request.htmx:
            return rooming.page(request, deed.seat.interview_id, status=422, flag_form=form)
        return TemplateResponse(request, "room/_flags.html", {**judging.flags_part(deed.seat, card), "flag_form": form}, status=422)
    given = form.cleaned_data
    try:
        if deed.is_new:
            words = {"behaviour": given["behaviour"], "words": given["words"]}
            capture.raise_flag(card, given["kind"], id=id_of(request, deed), **words, now=deed.at)
    except RedFlag.DoesNotExist as error:
        raise Http404 from error
    return _judged(request, deed, "room/flagged.html", judging.flags_part(deed.seat, card))


@entry
def flag_withdrawal(request: HttpRequest, deed: Deed, flag_pk: UUID) -> HttpResponse:
    card = rooming.card_for_change(deed.seat, now=deed.now)
    get_object_or_404(card.red_flags, pk=flag_pk)
    if deed.is_new:
        capture.withdraw_flag(card, flag_pk, now=deed.at)
    return _judged(request, deed, "room/flagged.html", judging.flags_part(deed.seat, card))


def _page_of(deed: Deed) -> str:
    return "room" if deed.seat.interview.ended_at is None else "scorecard"


def _is_of_card(request: HttpRequest) -> bool:
    return request.POST.get("page") == "scorecard"


def _judged(request: HttpRequest, deed: Deed, template: str, part: dict) -> HttpResponse:
    if not request.htmx:
        return redirect("scorecard" if _is_of_card(request) else "room", pk=deed.seat.interview_id)
    if _is_of_card(request):
        return _standing(request, deed, "scorecards/judged.html", {**part, "part": template, "page": "scorecard"})
    return TemplateResponse(request, template, {**part, "page": ""})


def _standing(request: HttpRequest, deed: Deed, template: str, context: dict) -> HttpResponse:
    """An answer on the page of the card: what follows from what was done, read anew."""
    card = Scorecard.objects.get(seat=deed.seat)
    card.seat = deed.seat
    return TemplateResponse(request, template, {**filling.standing(deed.seat, card), **context, "page": "scorecard"})
