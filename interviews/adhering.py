"""Reading how closely interviews kept to their plans: the facts of the room beside the kit, as `adherence` compares them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from interviews.adherence import MINUTE, Adherence, Asked, Norm, Plan, Spread, adherence, spread
from interviews.models import AskedQuestion, Interview, KitQuestion
from interviews.models.asked import AskedQuestionQuerySet
from questionbank.models import Level, Signal, SignalVersion


@dataclass(frozen=True)
class HintNorms:
    """How much help each level is expected to need at most, in the words of every time."""

    versions: list[SignalVersion]

    def norm(self, level: Level, at: datetime) -> Norm:
        """What held of a level at a moment: the version in force then, or the first where none was yet."""
        known = [one for one in self.versions if one.signal.retired_at is None or one.signal.retired_at > at]
        known = [one for one in known if one.signal_id == known[0].signal_id]
        by_then = [one for one in known if one.published_at <= at] or known[:1]
        expected = by_then[-1].words["expected"] if by_then else {}
        return Norm(level.name.lower(), expected.get(level.key, {}).get("maximum"))


def with_help(asked: AskedQuestionQuerySet) -> AskedQuestionQuerySet:
    """Each with `hints`, how many were given, and `strength`, their strengths added."""
    return asked.annotate(hints=Count("hints_given"), strength=Sum("hints_given__hint__strength", default=0))


def bare() -> AskedQuestionQuerySet:
    """Asked questions `with_help` and no more of them than `kept` reads: without their words."""
    asked = AskedQuestion.objects.select_related("version")
    read = ("interview", "started_at", "ended_at", "paused", "entered_later_at", "version__minutes", "version__question")
    return with_help(asked.only(*read)).in_order()


def spreads(interviews: Iterable[Interview]) -> list[Spread]:
    """By the name of a stage, in the order of their places, how differently these interviews were held; see `kept`."""
    there = list(interviews)
    figures = kept(there)
    by_name: dict[str, list[Adherence]] = {}
    for one in sorted(there, key=lambda one: (one.stage.place, one.stage.name)):
        if one.pk in figures:
            by_name.setdefault(one.stage.name, []).append(figures[one.pk])
    return [spread(name, held) for name, held in by_name.items()]


def kept(interviews: Iterable[Interview]) -> dict[int, Adherence]:
    """Each of these interviews beside its plan, by its number; those in which nothing was asked are left out. Two queries.

    They come with their stage's loop and level, and with `asked` prefetched `with_help`. Only what was asked in them is told:
    whoever may not know of hints yet must not be given it.
    """
    there = list(interviews)
    plans = _plans(one.stage.kit_version_id for one in there)
    norms = _norms()
    found = {
        one.pk: adherence(
            plans.get(one.stage.kit_version_id, Plan(())),
            [_asked(asked) for asked in one.asked.all()],
            norms.norm(one.stage.loop.level, one.starts_at),
        )
        for one in there
    }
    return {pk: figures for pk, figures in found.items() if figures}


def _asked(one: AskedQuestion) -> Asked:
    return Asked(
        question=one.version.question_id,
        started_at=one.started_at,
        box=one.version.minutes * MINUTE,
        ran=one.ran(one.ended_at) if one.ended_at and one.entered_later_at is None else None,
        hints=one.hints,  # type: ignore[attr-defined]
        strength=one.strength,  # type: ignore[attr-defined]
    )


def _plans(versions: Iterable[int]) -> dict[int, Plan]:
    rows = KitQuestion.objects.filter(section__version__in=set(versions)).order_by("section__place", "place", "pk")
    planned: dict[int, list[int]] = {}
    spare: dict[int, set[int]] = {}
    for version, question, is_alternate in rows.values_list("section__version", "version__question", "is_alternate"):
        spare.setdefault(version, set())
        planned.setdefault(version, [])
        if is_alternate:
            spare[version].add(question)
        else:
            planned[version].append(question)
    return {version: Plan(tuple(questions), frozenset(spare[version])) for version, questions in planned.items()}


def _norms() -> HintNorms:
    versions = SignalVersion.objects.filter(words__kind=Signal.Kind.STRENGTH_SUM).select_related("signal")
    return HintNorms(list(versions.order_by("signal__place", "signal", "number")))
