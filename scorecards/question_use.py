"""Counting how questions went: how often, how long, with how many hints, and to which steps of the main competency it led.

Steps and hints are counted only from loops that are decided and in which nobody owes a scorecard any more, so that nobody reads
from a question what a colleague gave. They are those
of the question's main competency in interviews in which it was asked: other questions of the interview may have helped.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, Exists, F, FloatField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Extract

from interviews.models import AskedQuestion, HintGiven, Loop, Seat
from interviews.models.seat import SCORING
from questionbank.models import Level, QuestionMove, QuestionUse
from questionbank.models.use import TRIAL, no_steps
from scorecards.models import QuestionVoid, Scorecard
from scorecards.models.scorecard import SETTLED

CHUNK = 20  # questions counted by one statement
#: Why a rating is left out; without its value, since cells are read before anybody has voted.
ON_TRIAL, VOIDED = "not counted: its question was on trial", "not counted: its question was voided"
YES = 3  # the rating from which on a step is a yes at a level
OVERLAP = timedelta(hours=1)  # counted again each time, for what was written while the last round ran


class Median(Aggregate):
    """The middle of numbers, between two of them their mean."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def told() -> QuerySet:
    """The loops of which the numbers may tell: decided, with nobody left who owes a scorecard, and of nobody who works here.

    Of a question that was asked once, a number tells what its interviewer wrote.
    """
    settled = Scorecard.objects.filter(SETTLED, seat=OuterRef("pk"))
    owed = Seat.objects.standing().writing().filter(~Exists(settled), interview__stage__loop=OuterRef("pk"))
    return Loop.objects.filter(~Exists(owed), debrief__closed_at__isnull=False, candidate__employee=None).order_by().values("pk")


def changed_since(since: datetime | None) -> list[int]:
    """The questions that were asked, whose candidates were decided on, or that were voided or no more, since then."""
    asked = AskedQuestion.objects.all()
    if since:
        lately = QuestionVoid.objects.filter(Q(voided_at__gte=since) | Q(end__ended_at__gte=since)).values("question")
        decided = Q(interview__stage__loop__debrief__closed_at__gte=since)
        asked = asked.filter(Q(ended_at__gte=since) | decided | Q(version__question__in=lately))
    return list(asked.order_by().values_list("version__question", flat=True).distinct())


def count_changed(*, now: datetime) -> int:
    """Count again what changed since the last round; how many questions that were. Twice changes nothing but the time."""
    last = QuestionUse.objects.aggregate(last=Max("counted_at"))["last"]
    return count(changed_since(last - OVERLAP if last else None), now=now)


def count(questions: Iterable[int], *, now: datetime) -> int:
    """Count these questions from everything there is; how many they were."""
    levels = {level.key: level for level in Level.objects.order_by("rank")}
    keys, written = list(questions), 0
    for chunk in (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)):
        uses = {row["version__question"]: _use(row, now) for row in _asked(chunk)}
        for pk, key, step, many in _steps(chunk):
            level = levels[key]
            uses[pk].steps[step] += many
            row = uses[pk].by_level.setdefault(level.name, {"steps": no_steps(), "yes": 0})
            row["steps"][step] += many
            row["yes"] += many if level.rating(step) >= YES else 0
        order = [level.name for level in levels.values()]
        for use in uses.values():
            use.by_level = dict(sorted(use.by_level.items(), key=lambda item: order.index(item[0])))
        fields = [field.name for field in QuestionUse._meta.concrete_fields if not field.primary_key]
        QuestionUse.objects.bulk_create(uses.values(), update_conflicts=True, unique_fields=["question"], update_fields=fields)
        written += len(uses)
    return written


