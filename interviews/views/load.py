"""How load lies among the people who interview."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access
from accounts.models import User
from interviews import loads
from interviews.models import Qualification, Seat
from questionbank.models import StageKind

MOST = 200


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """Minutes of work of everybody who interviews, or of the people of one pool, in parts; for recruiters."""
    access.recruit(request.user)
    now = timezone.now()
    key = request.GET.get("pool", "")[:80]
    kind = get_object_or_404(StageKind, key=key) if key else None
    people = User.objects.active().select_related("load_limit").order_by("name", "pk")
    if kind:
        people = people.filter(pk__in=Qualification.objects.qualified().filter(kind=kind).values("person"))
    else:
        people = people.filter(pk__in=Seat.objects.filter(during__overlap=(now - loads.LATELY, now + loads.AHEAD)).values("person"))
    found = loads.read(people[:MOST], now=now)
    context = {
        "kind": kind,
        "kinds": StageKind.objects.order_by("name", "pk"),
        "loads": found,
        "spread": loads.spread(found),
        "measured": loads.measured(),
        "most": MOST,
        "weeks": loads.WEEKS,
    }
    return TemplateResponse(request, "people/load.html", context)
