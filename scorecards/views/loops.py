"""The board of loops, and one loop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.access import recruit
from config.htmx import keyset
from interviews import access
from interviews.models import Loop
from scorecards.overview import open_stages, with_progress

PAGE = 50


@vary_on_headers("HX-Request")
@require_safe
def loops(request: HttpRequest) -> HttpResponse:
    """Loops, the newest first, each with what it waits for; `q` looks for a candidate, `show` is open, closed or all."""
    recruit(request.user)
    q = request.GET.get("q", "").strip()[:100]
    show = request.GET.get("show", "open")
    found = Loop.objects.visible_to(request.user).with_people().newest_first()
    if show in {"open", "closed"}:
        found = found.filter(closed_at__isnull=show == "open")
    if q:
        found = found.filter(candidate__name__icontains=q)
    page, before = keyset(found, request.GET.get("before", ""), field="opened_at", size=PAGE)
    context = {"rows": with_progress(page, request.user), "q": q, "show": show, "before": before, "now": timezone.now()}
    return TemplateResponse(request, "loops/_list.html" if request.htmx else "loops/loops.html", context)


@require_safe
def loop(request: HttpRequest, pk: int) -> HttpResponse:
    """One loop as a line of stages: who, when, and what comes next. For recruiters; interviewers have the kit page."""
    found = get_object_or_404(Loop.objects.visible_to(request.user).with_people(), pk=pk)
    recruit(request.user)
    overview = with_progress([found], request.user)[0]
    reminders = found.reminders.with_mail().in_order()[:200]
    context = {
        "loop": found,
        "overview": overview,
        "stages": open_stages(found),
        "reminders": reminders,
        "booking_refusal": access.book.refusal(request.user, found),
        "now": timezone.now(),
    }
    return TemplateResponse(request, "loops/loop.html", context)
