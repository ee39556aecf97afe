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
from scorecards.forms import CardForm
from scorecards.models import Exposure, Scorecard, remembering
from scorecards.models.exposure import What
from scorecards.models.judging import Judgement, StaleCard, can_judge, write
from scorecards.models.returned import returned
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
        "returned": returned(card),
        "passed": remembering.not_rated_at_the_time(card),
    }
    return TemplateResponse(request, "scorecards/scorecard.html", context, status=status)


@transaction.atomic
def expose(request: HttpRequest, found: Scorecard, *, now: datetime) -> None:
    """Write down that this person read this card."""
    Event.note("read", found, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    Exposure.note(found.seat.interview.stage.loop, request.user, [What.CARD], now=now, cards=[found])
