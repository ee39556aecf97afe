"""Reading how closely interviews kept to their plans: the facts of the room beside the kit, as `adherence` compares them."""

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery, Sum

from interviews.adherence import MINUTE, Adherence, Asked, Norm, Plan, Spread, adherence, spread
from interviews.models import AskedQuestion, Interview, KitQuestion
from interviews.models.asked import AskedQuestionQuerySet
from interviews.models.interview import InterviewQuerySet
from questionbank.models import Signal, SignalVersion


def with_plan(interviews: InterviewQuerySet) -> InterviewQuerySet:
    """Each with what its kit plans to ask (`planned`), what to ask instead (`spare`), and how much help is expected when it starts.

    In the same query. The help is that of the first signal that adds up hints and was in use then, in its words of then.
    """
    planned = KitQuestion.objects.filter(section__version=OuterRef("stage__kit_version")).order_by("section__place", "place", "pk")
    start = OuterRef("starts_at")
    in_use = Q(signal__retired_at=None) | Q(signal__retired_at__gt=start)
    help_ = SignalVersion.objects.filter(in_use, words__kind=Signal.Kind.STRENGTH_SUM).in_force_at(start)
    return interviews.select_related("stage__loop__level").annotate(
        planned=ArraySubquery(planned.filter(is_alternate=False).values("version__question")),
        spare=ArraySubquery(planned.filter(is_alternate=True).values("version__question")),
        expected=Subquery(help_.values("words__expected")[:1]),
    )


def with_help(asked: AskedQuestionQuerySet) -> AskedQuestionQuerySet:
    """Each with `hints`, how many were given, and `strength`, their strengths added."""
    return asked.annotate(hints=Count("hints_given"), strength=Sum("hints_given__hint__strength", default=0))


def bare() -> AskedQuestionQuerySet:
    """Asked questions `with_help` and no more of them than `kept` reads: without their words."""
    asked = AskedQuestion.objects.select_related("version")
    read = ("interview", "started_at", "ended_at", "paused", "entered_later_at", "version__minutes", "version__question")
    return with_help(asked.only(*read)).in_order()


def kept(interviews: Iterable[Interview]) -> dict[int, Adherence]:
    """Each of these interviews beside its plan, by its number; those in which nothing was asked are left out. No query.

    They come `with_plan`, and with `asked` prefetched `with_help`. It tells of hints: nobody may read it who does not know of
    them yet.
    """
    figures = {one.pk: adherence(_plan(one), [_asked(asked) for asked in one.asked.all()], _norm(one)) for one in interviews}
    return {pk: found for pk, found in figures.items() if found}


def spreads(interviews: Iterable[Interview]) -> list[Spread]:
    """By the name of a stage, in the order of their places, how differently these interviews were held; see `kept`."""
    there = list(interviews)
    figures = kept(there)
    by_name: dict[str, list[Adherence]] = {}
    for one in sorted(there, key=lambda one: (one.stage.place, one.stage.name)):
        if one.pk in figures:
            by_name.setdefault(one.stage.name, []).append(figures[one.pk])
    return [spread(name, held) for name, held in by_name.items()]


def _plan(interview: Interview) -> Plan:
    return Plan(tuple(interview.planned), frozenset(interview.spare))  # type: ignore[attr-defined]


def _norm(interview: Interview) -> Norm:
    level = interview.stage.loop.level
    expected = interview.expected or {}  # type: ignore[attr-defined]
    return Norm(level.name.lower(), expected.get(level.key, {}).get("maximum"))


def _asked(one: AskedQuestion) -> Asked:
    return Asked(
        question=one.version.question_id,
        started_at=one.started_at,
        box=one.version.minutes * MINUTE,
        ran=one.ran(one.ended_at) if one.ended_at and one.entered_later_at is None else None,
        hints=one.hints,  # type: ignore[attr-defined]
        strength=one.strength,  # type: ignore[attr-defined]
    )
