"""The panel in the room: the shared part that every page follows, the lead, the candidate's page and quiet time."""

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from interviews import access
from interviews.models import AskedQuestion, Seat, leading, showing
from interviews.models.link import link_of
from questionbank.models import Step
from scorecards.forms import CodeForm, FocusForm
from scorecards.views import rooming, sharing


@never_cache
@require_safe
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of the room that others change, as this seat may see them: what a page asks for when it is told of a change."""
    seat = rooming.seat_of(request, pk)
    now = timezone.now()
    arrival = {} if seat.interview.started_at else rooming.arrival_part(seat, now=now)
    return TemplateResponse(request, "room/shared.html", {**rooming.questions_part(seat, now=now), **arrival})


@require_POST
@transaction.atomic
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the lead over from whoever has it."""
    seat = rooming.locked_seat_of(request, pk)
    access.take_lead(seat)
    leading.take_lead(seat, now=timezone.now())
    sharing.told(seat.interview)
    return _answered(request, seat)


@require_POST
@transaction.atomic
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the candidate a question's prompt or one of its steps; `hide` takes that from their page again."""
    seat = rooming.steering(request, pk)
    asked = rooming.asked_or_404(seat, _number(request.POST.get("version", "")))
    verb = showing.hide if "hide" in request.POST else showing.show
    verb(seat.interview, asked, _step(request, asked), by=request.user, now=timezone.now())
    return _shown_changed(request, seat)


@require_POST
@transaction.atomic
def shown_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the candidate a block of code, in place of the one before."""
    seat = rooming.steering(request, pk)
    form = CodeForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return TemplateResponse(request, "room/_code.html", {"interview": seat.interview, "code_form": form}, status=422)
        return rooming.page(request, pk, status=422, code_form=form)
    running = seat.interview.asked.filter(ended_at=None).first()
    showing.show_code(seat.interview, form.cleaned_data["code"], running, by=request.user, now=timezone.now())
    return _shown_changed(request, seat, "room/coded.html", code_form=form)


@require_POST
@transaction.atomic
def shown_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the candidate nothing."""
    seat = rooming.steering(request, pk)
    showing.show_nothing(seat.interview, by=request.user, now=timezone.now())
    return _shown_changed(request, seat)


@require_POST
@transaction.atomic
def focus(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the candidate quiet time; the clock of the answer stands meanwhile."""
    seat = rooming.steering(request, pk)
    form = FocusForm(request.POST)
    if not form.is_valid():
        if request.htmx:
            return TemplateResponse(request, "room/_focus.html", {"interview": seat.interview, "focus_form": form}, status=422)
        return rooming.page(request, pk, status=422, focus_form=form)
    showing.begin_focus(seat.interview, minutes=form.cleaned_data["minutes"], by=request.user, now=timezone.now())
    return _shown_changed(request, seat, "room/focused.html", focus_form=form)


@require_POST
@transaction.atomic
def focus_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the quiet time before its minutes are over."""
    seat = rooming.steering(request, pk)
    showing.end_focus(seat.interview, now=timezone.now())
    return _shown_changed(request, seat)


@never_cache
@require_POST
@transaction.atomic
def candidate_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The link to the candidate's page; `new` makes another one, and the one before opens nothing any more."""
    seat = rooming.locked_seat_of(request, pk)
    access.invite_candidate(seat)
    link = link_of(seat.interview, by=request.user, now=timezone.now(), is_new="new" in request.POST)
    sharing.told(seat.interview)
    sharing.candidate_told(seat.interview)
    address = settings.BASE_URL + reverse("candidate_room", args=[link.token])
    if request.htmx:
        context = {"link": address, **rooming.questions_afresh(request, seat, now=timezone.now())}
        return TemplateResponse(request, "room/linked.html", context)
    return rooming.page(request, pk, link=address)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _step(request: HttpRequest, asked: AskedQuestion) -> Step | None:
    if not request.POST.get("step"):
        return None
    return get_object_or_404(Step, pk=_number(request.POST["step"]), version=asked.version_id)


def _shown_changed(request: HttpRequest, seat: Seat, template: str = "room/shared.html", **more: object) -> HttpResponse:
    sharing.told(seat.interview)
    sharing.candidate_told(seat.interview)
    return _answered(request, seat, template, **more)


def _answered(request: HttpRequest, seat: Seat, template: str = "room/shared.html", **more: object) -> HttpResponse:
    """The shared parts as they are now; without JavaScript the whole page again."""
    context = {"oob": True, **rooming.questions_afresh(request, seat, now=timezone.now()), **more}
    return rooming.changed(request, template, context, "room", seat.interview_id)
