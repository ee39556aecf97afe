"""My scorecard, submitting it, and reading those that I may."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused
from accounts.models import Event
from scorecards import independence
from scorecards.forms import CardForm
from scorecards.models import Exposure, Scorecard, remembering, sealing
from scorecards.models.counting import signals_on
from scorecards.models.exposure import What
from scorecards.models.judging import Judgement, StaleCard, can_judge, write
from scorecards.readers import readers_of
from scorecards.views import judging, rooming

SAVED_ELSEWHERE = (
    "This scorecard was saved in another tab or on another device meanwhile. What you typed is still below, with what is stored "
    "above it. Take over what you need and save again."
)


@never_cache
@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, pk: int) -> HttpResponse:
    """My card of this interview: evidence, ladders, signals, red flags, then the words, and the verdict last."""
    seat = rooming.seat_of(request, pk)
    now = timezone.now()
    card = rooming.card_of(seat, now=now)
    if card is None:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) does not score, so there is no scorecard to fill in.")
    if not card.is_open:
        return redirect("card", pk=card.pk)
    form = CardForm(request.POST or None, card=card)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            try:
                card = write(card, Judgement(**said), version=form.cleaned_data["version"], now=now)
            except Refused as refused:
                form.add_error("verdict", refused.sentence)
            except StaleCard:
                form.add_error(
                    None,
                    SAVED_ELSEWHERE,
                )
                form.data = form.data.copy()
                form.data["version"] = str(Scorecard.objects.get(pk=card.pk).version)
                status = 409
            else:
                if request.htmx:
                    context = {"card": card, "missing": card.missing(), "saved_at": now, "form": CardForm(card=card)}
                    return TemplateResponse(request, "scorecards/written.html", context)
                return redirect("scorecard", pk=pk)
    stored = Scorecard.objects.get(pk=card.pk) if status == 409 else None
    card.seat = seat
    context = {
        "form": form,
        "stored": stored,
        "missing": card.missing(),
        "can_judge": can_judge(card),
        "page": "scorecard",
        "seat": seat,
        "note_form": rooming.note_form(card),
        "readers": readers_of(seat),
        "interview": seat.interview,
        "notes": card.notes.standing().select_related("asked__version", "competency").in_order(),
        **judging.rating_part(seat, card, ages=remembering.ages(card)),
        "passed": remembering.not_rated_at_the_time(card),
    }
    return TemplateResponse(request, "scorecards/scorecard.html", context, status=status)


@require_POST
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    card = _mine(request, pk)
    sealing.submit(card, now=timezone.now())
    messages.success(request, "Your scorecard is submitted and sealed. What others submitted in this loop is open to you now.")
    return redirect("card", pk=card.pk)


@require_POST
def declination(request: HttpRequest, pk: int) -> HttpResponse:
    card = _mine(request, pk)
    sealing.decline(card, request.POST.get("reason", "")[:300], now=timezone.now())
    messages.success(request, "You declined this scorecard. Nobody reminds you of it any more.")
    return redirect("today")


@never_cache
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A submitted card, to those who may read it. Reading another person's is written down."""
    found = get_object_or_404(Scorecard.objects.visible_to(request.user).with_seat(), pk=pk)
    now = timezone.now()
    if found.seat.person_id != request.user.pk:
        expose(request, found, now=now)
    elif found.is_open:
        return redirect("scorecard", pk=found.seat.interview_id)
    level = found.level
    ratings = found.ratings.select_related("ladder__competency").order_by("ladder__competency__place", "pk")
    lines = list(found.notes.standing().select_related("competency", "asked__version").in_order())
    context = {
        "card": found,
        "loop": found.seat.interview.stage.loop,
        "level": level,
        "ratings": [
            (rating, rating.at(level), [line for line in lines if line.competency_id == rating.ladder.competency_id])
            for rating in ratings
        ],
        "loose": [line for line in lines if line.competency_id is None],
        "flags": found.red_flags.standing().with_words(),
        "signals": [one for one in signals_on(found) if one.count],
        "seal": found.seals.order_by("-number").first(),
        "independence": independence.of_cards([found]).get(found.pk),
        "others": Scorecard.objects.visible_to(request.user)
        .submitted()
        .filter(seat__interview__stage__loop=found.seat.interview.stage.loop_id)
        .exclude(pk=found.pk)
        .with_seat()
        .in_order(),
        "is_mine": found.seat.person_id == request.user.pk,
    }
    return TemplateResponse(request, "scorecards/card.html", context)


@transaction.atomic
def expose(request: HttpRequest, found: Scorecard, *, now: datetime) -> None:
    """Write down that this person read this card."""
    Event.note("read", found, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    Exposure.note(found.seat.interview.stage.loop, request.user, [What.CARD], now=now, cards=[found])


def _mine(request: HttpRequest, pk: int) -> Scorecard:
    return get_object_or_404(Scorecard.objects.by(request.user).with_seat(), pk=pk)
