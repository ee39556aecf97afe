"""Holds on new applications: proposed, decided by two, told to the candidate, looked at again, lifted; they end by themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused, recruit
from accounts.models import Event
from config.htmx import keyset
from interviews.models import Candidate, ReapplicationHold
from scorecards import access
from scorecards.flag_forms import HoldDecisionForm, HoldForm, InformingForm, ReasonForm
from scorecards.models import FlagCase, hold_asking

PAGE = 50
REVIEW, LIFTING = "review_%s", "lifting_%s"


@never_cache
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """Every hold that is not over, the newest first, for recruiters."""
    recruit(request.user)
    now = timezone.now()
    found = ReapplicationHold.objects.visible_to(request.user).unexpired(now).with_words().newest_first()
    page, before = keyset(found, request.GET.get("before", ""), field="reported_at", size=PAGE)
    context = {"holds": [(hold, hold.state(now)) for hold in page], "before": before, "recruits": True}
    return TemplateResponse(request, "flags/holds.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def hold_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a hold on new applications of a candidate."""
    now = timezone.now()
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)
    access.propose_hold(request.user, candidate)
    known = FlagCase.objects.visible_to(request.user).filter(loop__candidate=candidate, hold=None)
    cases = known.unexpired(now.date()).confirmed().with_words().oldest_first()
    chosen = next((case for case in cases if str(case.pk) == request.GET.get("red_flag")), None)
    initial = {"case": chosen, "kind": chosen.flag.kind_id, "evidence": chosen.flag.behaviour} if chosen else {}
    form = HoldForm(request.POST or None, candidate=candidate, cases=cases, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            hold = hold_asking.propose(candidate, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Proposed. The two who decide are told by mail; it holds nobody before.")
            return redirect(hold)
    context = {"candidate": candidate, "form": form}
    return TemplateResponse(request, "flags/hold_new.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """One hold: its evidence, who decides, what the candidate was told. Reading it is written down."""
    found = _hold(request, pk)
    Event.note("read", found, who=request.user, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    return _page(request, found)


@require_POST
def hold_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the two decides."""
    found, form = _hold(request, pk), HoldDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, decision_form=form)
    found.decide(**form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "Your decision is recorded.")
    return redirect(found)


@require_POST
def hold_informing(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidate was told: from then on it holds."""
    found, form = _hold(request, pk), InformingForm(request.POST)
    access.keep_hold(request.user)
    if form.is_valid():
        try:
            found.inform(form.cleaned_data["on"], by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("on", refused.sentence)
        else:
            messages.success(request, "Recorded. From now on it holds new applications.")
            return redirect(found)
    return _page(request, found, informing_form=form)


@require_POST
def hold_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked again and keeps it."""
    found, form = _hold(request, pk), ReasonForm(request.POST, auto_id=REVIEW)
    access.keep_hold(request.user)
    if not form.is_valid():
        return _page(request, found, review_form=form)
    found.review(form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, f"It goes on until {found.review_on:%-d %B %Y}, when somebody looks again.")
    return redirect(found)


@require_POST
def hold_lifting(request: HttpRequest, pk: int) -> HttpResponse:
    """It ends before its time."""
    found, form = _hold(request, pk), ReasonForm(request.POST, auto_id=LIFTING)
    access.keep_hold(request.user)
    if not form.is_valid():
        return _page(request, found, lifting_form=form)
    found.lift(form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, "Lifted. New applications are open again. Tell the candidate.")
    return redirect(found)


def _hold(request: HttpRequest, pk: int) -> ReapplicationHold:
    known = ReapplicationHold.objects.visible_to(request.user).unexpired(timezone.now())
    return get_object_or_404(known.with_words(), pk=pk)


def _page(request: HttpRequest, found: ReapplicationHold, **forms: object) -> HttpResponse:
    now, user = timezone.now(), request.user
    keeps = not access.keep_hold.refusal(user)
    is_open = not found.lifted_at and not found.refused_at
    is_decided = bool(is_open and found.begins_on)
    may_review = keeps and is_decided and found.informed_on and found.reported_by_id != user.pk
    context = {
        "hold": found,
        "state": found.state(now),
        "now": now,
        "keeps": keeps,
        "is_open": is_open,
        "case": FlagCase.objects.visible_to(user).unexpired(now.date()).filter(hold=found).with_words().first(),
        "may_read": _may_read(found, user),
        "decision_form": forms.get("decision_form") or (HoldDecisionForm() if found.waits_for(user) else None),
        "informing_form": forms.get("informing_form")
        or (InformingForm(initial={"on": now.date()}) if keeps and is_decided else None),
        "review_form": forms.get("review_form") or (ReasonForm(auto_id=REVIEW) if may_review else None),
        "lifting_form": forms.get("lifting_form") or (ReasonForm(auto_id=LIFTING) if keeps and is_open else None),
        "form": next(iter(forms.values()), None),
    }
    if found.informed_on:
        context["informing_form"] = None
    return TemplateResponse(request, "flags/hold.html", context, status=422 if forms else 200)


def _may_read(found: ReapplicationHold, user) -> bool:
    """Whether this person sees what the two said: not while they are asked themselves and have not decided."""
    return not found.waits_for(user)
