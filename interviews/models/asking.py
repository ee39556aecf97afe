"""Asking, as verbs over one interview: a question at a time, its hints, twists and ticked points."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews.models.agenda import AgendaDeed, Deed
from interviews.models.asked import AskedQuestion, HintGiven, PointTicked, TwistGiven
from interviews.models.interview import Interview
from interviews.models.kit import KitSection
from questionbank.models import Hint, Point, QuestionVersion, Twist


class Repeated(Refused):
    """The candidate was asked this question, or one like it, in another interview. With a reason it may be asked all the same."""


@transaction.atomic
def ask(interview: Interview, version: QuestionVersion, *, by: User, now: datetime, repeat_reason: str = "") -> AskedQuestion:
    """Begin a question and end the one before; the same one again goes on.

    `Repeated` when its family was asked before in another interview and no reason is given to ask it again.
    """
    interview = Interview.objects.for_change().select_related("stage__loop").get(pk=interview.pk)
    if not interview.is_live:
        raise Refused("Start the interview before you ask.")
    running = interview.asked.filter(ended_at=None).first()
    if running and running.version_id == version.pk:
        return running
    repeat = repeats(interview, version)
    if repeat and not repeat_reason:
        raise Repeated(
            f"{interview.stage.loop.candidate.name} was asked “{repeat.version.title}” on {repeat.started_at:%-d %b %Y}. "
            "Choose another question, or say why this one all the same."
        )
    if running:
        running.ended_at = max(now, running.started_at)
        running.save(update_fields=["ended_at"])
    asked, created = AskedQuestion.objects.get_or_create(
        interview=interview,
        version=version,
        defaults={"asked_by": by, "started_at": now, "repeat_reason": repeat_reason if repeat else ""},
    )
    if not created and asked.ended_at:
        asked.paused += max(now - asked.ended_at, timedelta())
        asked.ended_at = None
        asked.save(update_fields=["ended_at", "paused"])
        _back_to_its_section(asked, by=by, now=now)
    return asked


def _back_to_its_section(asked: AskedQuestion, *, by: User, now: datetime) -> None:
    """A question that goes on brings the agenda back to where it stands in the plan."""
    plan = KitSection.objects.filter(version=asked.interview.stage.kit_version_id, questions__version=asked.version_id)
    if section := plan.order_by("place", "pk").first():
        AgendaDeed.objects.create(interview=asked.interview, deed=Deed.HERE, section=section, at=now, by=by)


def repeats(interview: Interview, version: QuestionVersion) -> AskedQuestion | None:
    """When this candidate was asked a question of the same family in another interview, if ever."""
    return (
        AskedQuestion.objects.filter(
            interview__stage__loop__candidate=interview.stage.loop.candidate_id, version__question__family=version.question.family
        )
        .exclude(interview=interview)
        .with_words()
        .order_by("-started_at", "pk")
        .first()
    )


def met(interview: Interview) -> dict[str, AskedQuestion]:
    """What this candidate was asked so far, here or in another interview: of each family of questions the last one."""
    asked = AskedQuestion.objects.filter(interview__stage__loop__candidate=interview.stage.loop.candidate_id).with_words()
    narrow = asked.only("interview", "started_at", "version__title", "version__question__family", "version__question__key")
    return {one.version.question.family: one for one in narrow.in_order()}


def finish(asked: AskedQuestion, *, now: datetime) -> None:
    """The answer is over. Twice changes nothing."""
    if asked.ended_at is None:
        asked.ended_at = max(now, asked.started_at)
        asked.save(update_fields=["ended_at"])


def give_hint(asked: AskedQuestion, hint: Hint, *, by: User, now: datetime) -> HintGiven:
    """Count a hint of this question; once, however often it is pressed."""
    given, _ = HintGiven.objects.get_or_create(asked=asked, hint=hint, defaults={"given_by": by, "given_at": now})
    return given


def give_twist(asked: AskedQuestion, twist: Twist, *, by: User, now: datetime) -> TwistGiven:
    """Note that the question was made harder or easier."""
    given, _ = TwistGiven.objects.get_or_create(asked=asked, twist=twist, defaults={"given_by": by, "given_at": now})
    return given


def tick(asked: AskedQuestion, point: Point, *, is_ticked: bool, by: User, now: datetime) -> None:
    """Tick or untick a point, for this interviewer alone."""
    if is_ticked:
        PointTicked.objects.get_or_create(asked=asked, point=point, ticked_by=by, defaults={"ticked_at": now})
    else:
        PointTicked.objects.filter(asked=asked, point=point, ticked_by=by).delete()
