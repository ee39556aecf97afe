"""My scorecard while I write it."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Refused
from accounts.models import Event
from scorecards.card_forms import CardForm
from scorecards.models import Exposure, Scorecard
from scorecards.models.exposure import What
from scorecards.models.judging import Judgement, StaleCard, write
from scorecards.models.returned import returned
from scorecards.readers import readers_of
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
    context = {
        **filling.page_part(seat, card, form),
        "stored": stored,
        "saved_at": None,
        "readers": readers_of(seat),
        "returned": returned(card),
    }
    return TemplateResponse(request, "scorecards/scorecard.html", context, status=status)


@transaction.atomic
def expose(request: HttpRequest, found: Scorecard, *, now: datetime) -> None:
    """Write down that this person read this card."""
    Event.note("read", found, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    Exposure.note(found.seat.interview.stage.loop, request.user, [What.CARD], now=now, cards=[found])
