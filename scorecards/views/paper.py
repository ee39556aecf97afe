"""What was written on paper while the network was away, entered afterwards in the order of the sheet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Refused
from interviews.models import KitVersion
from scorecards.models import paper as papers
from scorecards.models.counting import signals_on
from scorecards.paper_forms import PaperForm
from scorecards.views import rooming


@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as a form, for who fills a scorecard of this interview."""
    seat = rooming.seat_of(request, pk)
    now = timezone.now()
    card = rooming.card_of(seat, now=now)
    if card is None:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) does not score, so there is nothing to enter.")
    if not card.is_open:
        return redirect("card", pk=card.pk)
    kit = KitVersion.objects.with_everything().get(pk=seat.interview.stage.kit_version_id)
    form = PaperForm(
        request.POST or None,
        interview=seat.interview,
        kit=kit,
        ladders=card.ladders(),
        signals=signals_on(card),
        level=card.level,
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        count = papers.enter(card, form.paper(), now=now)
        said = "1 line is entered" if count == 1 else f"{count} lines are entered"
        messages.success(request, f"{said}, marked as entered later. Go on with the scorecard.")
        return redirect("scorecard", pk=pk)
    context = {"interview": seat.interview, "seat": seat, "form": form, "level": card.level}
    return TemplateResponse(request, "scorecards/paper.html", context, status=422 if request.method == "POST" else 200)
