"""My scorecard, submitting it, and reading those that I may."""

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
from scorecards.card_forms import CardForm
from scorecards.models import Exposure, Scorecard, sealing
from scorecards.models.counting import signals_on
from scorecards.models.judging import Judgement, StaleCard, write
from scorecards.views import filling, rooming

SAVED_ELSEWHERE = (
    "This scorecard was saved in another tab or on another device meanwhile. What you typed is still below, with what is stored "
    "above it. Take over what you need and save again."
)


@never_cache
@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, pk: int) -> HttpResponse:
    """My card of this interview: evidence and step by competency, signals, red flags, then the words, and the verdict last."""
    seat = rooming.seat_of(request, pk)
    now = timezone.now()
    card = rooming.card_of(seat, now=now)
    if card is None:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) does not score, so there is no scorecard to fill in.")
    if not card.is_open:
        return redirect("card", pk=card.pk)
    form = CardForm(request.POST or None, card=card)
    stored = None
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            write(card, Judgement(**said), version=form.cleaned_data["version"], now=now)
        except Refused as refused:
            form.add_error("verdict", refused.sentence)
        except StaleCard:
            stored = Scorecard.objects.get(pk=card.pk)
            form.add_error(None, SAVED_ELSEWHERE)
            form.data = form.data.copy()
            form.data["version"] = str(stored.version)
        else:
            return redirect("scorecard", pk=pk)
    status = 409 if stored else 422 if form.errors else 200
    context = {**filling.page_part(seat, card, form), "stored": stored, "saved_at": None}
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
def expose(request: HttpRequest, found: Scorecard, *, now: object) -> None:
    """Write down that this person read this card."""
    Event.note("read", found, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    Exposure.objects.create(loop=found.seat.interview.stage.loop, person=request.user, scorecard=found, what="scorecard", at=now)


def _mine(request: HttpRequest, pk: int) -> Scorecard:
    return get_object_or_404(Scorecard.objects.by(request.user).with_seat(), pk=pk)
