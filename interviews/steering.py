"""Steering an interview through its plan: where we are, what is left out, which re-plan holds. Each deed has an id and a time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews import agenda as agendas
from interviews import handing, replanning
from interviews.models import AgendaDeed, AskedQuestion, Interview, KitQuestion, KitSection, Stage, asking
from interviews.models.agenda import Deed
from interviews.replanning import Plan
from questionbank.models import Competency, QuestionVersion


@transaction.atomic
def be_here(interview: Interview, section: KitSection, *, id: UUID, by: User, now: datetime) -> None:  # noqa: A002 -- its name everywhere
    """We are in this section now; a question of another section is over with that. The same deed twice is one."""
    interview = _locked(interview, now)
    running = interview.asked.filter(ended_at=None).first()
    if running and not _is_kept(interview, id) and _is_of_another(running, section):
        asking.finish(running, now=now)
    _keep(interview, id, deed=Deed.HERE, section=section, by=by, at=now)


@transaction.atomic
def skip(interview: Interview, version: QuestionVersion, *, id: UUID, by: User, now: datetime) -> None:  # noqa: A002 -- as above
    """This planned question is left out. Refused for one that was asked. Twice changes nothing."""
    interview = _locked(interview, now)
    agenda = agendas.agenda_from(interview, now=now)
    state = agenda.states.get(version.pk)
    if state in ("asked", "running"):
        raise Refused("This question was asked. It can no longer be left out.")
    if state is None:
        _keep(interview, id, deed=Deed.SKIP, version=version, by=by, at=now)


@transaction.atomic
def restore(interview: Interview, version: QuestionVersion, *, id: UUID, by: User, now: datetime) -> None:  # noqa: A002 -- as above
    """A question that was left out is planned again. Twice changes nothing."""
    interview = _locked(interview, now)
    if agendas.agenda_from(interview, now=now).states.get(version.pk) == "skipped":
        _keep(interview, id, deed=Deed.RESTORE, version=version, by=by, at=now)


@transaction.atomic
def replan(interview: Interview, plan: Plan, *, id: UUID, by: User, now: datetime) -> None:  # noqa: A002 -- as above
    """The plan holds from now on; what it moves is put before the recruiter. Refused when not legal. The same twice is one."""
    interview = _locked(interview, now)
    if _is_kept(interview, id):
        return
    agenda = agendas.agenda_from(interview, now=now)
    board = agenda.with_competencies()
    if replanning.problems(board, plan):
        raise Refused("The interview has moved on since this plan was offered. Look at what is offered now.")
    _keep(interview, id, deed=Deed.REPLAN, plan=plan.fact(), by=by, at=now)
    for competency, stage in agendas.moved(plan, board):
        handing.suggest(interview, Competency.objects.get(pk=competency), to=Stage.objects.get(pk=stage), by=by, now=now)


@transaction.atomic
def undo_replan(deed: AgendaDeed, *, by: User, now: datetime) -> None:
    """The plan is again what it was. What the recruiter has taken up meanwhile stays. Twice changes nothing."""
    interview = _locked(deed.interview, now)
    deed = interview.deeds.get(pk=deed.pk)
    deed.undo(by=by, now=now)
    interview.handovers.open().filter(offered_at=deed.at).delete()


def _is_of_another(asked: AskedQuestion, section: KitSection) -> bool:
    """Whether a question is planned in another section. What is asked beside the plan belongs to none."""
    planned = KitQuestion.objects.filter(section__version=section.version_id, version=asked.version_id)
    places = set(planned.values_list("section", flat=True))
    return bool(places) and section.pk not in places


def _locked(interview: Interview, now: datetime) -> Interview:
    """The interview for this deed alone. One done before the end counts, however late it arrives."""
    interview = Interview.objects.for_change().select_related("stage__loop", "stage__kit_version").get(pk=interview.pk)
    if interview.started_at is None:
        raise Refused("Start the interview first.")
    if interview.ended_at and now > interview.ended_at:
        raise Refused("The interview is over.")
    return interview


def _is_kept(interview: Interview, id: UUID) -> bool:  # noqa: A002 -- as above
    """Whether this very deed is kept already. Refused for the id of another interview's deed."""
    there = AgendaDeed.objects.filter(pk=id).first()
    if there and there.interview_id != interview.pk:
        raise Refused("This was kept for another interview. Load the page again.")
    return there is not None


def _keep(interview: Interview, id: UUID, **facts: object) -> None:  # noqa: A002 -- as above
    if not _is_kept(interview, id):
        AgendaDeed.objects.create(id=id, interview=interview, **facts)
