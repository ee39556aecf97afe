"""How the interviewers of a debrief rate otherwise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import Refused
from scorecards import matrix, veiling
from scorecards import usual as counting
from scorecards.models import Debrief, Exposure
from scorecards.models.exposure import What


@never_cache
@require_safe
def usual(request: HttpRequest, pk: int) -> HttpResponse:
    """Each rating beside what its author gave for that competency before; after the reveal only."""
    found = get_object_or_404(Debrief.objects.visible_to(request.user).with_loop(), loop=pk)
    if found.revealed_at is None or found.votes_afresh:
        raise Refused("How somebody rates otherwise is shown once the votes are revealed.")
    table = matrix.table(found.loop, request.user)
    Exposure.note(found.loop, request.user, [What.RATINGS], now=timezone.now(), cards=[card.card for card in table.cards])
    rows = counting.usual(found.loop, table)
    told = [one for one in rows if one.counts]
    context = {"loop": found.loop, "told": told, "few": len(rows) - len(told), "fewest": counting.FEWEST}
    return veiling.over(request, found, TemplateResponse(request, "debriefs/usual.html", context))
