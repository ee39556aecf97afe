"""The debrief of a loop: collect, read, vote in private, reveal, talk, vote again, decide."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused, recruit
from config import live
from config.htmx import keyset
from interviews.models import Loop, Seat
from questionbank.models import Competency
from scorecards import access, debriefing, matrix, standing_in, veiling
from scorecards.debrief_forms import TalkForm
from scorecards.member_forms import MembersForm
from scorecards.models import Debrief, debate, fresh, protocol
from scorecards.views import drawing
from scorecards.voted import Votes

PAGE = 50


@require_safe
def debriefs(request: HttpRequest) -> HttpResponse:
    """Debriefs I may see, those under way or, with `show=closed`, those that are over; the newest first."""
    is_closed = request.GET.get("show") == "closed"
    found = Debrief.objects.visible_to(request.user).filter(closed_at__isnull=not is_closed).with_names().newest_first()
    page, following = keyset(found, request.GET.get("before", ""), field="opened_at", size=PAGE)
    may_count = not recruit.refusal(request.user)
    context = {"debriefs": veiling.call(page, request.user), "is_closed": is_closed, "before": following, "may_count": may_count}
    return TemplateResponse(request, "debriefs/debriefs.html", context)


@never_cache
@require_safe
def debrief(request: HttpRequest, pk: int) -> HttpResponse:
    """The debrief as far as it has come, for those who have a part in it.

    `cell=<card>-<competency>` opens that evidence beside; `show=bar` has cells say how far from the bar of the level they are.
    """
    loop, found = _loop(request, pk)
    return drawing.page(request, loop, found) if found else drawing.collect(request, loop)


@never_cache
@require_safe
def debrief_who(request: HttpRequest, pk: int) -> HttpResponse:
    """Who votes and how far they are, never what: the part that a page asks for when somebody came, read or voted."""
    found = get_object_or_404(Debrief.objects.visible_to(request.user).select_related("fresh"), loop=pk)
    context = {"debrief": found, "facilitates": drawing.facilitates(request)}
    return veiling.over(request, found, TemplateResponse(request, "debriefs/_who.html", context | drawing.who(request, found)))


@require_POST
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    loop, _ = _loop(request, pk)
    access.facilitate(request.user, loop)
    form = MembersForm(request.POST, people=drawing.voters(loop))
    if not form.is_valid():
        return drawing.collect(request, loop, form)
    try:
        debate.open_debrief(loop, by=request.user, now=timezone.now(), **form.chosen)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return drawing.collect(request, loop, form)
    messages.success(request, "The debrief is open. Those who vote are told by mail.")
    return _done(pk)


@require_POST
def waiver(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    loop, _ = _loop(request, pk)
    access.facilitate(request.user, loop)
    seat = get_object_or_404(Seat.objects.standing().scoring().filter(interview__stage__loop=loop), pk=seat_pk)
    debate.waive(seat, request.POST.get("reason", "")[:300], by=request.user, now=timezone.now())
    return _done(pk)


@require_POST
def stand_in(request: HttpRequest, pk: int, seat_pk: int, other_pk: int) -> HttpResponse:
    """Somebody else who was there writes the scorecard that is late."""
    loop, _ = _loop(request, pk)
    access.facilitate(request.user, loop)
    seats = Seat.objects.standing().filter(interview__stage__loop=loop).with_interviews()
    seat = get_object_or_404(seats.scoring(), pk=seat_pk)
    other = get_object_or_404(seats, pk=other_pk, interview=seat.interview_id)
    standing_in.stand_in(seat, other, by=request.user, now=timezone.now())
    messages.success(
        request, f"{other.person} writes the scorecard, and is asked for it by mail. {seat.person} is reminded no more."
    )
    return _done(pk)


@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read: one's vote is open."""
    _, found = _opened(request, pk)
    protocol.end_reading(found, request.user, now=timezone.now())
    return _done(pk, "presence", at="#my-vote")


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    loop, found = _opened(request, pk)
    access.vote(request.user, found)
    form = drawing.vote_form(found, matrix.table(loop, request.user), request.POST)
    if not form.is_valid():
        return drawing.page(request, loop, found, vote_form=form)
    debate.vote(found, request.user, now=timezone.now(), **form.vote)
    messages.success(request, "Your vote is kept. Nobody sees it before the reveal.")
    return _done(pk, "presence")


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    loop, found = _opened(request, pk)
    access.facilitate(request.user, loop)
    debate.reveal(found, by=request.user, now=timezone.now(), early_reason=request.POST.get("reason", "")[:300])
    return _done(pk)


