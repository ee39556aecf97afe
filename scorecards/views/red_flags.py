"""Red flags after they were submitted: what waits, one case with its second source, what was found, review and end."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused, recruit
from accounts.models import Event
from config.htmx import keyset
from interviews import second_looks
from interviews.models.hold import HOLDING
from questionbank.models import RedFlagVersion
from scorecards import access, veiling
from scorecards.flag_forms import CheckForm, FindingForm, ReasonForm, ReviewForm
from scorecards.models import Debrief, Exposure, FlagCase, Scorecard, flagging
from scorecards.models.exposure import What
from scorecards.waiting import SHOWN, waiting

PAGE = 50
REVIEW = "review_%s"


@never_cache
@require_safe
def red_flags(request: HttpRequest) -> HttpResponse:
    """What waits for this person; with `show=all` every case that is still kept, the newest first."""
    now = timezone.now()
    if request.GET.get("show") != "all":
        context = {"waiting": waiting(request.user, now), "shown": SHOWN, "now": now, "recruits": not recruit.refusal(request.user)}
        return TemplateResponse(request, "flags/waiting.html", context)
    recruit(request.user)
    cases = FlagCase.objects.visible_to(request.user).unexpired(now.date()).with_words().order_by("-opened_at", "-pk")
    page, before = keyset(cases, request.GET.get("before", ""), field="opened_at", size=PAGE)
    return TemplateResponse(request, "flags/red_flags.html", {"cases": page, "before": before, "recruits": True})


@never_cache
@require_safe
def red_flag(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, to those who may read its scorecard. Reading another person's is written down."""
    case = _case(request, pk)
    if case.flag.scorecard.seat.person_id != request.user.pk:
        _expose(request, case)
    return _page(request, case)


@require_POST
def red_flag_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Another interview gets the area as focus, without being told why."""
    case = _case(request, pk)
    access.facilitate(request.user, case.loop)
    form = CheckForm(request.POST, stages=_stages(case))
    if not form.is_valid():
        return _page(request, case, check_form=form)
    given = form.cleaned_data
    flagging.check(case, given["stage"], given["competency"], by=request.user, now=timezone.now())
    messages.success(request, f"{given['stage']} looks at {given['competency']} too. Nobody there is told why.")
    return redirect(case)


@require_POST
def red_flag_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """What a second source found."""
    case = _case(request, pk)
    access.facilitate(request.user, case.loop)
    form = FindingForm(request.POST, case=case, cards=flagging.witnesses(case))
    if not form.is_valid():
        return _page(request, case, finding_form=form)
    try:
        flagging.find(case, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, case, finding_form=form)
    messages.success(request, "Recorded. The debrief shows it.")
    return redirect(case)


@require_POST
def red_flag_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author takes it back."""
    case, form = _case(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, case, withdrawal_form=form)
    flagging.withdraw(case, form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, "Withdrawn. Your sealed scorecard keeps what it says; the debrief shows that you withdrew it.")
    return redirect(case)


@require_POST
def red_flag_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looks at it again: it stays, or it ends."""
    case, form = _case(request, pk), ReviewForm(request.POST, auto_id=REVIEW)
    recruit(request.user)
    if not form.is_valid():
        return _page(request, case, review_form=form)
    flagging.review(case, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "It stays until its next review." if form.cleaned_data["is_kept"] else "It has ended.")
    return redirect(case)


def _case(request: HttpRequest, pk: int) -> FlagCase:
    """A case that is still kept and that this person may know of; 404 for every other."""
    known = FlagCase.objects.visible_to(request.user).unexpired(timezone.now().date())
    return get_object_or_404(known.with_words(), pk=pk)


def _stages(case: FlagCase):
    """The interviews ahead that can be the second source."""
    return second_looks.ahead(case.loop).exclude(pk=case.flag.scorecard.seat.interview.stage_id)


def _page(request: HttpRequest, case: FlagCase, **forms: object) -> HttpResponse:
    now, author = timezone.now(), case.flag.scorecard.seat.person
    refusal = access.facilitate.refusal(request.user, case.loop)
    may_handle = not refusal and author != request.user and case.ended_at is None
    cards = flagging.witnesses(case)
    stages = _stages(case) if may_handle and not access.recruit.refusal(request.user) and case.loop.closed_at is None else None
    version = RedFlagVersion.objects.filter(kind=case.flag.kind_id).in_force_at(case.flag.raised_at).first()
    read = Scorecard.objects.visible_to(request.user).filter(pk__in=[card.pk for card in cards])
    context = {
        "case": case,
        "loop": case.loop,
        "now": now,
        "author": author,
        "words": version.words if version else {},
        "may_handle": may_handle,
        "refusal": "You raised it. Somebody else looks into it." if author == request.user else refusal,
        "checks": [
            (one, [card for card in read.with_seat() if card.seat.interview.stage_id == one.stage_id]) for one in case.checks.all()
        ],
        "check_form": forms.get("check_form") or (CheckForm(stages=stages) if stages else None),
        "finding_form": forms.get("finding_form") or (FindingForm(case=case, cards=cards) if may_handle else None),
        "review_form": forms.get("review_form") or (ReviewForm(auto_id=REVIEW) if may_handle and case.counts else None),
        "withdrawal_form": forms.get("withdrawal_form")
        or (ReasonForm() if author == request.user and case.finding != "withdrawn" and not case.ended_at else None),
        "may_hold": may_handle and case.counts and case.severity in HOLDING and case.hold is None,
        "form": next(iter(forms.values()), None),
    }
    debrief = Debrief.objects.select_related("loop__candidate", "loop__recruiter").filter(loop=case.loop).first()
    return veiling.over(request, debrief, TemplateResponse(request, "flags/red_flag.html", context, status=422 if forms else 200))


@transaction.atomic
def _expose(request: HttpRequest, case: FlagCase) -> None:
    now, card = timezone.now(), case.flag.scorecard
    Event.note("read", case, who=request.user, now=now, address=request.META.get("REMOTE_ADDR"))
    Exposure.note(case.loop, request.user, [What.FLAG], now=now, cards=[card])
