"""The debrief of a loop: collect, read, vote in private, reveal, decide."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Refused, recruit
from accounts.models import User
from config import live
from config.htmx import keyset
from interviews.models import Loop, Seat
from scorecards import access, calibrating, independence, matrix
from scorecards.forms import DecisionForm, MembersForm, VoteForm
from scorecards.models import Debrief, Exposure, FlagCase, debate
from scorecards.models.exposure import What
from scorecards.reading import declined_in

PAGE = 50


@require_safe
def debriefs(request: HttpRequest) -> HttpResponse:
    """Debriefs I may see, those under way or, with `show=closed`, those that are over; the newest first."""
    is_closed = request.GET.get("show") == "closed"
    found = Debrief.objects.visible_to(request.user).filter(closed_at__isnull=not is_closed).with_loop().newest_first()
    page, following = keyset(found, request.GET.get("before", ""), field="opened_at", size=PAGE)
    may_count = not recruit.refusal(request.user)
    context = {"debriefs": page, "is_closed": is_closed, "before": following, "may_count": may_count}
    return TemplateResponse(request, "debriefs/debriefs.html", context)


@never_cache
@require_safe
def debrief(request: HttpRequest, pk: int) -> HttpResponse:
    """The debrief as far as it has come, for those who have a part in it."""
    return _page(request, _loop(request, pk))


@require_POST
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    loop = _loop(request, pk)
    access.facilitate(request.user, loop)
    form = MembersForm(request.POST, people=_voters(loop))
    if not form.is_valid():
        return _page(request, loop, members_form=form)
    try:
        debate.open_debrief(loop, members=list(form.cleaned_data["members"]), by=request.user, now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, loop, members_form=form)
    messages.success(request, "The debrief is open. Those who vote are told by mail.")
    return _done(pk)


@require_POST
def waiver(request: HttpRequest, pk: int, seat_pk: int) -> HttpResponse:
    loop = _loop(request, pk)
    access.facilitate(request.user, loop)
    seat = get_object_or_404(Seat.objects.standing().scoring().filter(interview__stage__loop=loop), pk=seat_pk)
    debate.waive(seat, request.POST.get("reason", "")[:300], by=request.user, now=timezone.now())
    return _done(pk)


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    loop = _loop(request, pk)
    found = _debrief(request, loop)
    form = VoteForm(request.POST)
    debate.require_member(found, request.user)
    if not form.is_valid():
        return _page(request, loop, vote_form=form)
    debate.vote(found, request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, "Your vote is kept. Nobody sees it before the reveal.")
    return _done(pk)


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    loop = _loop(request, pk)
    access.facilitate(request.user, loop)
    debate.reveal(_debrief(request, loop), now=timezone.now(), early_reason=request.POST.get("reason", "")[:300])
    return _done(pk)


@require_POST
def second_vote(request: HttpRequest, pk: int) -> HttpResponse:
    loop = _loop(request, pk)
    access.facilitate(request.user, loop)
    debate.vote_again(_debrief(request, loop), now=timezone.now())
    return _done(pk)


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    loop = _loop(request, pk)
    access.facilitate(request.user, loop)
    found = _debrief(request, loop)
    form = DecisionForm(request.POST, competencies=matrix.competencies(loop))
    if not form.is_valid():
        return _page(request, loop, decision_form=form)
    said = {name: value for name, value in form.cleaned_data.items() if not name.startswith("reason_")}
    debate.decide(found, by=request.user, now=timezone.now(), reasons=form.reasons, **said)
    messages.success(request, "The decision is recorded. It cannot be changed; a new one can follow.")
    return _done(pk)


def _loop(request: HttpRequest, pk: int) -> Loop:
    """A loop whose debrief this person has a part in, or will; 404 for everybody else, and for whoever still owes a scorecard."""
    found = Loop.objects.with_people().filter(pk=pk).exclude(candidate__employee=request.user).first()
    if found is None:
        raise Http404
    if access.facilitate.refusal(request.user, found) and not Debrief.objects.visible_to(request.user).filter(loop=found).exists():
        raise Http404
    return found


def _debrief(request: HttpRequest, loop: Loop) -> Debrief:
    return get_object_or_404(Debrief.objects.visible_to(request.user), loop=loop)


def _voters(loop: Loop):
    """Committee members who did not interview in this loop, and interviewers who submitted."""
    sat = Seat.objects.held().filter(interview__stage__loop=loop)
    submitted = sat.filter(scorecard__submitted_at__isnull=False).exclude(role="shadow")
    committee = Q(is_committee=True) & ~Q(pk__in=sat.values("person"))
    return (
        User.objects.active()
        .filter(committee | Q(pk__in=submitted.values("person")))
        .exclude(pk=loop.candidate.employee_id)
        .in_order()
    )


def _page(request: HttpRequest, loop: Loop, **forms: object) -> HttpResponse:
    found = Debrief.objects.filter(loop=loop).first()
    facilitates = not access.facilitate.refusal(request.user, loop)
    context: dict[str, object] = {"loop": loop, "debrief": found, "facilitates": facilitates, "viewer_pk": request.user.pk}
    context["declined"] = declined_in(loop)
    context["cases"] = (
        FlagCase.objects.visible_to(request.user).filter(loop=loop).unexpired(timezone.now().date()).with_words().oldest_first()
    )
    if found is None:
        context |= {"missing": debate.missing_seats(loop), "form": forms.get("members_form") or MembersForm(people=_voters(loop))}
        return TemplateResponse(request, "debriefs/collect.html", context, status=422 if forms else 200)
    number = 2 if found.second_vote_at else 1
    mine = found.votes.filter(person=request.user, round=number).first()
    is_member = found.members.filter(person=request.user).exists()
    is_open = found.revealed_at is not None
    votes = found.votes.select_related("person", "level").order_by("round", "person__name", "pk") if is_open else []
    if found.second_vote_at and not found.closed_at:
        votes = votes.filter(round=1)
    initial = {"verdict": mine.verdict, "level": mine.level_id, "comment": mine.comment} if mine else {}
    may_vote = is_member and not found.closed_at and (not is_open or found.second_vote_at)
    context |= {
        "table": matrix.table(loop, request.user),
        "shows_ratings": is_open or mine is not None or not is_member,
        "members": found.members.select_related("person").order_by("person__name", "pk"),
        "waiting": debate.waiting_for(found),
        "mine": mine,
        "votes": votes,
        "vote_form": forms.get("vote_form") or (VoteForm(initial=initial) if may_vote else None),
        "decision_form": forms.get("decision_form")
        or (DecisionForm(competencies=matrix.competencies(loop)) if facilitates and is_open else None),
        "decisions": found.decisions.select_related("level", "decided_by", "seal")
        .prefetch_related("reasons__competency")
        .latest_first(),
        "round": number,
        "version": debate.version(found),
    }
    context["form"] = forms.get("vote_form") or forms.get("decision_form")
    context["independence"] = independence.of_cards(context["table"].cards)
    if is_open and context["table"].composite:
        adjusted = calibrating.adjusted(context["table"])
        context |= {"adjusted": adjusted, "beside": adjusted.beside(context["table"].composite)}
        context["agreement"] = calibrating.latest_agreement()
    _expose(request, loop, context)
    return TemplateResponse(request, "debriefs/debrief.html", context, status=422 if forms else 200)


def _expose(request: HttpRequest, loop: Loop, context: dict) -> None:
    """Write down what of the loop this page shows its reader."""
    others = [card for card in context["table"].cards if card.seat.person_id != request.user.pk]
    whats = [What.RATINGS, What.AGGREGATE] if context["shows_ratings"] and others else []
    whats += [What.VOTES] if context["votes"] else []
    whats += [What.DECISION] if context["decisions"] else []
    Exposure.note(loop, request.user, whats, now=timezone.now(), cards=others)


def _done(pk: int) -> HttpResponse:
    live.publish(f"debrief:{pk}", "changed")
    return redirect("debrief", pk=pk)