@require_POST
def talk(request: HttpRequest, pk: int, competency_pk: int) -> HttpResponse:
    """Write down what came out of the talk about one competency."""
    loop, found = _opened(request, pk)
    access.facilitate(request.user, loop)
    competency = get_object_or_404(Competency, pk=competency_pk, pk__in=loop.weights.values("competency"))
    form = TalkForm(request.POST, prefix=f"talk-{competency.pk}")
    if not form.is_valid():
        return drawing.page(request, loop, found, talk_forms={competency.pk: form})
    protocol.talk(found, competency, by=request.user, now=timezone.now(), **form.cleaned_data)
    return _done(pk, at=f"#talk-{competency.pk}")


@require_POST
def second_vote(request: HttpRequest, pk: int) -> HttpResponse:
    loop, found = _opened(request, pk)
    access.facilitate(request.user, loop)
    debate.vote_again(found, by=request.user, now=timezone.now())
    return _done(pk)


@require_POST
def fresh_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the members vote again on what one more interview brought."""
    loop, found = _opened(request, pk)
    access.facilitate(request.user, loop)
    fresh.open_round(found, by=request.user, now=timezone.now())
    messages.success(request, "The members read and vote again. They are told by mail.")
    return _done(pk)


@require_POST
def voting_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the composite and the decision without a second vote."""
    loop, found = _opened(request, pk)
    access.facilitate(request.user, loop)
    debate.end_voting(found, by=request.user, now=timezone.now())
    return _done(pk)


@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar raiser blocks a hire."""
    _, found = _opened(request, pk)
    protocol.block(found, reason=request.POST.get("reason", "")[:1000], by=request.user, now=timezone.now())
    return _done(pk)


@require_POST
def block_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar raiser takes it back."""
    _, found = _opened(request, pk)
    protocol.unblock(found, by=request.user)
    return _done(pk)


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    loop, found = _opened(request, pk)
    access.decide(request.user, found, request.POST.get("outcome", ""))
    table = matrix.table(loop, request.user, bar_raiser=found.bar_raiser_id)
    votes = Votes.of(found, request.user)
    others = [member.person for member in debriefing.members_of(found) if member.person_id != request.user.pk]
    form = drawing.decision_form(found, table, votes, others, request.POST)
    if not form.is_valid():
        return drawing.page(request, loop, found, decision_form=form)
    debate.decide(found, by=request.user, now=timezone.now(), **form.decision)
    messages.success(request, "The decision is recorded. It cannot be changed; a new one can follow.")
    return _done(pk)


def _loop(request: HttpRequest, pk: int) -> tuple[Loop, Debrief | None]:
    """A loop whose debrief this person has a part in, or will, and the debrief if it is open.

    404 for everybody else, and for whoever still owes a scorecard.
    """
    if found := Debrief.objects.visible_to(request.user).with_loop().filter(loop=pk).first():
        return found.loop, found
    loop = Loop.objects.with_people().filter(pk=pk).exclude(candidate__employee=request.user).first()
    if loop is None or access.facilitate.refusal(request.user, loop):
        raise Http404
    return loop, None


def _opened(request: HttpRequest, pk: int) -> tuple[Loop, Debrief]:
    loop, found = _loop(request, pk)
    if found is None:
        raise Http404
    return loop, found


def _done(pk: int, event: str = "changed", at: str = "") -> HttpResponse:
    live.publish(f"debrief:{pk}", event)
    return redirect(f"{reverse('debrief', args=[pk])}{at}")
