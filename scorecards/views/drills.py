"""Drills: old packets without names on which a committee votes again."""

from functools import reduce
from operator import add

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Refused, recruit
from config.htmx import keyset
from interviews.models import Seat
from scorecards import drilling, unpacking
from scorecards.drill_forms import DrillVoteForm, PacketForm, VotersForm
from scorecards.models import Drill, DrillVote, Exposure, MonthlyDrills, Scorecard
from scorecards.models.debrief import HIRING
from scorecards.models.exposure import What

PAGE = 50


@never_cache
@require_safe
def drills(request: HttpRequest) -> HttpResponse:
    """The drills in which I have a part, the newest first, with how far those of this page that are closed agree."""
    votes = Prefetch("votes", DrillVote.objects.order_by("pk"))
    found = Drill.objects.visible_to(request.user).defer("content").prefetch_related(votes, "members").newest_first()
    page, following = keyset(found, request.GET.get("before", ""), field="opened_at", size=PAGE)
    for one in page:
        one.agreement = _agreement(one) if one.closed_at else None
    told = [one.agreement for one in page if one.agreement]
    context = {
        "drills": page,
        "before": following,
        "together": reduce(add, told) if told else None,
        "many": len(told),
        "may_open": not recruit.refusal(request.user),
        "monthly": (monthly := MonthlyDrills.current()),
        "is_running": monthly is not None and drilling.is_running(monthly),
    }
    return TemplateResponse(request, "drills/drills.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def drill_new(request: HttpRequest) -> HttpResponse:
    """First which packet, then who votes: those who had a part in it cannot."""
    recruit(request.user)
    now = timezone.now()
    packets = drilling.packets(request.user, now)
    is_post = request.method == "POST"
    form = PacketForm(request.POST if is_post else None, packets=packets)
    chosen = next((one for one in packets if is_post and form.is_valid() and one.pk == form.cleaned_data["packet"]), None)
    context: dict[str, object] = {"form": form, "packets": packets, "chosen": chosen}
    if chosen is None:
        return TemplateResponse(request, "drills/new.html", context, status=422 if is_post else 200)
    is_named = "named" in request.POST
    form = VotersForm(request.POST if is_named else None, people=drilling.voters(chosen))
    if is_named and form.is_valid():
        try:
            opened = Drill.open(
                chosen,
                drilling.prepared(chosen, now=now),
                hired=chosen.decision.outcome in HIRING,
                members=list(form.cleaned_data["members"]),
                by=request.user,
                now=now,
            )
        except Refused as refused:
            form.add_error("members", refused.sentence)
        else:
            messages.success(request, "The drill is open. Those who vote find it on their first page.")
            return redirect("drill", pk=opened.pk)
    return TemplateResponse(request, "drills/new.html", context | {"form": form}, status=422 if is_named else 200)


@require_POST
def drills_monthly(request: HttpRequest) -> HttpResponse:
    """Have one begin by itself each month (`on`), or none any more."""
    recruit(request.user)
    now = timezone.now()
    MonthlyDrills.switch_off(by=request.user, now=now)
    if "on" in request.POST:
        MonthlyDrills.switch_on(by=request.user, now=now)
    return redirect("drills")


@never_cache
@require_safe
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """The packet to vote on; what came of it once all have voted, or it was closed."""
    return _page(request, _drill(request, pk), None)


@require_POST
def drill_vote(request: HttpRequest, pk: int) -> HttpResponse:
    found = _drill(request, pk)
    form = DrillVoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    found.vote(request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, "Your vote is kept. Nobody learns which one is yours.")
    return redirect("drill", pk=pk)


@require_POST
def drill_closing(request: HttpRequest, pk: int) -> HttpResponse:
    found = _drill(request, pk)
    if found.opened_by_id != request.user.pk:
        raise Refused("Who began a drill closes it, or the last vote does.")
    found.close(by=request.user, now=timezone.now())
    return redirect("drill", pk=pk)


def _drill(request: HttpRequest, pk: int) -> Drill:
    return get_object_or_404(Drill.objects.visible_to(request.user).select_related("packet__decision__debrief__loop"), pk=pk)


def _page(request: HttpRequest, found: Drill, form: DrillVoteForm | None) -> HttpResponse:
    votes = list(found.votes.order_by("hires", "why", "pk"))
    mine = next((vote for vote in votes if vote.person_id == request.user.pk), None)
    is_member = found.members.filter(person=request.user).exists()
    if is_member and not found.closed_at and form is None:
        form = DrillVoteForm(initial={"hires": "yes" if mine.hires else "no", "why": mine.why} if mine else {})
    loop = found.packet.decision.debrief.loop
    cards = [Scorecard(pk=card["pk"], seat=Seat(person_id=card["person"])) for card in found.packet.content["cards"]]
    Exposure.note(loop, request.user, [What.CARD, What.RATINGS], now=timezone.now(), cards=cards)
    context = {
        "drill": found,
        "packet": unpacking.revived(found.content),
        "hides_names": True,
        "form": form if is_member and not found.closed_at else None,
        "mine": mine,
        "votes": votes if found.closed_at else [],
        "cast": len(votes),
        "voters": found.members.count(),
        "agreement": _agreement(found) if found.closed_at else None,
        "is_mine": found.opened_by_id == request.user.pk,
    }
    return TemplateResponse(request, "drills/drill.html", context, status=422 if form and form.errors else 200)


def _agreement(found: Drill) -> drilling.Agreement:
    return drilling.agreement(found.hired, [vote.hires for vote in found.votes.all()])
