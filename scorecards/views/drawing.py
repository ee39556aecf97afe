"""What the page of a debrief draws: before it is open, while it goes on, and its part with who votes."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.access import recruit
from accounts.models import User
from accounts.models.user import UserQuerySet
from interviews.models import Loop, Seat
from scorecards import calibrating, debriefing, matrix, standing_in, usual, veiling, voted
from scorecards.debrief_forms import DecisionForm, VoteForm
from scorecards.member_forms import MembersForm
from scorecards.models import Debrief, Decision, DecisionReason, Exposure, FlagCase, debate, fresh
from scorecards.models.debrief import OPEN_ENDED
from scorecards.models.exposure import What
from scorecards.reading import declined_in
from scorecards.voted import Votes


def facilitates(request: HttpRequest) -> bool:
    """Whether who may see this debrief runs it too: its door has closed on whoever owes a scorecard."""
    return not recruit.refusal(request.user)


def voters(loop: Loop) -> UserQuerySet:
    """Committee members who did not interview in this loop, and, as exceptions, interviewers who submitted (`interviewed`)."""
    sat = Seat.objects.held().filter(interview__stage__loop=loop)
    submitted = sat.filter(scorecard__submitted_at__isnull=False).exclude(role="shadow")
    committee = Q(is_committee=True) & ~Q(pk__in=sat.values("person"))
    return (
        User.objects.active()
        .annotate(interviewed=Exists(sat.filter(person=OuterRef("pk"))))
        .filter(committee | Q(pk__in=submitted.values("person")))
        .exclude(pk=loop.candidate.employee_id)
        .in_order()
    )


def absent(found: Debrief) -> UserQuerySet:
    """Who could vote and does not."""
    return voters(found.loop).exclude(pk__in=found.members.values("person"))


def vote_form(found: Debrief, table: matrix.Table, *data: object, **kwargs: object) -> VoteForm:
    """The form of the vote under way: each competency first, then what was talked about or is new; none in the short form."""
    asked = [] if found.is_short and not found.fresh else table.competencies
    if (again := debate.asked_again(found)) is not None:
        asked = [competency for competency in asked if competency.pk in again]
    return VoteForm(*data, competencies=asked, levels=table.levels, again=found.round == 2, **kwargs)


def decision_form(found: Debrief, table: matrix.Table, votes: Votes, people: Sequence[User], *data: object) -> DecisionForm:
    """The form of a decision; `people` are those who may stand for one that departs from the composite."""
    return DecisionForm(*data, loop=found.loop, table=table, votes=votes.shown, people=people)


def collect(request: HttpRequest, loop: Loop, form: MembersForm | None = None) -> HttpResponse:
    """Before the debrief is open: who is in, who is late, what nobody has rated, and who is to vote."""
    table = matrix.table(loop, request.user)
    context = {
        "loop": loop,
        "steps": debriefing.steps(None),
        "missing": standing_in.with_stand_ins(debate.missing_seats(loop), now=timezone.now()),
        "has_cards": bool(table.cards),
        "uncovered": [row for row in table.rows if row.line.weight and row.line.count < min(2, row.line.weight)],
        "form": form or MembersForm(people=voters(loop)),
        **_besides(request, loop),
    }
    return TemplateResponse(request, "debriefs/collect.html", context, status=422 if form else 200)


def _besides(request: HttpRequest, loop: Loop) -> dict[str, object]:
    cases = FlagCase.objects.visible_to(request.user).filter(loop=loop).unexpired(timezone.now().date())
    return {"declined": declined_in(loop), "cases": cases.in_brief().oldest_first()}


def who(request: HttpRequest, found: Debrief) -> dict[str, object]:
    """The part with who votes: members, and that somebody has voted."""
    members, votes = debriefing.members_of(found), Votes.of(found, request.user)
    return {
        "members": members,
        "cast": votes,
        "voters": debriefing.voters(found, members, votes),
        "so_far": debriefing.so_far(found, members, votes),
        "waiting": [member for member in members if member.person_id not in votes.voted],
    }


def page(request: HttpRequest, loop: Loop, found: Debrief, **forms: object) -> HttpResponse:
    """The debrief as far as it has come. `forms`: one to show again with what is wrong in it."""
    now, runs_it = timezone.now(), facilitates(request)
    people = who(request, found)
    members, votes = people["members"], people["cast"]
    others = [member.person for member in members if member.person_id != request.user.pk]
    me = next((member for member in members if member.person_id == request.user.pk), None)
    table = matrix.table(loop, request.user, bar_raiser=found.bar_raiser_id)
    talks = list(found.talks.select_related("talked_by").order_by("talked_at", "pk")) if found.revealed_at else []
    failed = forms.get("talk_forms") or {}
    points = debriefing.points(
        found, table, members, votes, {one.competency_id: one for one in talks}, manager=loop.job.hiring_manager_id, failed=failed
    )
    decisions = list(
        found.decisions.select_related("level", "decided_by", "seconded_by", "stage", "seal", "fresh_round")
        .prefetch_related(Prefetch("reasons", DecisionReason.objects.select_related("competency")))
        .latest_first()
    )
    prefetch_related_objects([decision for decision in decisions if decision.stage_id], "focus__competency")
    talked = f"{len(talks)} of {len(points)}" if points and found.is_talking else ""
    reading = debriefing.reading(found, me, now=now)
    may_vote = me is not None and found.is_voting and reading.is_done
    context: dict[str, object] = {
        "loop": loop,
        "debrief": found,
        "facilitates": runs_it,
        "viewer_pk": request.user.pk,
        "now": now,
        **people,
        **_besides(request, loop),
        "steps": debriefing.steps(found, members, votes, talked),
        "table": table,
        "independence": table.independence,
        "shows_ratings": me is None or votes.unfolds,
        "reading": reading,
        "mine": votes.mine,
        "votes": votes.shown,
        "moved": voted.moved(table, members, votes),
        "points": points,
        "evidence": debriefing.evidence(table, request.GET.get("cell", ""), loop.level),
        "usual": [],
        "by_bar": request.GET.get("show") == "bar",
        "may_block": found.bar_raiser_id == request.user.pk and found.revealed_at and not found.is_voting and not found.closed_at,
        "vote_form": forms.get("vote_form") or (vote_form(found, table, initial=_said(votes.mine)) if may_vote else None),
        "decisions": decisions,
        "version": debriefing.version(found, talks, len(decisions)),
    }
    if (cell := context["evidence"]) and found.revealed_at and not found.votes_afresh:
        context["usual"] = usual.usual(loop, table, cell=(cell.card.pk, cell.competency.pk))
    if runs_it:
        context |= _more(loop, found, decisions)
    if runs_it and found.shows_composite and not context.get("news"):
        context["decision_form"] = forms.get("decision_form") or decision_form(found, table, votes, others)
    context["form"] = next(iter(failed.values()), None) or forms.get("vote_form") or forms.get("decision_form")
    if found.shows_composite and table.composite:
        adjusted = calibrating.adjusted(table)
        context |= {"adjusted": adjusted, "beside": adjusted.beside(table.composite), "agreement": calibrating.latest_agreement()}
    _expose(request, loop, context)
    return veiling.over(request, found, TemplateResponse(request, "debriefs/debrief.html", context, status=422 if forms else 200))


def _more(loop: Loop, found: Debrief, decisions: Sequence[Decision]) -> dict[str, object]:
    """Where the last decision asked for more: what came in since, and what is still out. Nothing otherwise."""
    last = decisions[0] if decisions else None
    if last is None or last.outcome not in OPEN_ENDED or hasattr(last, "fresh_round") or not found.shows_composite:
        return {}
    return {"news": fresh.news(found, last), "missing": standing_in.with_stand_ins(debate.missing_seats(loop), now=timezone.now())}


def _said(mine: object) -> dict[str, object]:
    """One's own vote as the form shows it again; what it left out could not be told."""
    if mine is None:
        return {}
    said = {f"rating_{competency}": str(rating) for competency, rating in voted.ratings_of(mine).items()}
    return {"verdict": mine.verdict, "level": mine.level_id, "comment": mine.comment, **said}


def _expose(request: HttpRequest, loop: Loop, context: dict) -> None:
    """Write down what of the loop this page shows its reader."""
    others = [card for card in context["table"].cards if card.seat.person_id != request.user.pk]
    whats = [What.RATINGS, What.AGGREGATE] if context["shows_ratings"] and others else []
    whats += [What.VOTES] if context["votes"] else []
    whats += [What.DECISION] if context["decisions"] else []
    Exposure.note(loop, request.user, whats, now=context["now"], cards=others)
    if context["evidence"]:
        Exposure.note(loop, request.user, [What.CARD], now=context["now"], cards=[context["evidence"].card])