def left_out(
    interviews: Iterable[int], *, also: QuestionVoid | None = None, but: QuestionVoid | None = None
) -> dict[tuple[int, int], str]:
    """What does not count, and why: (interview, competency) where no question that tests it counts. Where none tests it, it counts.

    A question does not count while it is on trial and was not yet asked ten times, as it stood when it was asked, so that what was
    decided reads the same later; nor where it was voided, from then on for all, until that is taken back. `also` is a void that is
    only thought of, `but` one that is thought away.
    """
    question = OuterRef("version__question")
    state = QuestionMove.objects.filter(question=question, at__lte=OuterRef("started_at")).order_by("-at", "-pk").values("to")[:1]
    earlier = AskedQuestion.objects.filter(version__question=question, started_at__lt=OuterRef("started_at")).order_by()
    times = earlier.values("version__question").annotate(times=Count("pk")).values("times")
    voids = _voids()
    voids = voids.exclude(pk=but.pk) if but else voids
    asked = (
        AskedQuestion.objects.filter(interview__in=list(interviews), version__tested__isnull=False)
        .order_by()
        .annotate(state=Subquery(state), times=Coalesce(Subquery(times), 0), is_voided=Exists(voids))
        .values_list(
            "interview",
            "version__tested__competency",
            "version__question",
            "interview__starts_at",
            "state",
            "times",
            "is_voided",
        )
    )
    out: dict[tuple[int, int], str] = {}
    for interview, competency, number, at, word, before, is_voided in asked:
        is_gone = is_voided or (also is not None and also.question_id == number and also.covers(at))
        why = VOIDED if is_gone else ON_TRIAL if word == "pilot" and before < TRIAL else ""
        known = out.get((interview, competency), why)
        out[interview, competency] = (VOIDED if VOIDED in {known, why} else why) if known and why else ""
    return {place: why for place, why in out.items() if why}


def voided() -> set[tuple[int, int]]:
    """What counts nowhere because its questions were voided, of all interviews: (interview, competency), as `left_out` has it."""
    there = AskedQuestion.objects.filter(Exists(_voids())).order_by().values_list("interview", flat=True).distinct()
    return {place for place, why in left_out(there).items() if why == VOIDED}


def _voids() -> QuerySet[QuestionVoid]:
    """The voids that stand of a question that was asked, in the time of its interview."""
    standing = QuestionVoid.objects.standing().began_within(OuterRef("interview__starts_at"))
    return standing.filter(question=OuterRef("version__question"))


def _use(row: dict, now: datetime) -> QuestionUse:
    return QuestionUse(
        question_id=row["version__question"],
        asked=row["times"],
        last_asked_at=row["last"],
        median_minutes=None if row["median"] is None else round(row["median"] / 60),
        told=row["told"],
        hinted=row["hinted"],
        counted_at=now,
    )


def _asked(questions: list[int]) -> Iterator[dict]:
    """Per question: times, last, hinted, and the median length in seconds of the answers that ended."""
    hinted = Exists(HintGiven.objects.filter(asked=OuterRef("pk")))
    is_told = Q(interview__stage__loop__in=told())
    seconds = Extract(F("ended_at") - F("started_at") - F("paused"), "epoch")
    return (
        AskedQuestion.objects.filter(version__question__in=questions)
        .order_by()
        .annotate(was_hinted=hinted)
        .values("version__question")
        .annotate(
            times=Count("pk"),
            last=Max("started_at"),
            told=Count("pk", filter=is_told),
            hinted=Count("pk", filter=is_told & Q(was_hinted=True)),
            median=Median(seconds, filter=Q(ended_at__isnull=False, entered_later_at=None)),
        )
        .iterator()
    )


def _steps(questions: list[int]) -> Iterator[tuple[int, str, int, int]]:
    """(question, target level, step, how many ratings) of decided loops, as first submitted: later ones are not independent.

    Without interviews in which the question was voided.
    """
    return (
        AskedQuestion.objects.filter(
            ~Exists(_voids()),
            version__question__in=questions,
            version__tested__place=0,
            interview__stage__loop__in=told(),
            interview__seats__role__in=SCORING,
            interview__seats__scorecard__seals__number=1,
            interview__seats__scorecard__seals__ratings__competency=F("version__tested__competency"),
        )
        .order_by()
        .values_list("version__question", "interview__stage__loop__level__key", "interview__seats__scorecard__seals__ratings__step")
        .annotate(many=Count("interview__seats__scorecard__seals__ratings"))
        .iterator()
    )
