"""The access pack: what a candidate would be given who asks what is kept of them, looked at before anybody asks."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import recruit
from accounts.models import Event
from interviews.models import Candidate
from scorecards import access_pack as packing
from scorecards.models import Exposure
from scorecards.models.exposure import What


@never_cache
@require_safe
@transaction.atomic
def access_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack as far as this recruiter may see it. Who looked is written down, and which scorecards they read with it."""
    found = get_object_or_404(Candidate.objects.visible_to(request.user).with_resumes(), pk=pk)
    recruit(request.user)
    now = timezone.now()
    loops = packing.pack_of(found, request.user)
    Event.note("read the access pack of", found, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    for packed in loops:
        whats = [What.PACK, *([What.VOTES] if packed.votes else []), *([What.DECISION] if packed.decisions else [])]
        Exposure.note(packed.loop, request.user, whats, now=now, cards=packed.opened)
    return TemplateResponse(request, "candidates/access_pack.html", {"candidate": found, "loops": loops, "now": now})
