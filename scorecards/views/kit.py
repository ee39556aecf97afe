"""The kit page: everything to prepare for one interview."""

from datetime import datetime, timedelta

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from accounts.access import recruit
from interviews import access, hand_off, history, ties
from interviews.models import AskedQuestion, Interview, KitVersion, Opening
from questionbank.models import CompetencyVersion
from scorecards.models import Scorecard
from scorecards.models.counting import signals_for

EARLY = timedelta(minutes=30)


@require_safe
def interview_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The kit of an interview on paper: what to say, room to write, blank anchors; `without_name` leaves the candidate out."""
    found = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
    for seat in found.held_seats:
        if seat.person_id == request.user.pk:
            access.read_questions(seat)
            seat.interview = found
            Opening.note(seat, now=timezone.now())
    loop = found.stage.loop
    is_anonymous = "without_name" in request.GET
    context = {
        "interview": found,
        "version": KitVersion.objects.with_everything().get(pk=found.stage.kit_version_id),
        "level": loop.level,
        "focus": focus_at(found, found.started_at or timezone.now()),
        "signals": [one for one in signals_for(loop.level, found.started_at or timezone.now()) if one.is_tapped],
        "paper": paper_address(found),
        "is_in_it": any(seat.person_id == request.user.pk and seat.writes for seat in found.held_seats),
        "is_anonymous": is_anonymous,
        "candidate": "" if is_anonymous else loop.candidate.name,
        "interviewers": ", ".join(seat.person.name for seat in found.held_seats),
    }
    return TemplateResponse(request, "interviews/sheet.html", context)


def paper_address(interview: Interview) -> dict[str, str]:
    """Where what stands on the sheet is entered afterwards, as text and as a picture (SVG) for a camera."""
    address = f"{settings.BASE_URL}{reverse('paper', args=[interview.pk])}"
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=3, border=2, dark="#000", light="#fff", omitsize=False)
    return {"address": address, "picture": mark_safe(picture)}  # noqa: S308 -- made of an address of ours alone


@require_safe
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, when, where, the plan, the anchors of the level, what was asked before, the resume."""
    found = get_object_or_404(Interview.objects.visible_to(request.user).with_people(), pk=pk)
    now = timezone.now()
    seat = next((seat for seat in found.held_seats if seat.person_id == request.user.pk), None)
    if seat:
        seat.interview = found
        Opening.note(seat, now=now)
    kit = KitVersion.objects.with_plan().get(pk=found.stage.kit_version_id)
    level = found.stage.loop.level
    begun = Scorecard.objects.by(request.user).filter(seat=seat).values_list("began_at", flat=True).first()
    asked = (
        AskedQuestion.objects.filter(interview__stage__loop=found.stage.loop_id)
        .exclude(interview=found)
        .with_words()
        .select_related("interview__stage")
        .in_order()
    )
    context = {
        "interview": found,
        "stage": found.stage,
        "loop": found.stage.loop,
        "seat": seat,
        "kit": kit,
        "level": level,
        "focus": focus_at(found, begun or found.started_at or now),
        "asked": asked,
        "sittings": hand_off.told(found.stage.loop_id, but=found.stage_id),
        "focus_reasons": found.stage.focus.exclude(reason="").select_related("competency").order_by("place", "pk"),
        "no_show": seat and found.no_show_at and found.arrival_reports.standing().filter(kind="no_show").first(),
        "resume": found.stage.loop.candidate.resumes.order_by("-uploaded_at").first(),
        "may_enter": bool(seat) and not found.cancelled_at and (found.started_at or now >= found.starts_at - EARLY),
        "asks_tie": bool(seat) and ties.is_asked(seat),
        "may_answer": bool(seat) and not access.answer.refusal(request.user, seat),
        "may_recruit": (recruits := not recruit.refusal(request.user)),
        "history": history.versions(found) if recruits else [],
        "may_print": not (seat and access.read_questions.refusal(seat)),
    }
    return TemplateResponse(request, "interviews/interview.html", context)


def focus_at(interview: Interview, moment: datetime) -> list[tuple[CompetencyVersion, list[tuple[int, int, str]]]]:
    """What the stage looks for, in the words that were in force at a moment: each competency with the anchors of the level."""
    focus = list(interview.stage.focus.order_by("place", "pk").values_list("competency", flat=True))
    ladders = CompetencyVersion.objects.filter(competency__in=focus).in_force_at(moment)
    level = interview.stage.loop.level
    return [(one, one.anchors(level)) for one in sorted(ladders, key=lambda one: focus.index(one.competency_id))]
