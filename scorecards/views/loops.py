"""The board of loops, and one loop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.access import recruit
from config.htmx import keyset
from interviews import access, handing, promises, waiting
from interviews.models import ArrivalReport, Interview, Loop, Stage
from scorecards.board import BoardFilters, found
from scorecards.models import Exposure
from scorecards.models.exposure import What, note_decisions
from scorecards.overview import ledger, open_stages, with_progress

PAGE = 50


@vary_on_headers("HX-Request")
@require_safe
def loops(request: HttpRequest) -> HttpResponse:
    """Loops, the newest first, each with what it waits for; the filters stand in the address."""
    recruit(request.user)
    now = timezone.now()
    filters = BoardFilters(request.GET)
    chosen = filters.chosen()
    page, before = keyset(found(request.user, now=now, **chosen), request.GET.get("before", ""), field="opened_at", size=PAGE)
    here = request.GET.copy()
    here.pop("before", None)
    rows = with_progress(page, request.user, now)
    note_decisions([row.loop for row in rows if row.tells_decision], request.user, now=now)
    context = {
        "rows": rows,
        "filters": filters,
        "chosen": chosen,
        "is_filtered": any([chosen["q"], chosen.get("recruiter"), chosen.get("job"), chosen["show"] != "open"]),
        "first_url": f"?{here.urlencode()}" if request.GET.get("before") else "",
        "next_url": f"?{here.urlencode()}&before={before}" if before else "",
        "now": now,
    }
    return TemplateResponse(request, "loops/_list.html" if request.htmx else "loops/loops.html", context)


@require_safe
def loop(request: HttpRequest, pk: int) -> HttpResponse:
    """One loop as a line of stages: who, when, and what comes next. For recruiters; interviewers have the kit page."""
    found = get_object_or_404(Loop.objects.visible_to(request.user).with_people(), pk=pk)
    recruit(request.user)
    now = timezone.now()
    overview = with_progress([found], request.user, now)[0]
    if overview.decision:
        Exposure.note(found, request.user, [What.DECISION], now=now)
    stages = open_stages(found)
    told = promises.otherwise(interview for stage in stages for interview in _with_stage(stage, found))
    mails = ledger(found, may_count=overview.may_count)
    for stage in stages:
        for interview in [*stage.standing, *stage.past]:
            interview.mails = mails.pop(interview.pk, [])
            interview.failed_mails = sum(reminder.mail.has_failed for reminder in interview.mails)
            interview.otherwise = told.get(interview.pk, [])
            interview.refusal = access.change.refusal(request.user, interview)
    context = {
        "loop": found,
        "overview": overview,
        "stages": stages,
        "other_mails": mails.pop(None, []),
        "booking_refusal": access.book.refusal(request.user, found),
        "to_book": sum(not stage.standing for stage in stages),
        "handovers": handing.of_loop(found),
        "waits": waiting.waiting(Loop.objects.filter(pk=found.pk), now=now).first(),
        "reports": ArrivalReport.objects.waiting().filter(interview__stage__loop=found).with_interviews().in_order(),
        "now": now,
    }
    return TemplateResponse(request, "loops/loop.html", context)


def _with_stage(stage: Stage, loop: Loop) -> list[Interview]:
    """The standing interviews of a stage, which know it and its loop without asking the database again."""
    stage.loop = loop
    for interview in stage.standing:
        interview.stage = stage
    return stage.standing
