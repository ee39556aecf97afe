"""What the panel of a question shows: its words, what was given, used and ticked of it, and where to go from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Prefetch, Q, Value, prefetch_related_objects

from interviews.agenda import load_plan
from interviews.models import AskedQuestion, HintGiven, KitVersion, PointTicked, Seat, TwistGiven, asking
from questionbank.models import Hint, Point, Question, QuestionVersion, Step, Twist
from questionbank.models.question import Tested


@dataclass
class Told:
    """What happened to one question in the room: hints with their time, twists, and the points that this person ticked."""

    version: int
    ended: bool
    given: dict[int, datetime] = field(default_factory=dict)
    strengths: int = 0
    twisted: set[int] = field(default_factory=set)
    ticked: set[int] = field(default_factory=set)


def told_of(seat: Seat, asked: list[AskedQuestion]) -> dict[int, Told]:
    """Of each question asked in this interview, by its version."""
    told = {one.version_id: Told(one.version_id, one.ended_at is not None) for one in asked}
    if not told:
        return told
    here = {"asked__interview": seat.interview_id}
    hints = HintGiven.objects.filter(**here).annotate(what=Value("hint"))
    twists = TwistGiven.objects.filter(**here).annotate(what=Value("twist"), none=Value(0))
    ticks = PointTicked.objects.filter(**here, ticked_by=seat.person).annotate(what=Value("tick"), none=Value(0))
    facts = hints.values_list("asked__version", "what", "hint", "given_at", "hint__strength").union(
        twists.values_list("asked__version", "what", "twist", "given_at", "none"),
        ticks.values_list("asked__version", "what", "point", "ticked_at", "none"),
        all=True,
    )
    for version, what, number, at, strength in sorted(facts, key=lambda fact: fact[3]):
        one = told[version]
        one.strengths += strength
        if what == "hint":
            one.given[number] = at
        elif what == "twist":
            one.twisted.add(number)
        else:
            one.ticked.add(number)
    return told


@lru_cache(maxsize=256)
def plan_of(number: int) -> KitVersion:
    """A version of a kit with its sections and questions. It never changes, so it is read once."""
    return load_plan(KitVersion.objects.get(pk=number))


@lru_cache(maxsize=1024)
def words_of(number: int) -> QuestionVersion:
    """A question in the words of one version, with all that its panel says. As above."""
    version = QuestionVersion.objects.select_related("question").get(pk=number)
    with_words([version])
    return version


def troubled(kit: KitVersion) -> dict[int, str]:
    """Of the questions of a plan those that should not be asked any more, with why, by their number."""
    planned = {one.version.question_id for section in kit.sections.all() for one in section.questions.all()}
    marked = Question.objects.filter(Q(suspected_at__isnull=False) | Q(retired_at__isnull=False), pk__in=planned)
    return {question.pk: question.state for question in marked}


def with_words(versions: list[QuestionVersion]) -> None:
    """Load what the panels of these questions say: steps with points, hints, twists and what they test, in order."""
    prefetch_related_objects(
        versions,
        Prefetch("steps", Step.objects.order_by("place")),
        Prefetch("steps__points", Point.objects.order_by("place")),
        Prefetch("hints", Hint.objects.order_by("place")),
        Prefetch("twists", Twist.objects.order_by("place")),
        Prefetch("tested", Tested.objects.order_by("place", "pk")),
    )


def running_part(running: AskedQuestion, told: Told) -> dict[str, object]:
    """The panel of the question that is being asked."""
    version = words_of(running.version_id)
    hints = version.hints.all()
    return {
        "version": version,
        "told": told,
        "next_hint": next((hint.pk for hint in hints if hint.pk not in told.given), None),
        "until": running.started_at + timedelta(minutes=version.minutes),
    }


def ways_on(kit: KitVersion, asked: list[AskedQuestion], states: dict[int, str]) -> dict[str, object]:
    """The question that comes next in the plan, and the one before in the order in which they were asked."""
    planned = [one.version for section in kit.sections.all() for one in section.questions.all() if not one.is_alternate]
    versions = [one.version for one in asked]
    running = next((place for place, one in enumerate(asked) if one.ended_at is None), len(versions))
    return {
        "next_version": next((version for version in planned if version.pk not in states), None),
        "previous_version": versions[running - 1] if running else None,
    }


def panels_of(seat: Seat) -> list[QuestionVersion]:
    """All questions of the plan and those asked beside it, with their words; `repeated` says which the candidate met elsewhere."""
    kit = KitVersion.objects.with_questions().get(pk=seat.interview.stage.kit_version_id)
    versions = {one.version_id: one.version for section in kit.sections.all() for one in section.questions.all()}
    versions |= {one.version_id: one.version for one in seat.interview.asked.with_words()}
    with_words(list(versions.values()))
    met = asking.met(seat.interview)
    for version in versions.values():
        before = met.get(version.question.family)
        version.repeated = asking.repeated(before, seat.interview) if before and before.interview_id != seat.interview_id else None
    return list(versions.values())
