"""The candidate's own page of a loop, opened by their secret link. It reads the token alone, and a GET changes nothing."""

from datetime import datetime

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused
from accounts.models import Company
from interviews import candidate_page, choosing
from interviews.choosing_forms import CandidateCancelForm, CandidateMoveForm, ChoiceForm
from interviews.models import HouseRules, Interview, PageLink, TimeOffer
from interviews.models.choosing import page_by
from interviews.reason_forms import ask_as
from interviews.views import candidate_room

#: Links that nobody has, from one address: guessing 128 bits is hopeless, and should be seen to be.
MISSES = {"candidate_page": "20/m/ip"}


@never_cache
@login_not_required
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Every interview of the loop that is booked or to be chosen, by the candidate's clock."""
    link = page_by(token)
    if link is None or link.is_over:
        return _shut(request, link)
    return _page(request, link, token, now=timezone.now())


@never_cache
@login_not_required
@require_POST
def choice(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Take a time for a stage. Refused with what is still free."""
    now = timezone.now()
    link = page_by(token)
    if link is None or link.is_over:
        return _shut(request, link)
    offer = _offer(link, pk)
    form = ChoiceForm(request.POST)
    if form.is_valid():
        try:
            choosing.choose(offer, form.cleaned_data["at"], now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return closed(redirect("candidate_page", token))
    return _page(request, link, token, now=now, form=form)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Choose another time, with a reason."""
    now = timezone.now()
    link = page_by(token)
    if link is None or link.is_over:
        return _shut(request, link)
    interview, offer = _interview(link, pk)
    form = CandidateMoveForm(request.POST or None)
    ask_as(form, HouseRules.current().candidate_reasons)
    if request.method == "POST" and form.is_valid() and offer:
        try:
            choosing.move(offer, interview, form.cleaned_data["at"], reason=form.cleaned_data.get("reason", ""), now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return closed(redirect("candidate_page", token))
    why_not = choosing.may_change(offer, interview, now, moves=True)
    slots = [] if why_not or not offer else choosing.slots(offer, now=now, moved=interview)
    if not why_not and not slots:
        why_not = f"No other time suits your interviewers. {choosing.whom_to_write(interview.stage)}"
    days = candidate_page.by_day(slots, link.loop)
    context = {**_about(link, token), "interview": interview, "form": form, "why_not": why_not, "days": days}
    return closed(render(request, "candidate_page/move.html", context, status=422 if form.errors else 200))


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Cancel, with a reason."""
    now = timezone.now()
    link = page_by(token)
    if link is None or link.is_over:
        return _shut(request, link)
    interview, offer = _interview(link, pk)
    form = CandidateCancelForm(request.POST if request.method == "POST" else None)
    ask_as(form, HouseRules.current().candidate_reasons)
    if request.method == "POST" and form.is_valid() and offer:
        try:
            choosing.cancel(offer, interview, reason=form.cleaned_data.get("reason", ""), now=now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return closed(redirect("candidate_page", token))
    why_not = choosing.may_change(offer, interview, now, moves=False)
    context = {**_about(link, token), "interview": interview, "form": form, "why_not": why_not}
    return closed(render(request, "candidate_page/cancellation.html", context, status=422 if form.errors else 200))


@never_cache
@login_not_required
@require_safe
def entry(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One interview as a file for the candidate's calendar."""
    link = page_by(token)
    if link is None or link.is_over:
        return _shut(request, link)
    interview, _ = _interview(link, pk)
    headers = {"Content-Disposition": 'attachment; filename="interview.ics"'}
    text = candidate_page.entry(interview, now=timezone.now())
    return closed(HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers))


def _page(request: HttpRequest, link: PageLink, token: str, *, now: datetime, form: ChoiceForm | None = None) -> HttpResponse:
    context = {**_about(link, token), "items": candidate_page.items(link.loop, now=now), "form": form}
    return closed(render(request, "candidate_page/page.html", context, status=422 if form else 200))


def _about(link: PageLink, token: str) -> dict[str, object]:
    return {"token": token, "loop": link.loop, "company": Company.objects.first(), "zone": link.loop.candidate.zone}


def _shut(request: HttpRequest, link: PageLink | None) -> HttpResponse:
    """410 for a link that is over, 404 for one of nobody's, 429 for who tries many."""
    if link:
        return closed(render(request, "candidate_page/over.html", status=410))
    may_go_on = ratelimit.consume(request, app="interviews", action="candidate_page", config=MISSES, limit_get=True)
    return closed(render(request, "candidate_room/unknown.html", status=404 if may_go_on else 429))


def _offer(link: PageLink, pk: int) -> TimeOffer:
    offers = TimeOffer.objects.with_stages().filter(stage=pk, stage__loop=link.loop).order_by("-made_at", "-pk")
    offer = offers.first()
    if offer is None:
        raise Http404
    return offer


def _interview(link: PageLink, pk: int) -> tuple[Interview, TimeOffer | None]:
    """An interview of the loop that takes place, with the offer by which the candidate may change it."""
    whole = Interview.objects.taking_place().select_related("stage__loop__candidate", "stage__loop__recruiter", "stage__kind")
    interview = whole.filter(pk=pk, stage__loop=link.loop).first()
    if interview is None:
        raise Http404
    return interview, TimeOffer.objects.standing().with_stages().filter(stage=interview.stage_id).first()


def closed(response: HttpResponse) -> HttpResponse:
    """As the candidate's page of the room, but its forms say where they come from: without that no post is taken from a browser."""
    candidate_room.closed(response)
    response["Referrer-Policy"] = "same-origin"
    return response
