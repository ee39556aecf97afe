"""Puts a read question bank into the database: what is there in the same words stays, what changed becomes a new version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import Refused
from accounts.models import User
from questionbank.files import QuestionFile, SignalPart
from questionbank.models import (
    Competency,
    Hint,
    Level,
    Point,
    Question,
    QuestionVersion,
    RedFlagKind,
    RubricMove,
    RubricNoun,
    Signal,
    StageKind,
    Step,
    Tested,
    Twist,
)
from questionbank.reading import Bank
from questionbank.rubric import red_flags, signals

WORDS = ("title", "category", "minutes", "difficulty", "prompt", "good", "mixed", "poor", "follow_ups", "tags")
STAGE = ("name", "minutes", "purpose", "candidate_text", "avoid")


@transaction.atomic
def load_rubric(bank: Bank, *, now: datetime, why: str = "Default content") -> None:
    """Levels, competencies with their ladders, signals, red-flag kinds and stage kinds, each by its key. Safe to repeat.

    What is retired here stays so. Refused when a level that is here has another window in the files: ratings read by it.
    """
    _load_levels(bank)
    for part in bank.competencies:
        facts = {"name": part.name, "place": part.position}
        competency, is_new = Competency.objects.get_or_create(key=part.key, defaults=facts)
        competency.publish(
            name=part.name,
            definition=part.definition,
            ladder=part.ladder,
            do_not_rate=part.do_not_rate,
            probes=part.probes,
            why=why,
            now=now,
        )
        _settle(competency, RubricNoun.COMPETENCY, part.position, retired_at=now if is_new and part.retired else None, why=why)
    for place, signal in enumerate(bank.signals):
        _load_signal(signal, place, now=now, why=why)
    for place, red_flag in enumerate(bank.red_flags):
        words = red_flags.as_words(red_flag)
        kind, is_new = RedFlagKind.objects.get_or_create(key=red_flag.key, defaults=words | {"place": place})
        kind.publish(words, why=why, now=now)
        _settle(kind, RubricNoun.RED_FLAG, place, retired_at=now if is_new and red_flag.retired else None, why=why)
    for place, stage in enumerate(bank.stages):
        stage_facts = {name: getattr(stage, name) for name in STAGE} | {"place": place}
        kind, _ = StageKind.objects.update_or_create(key=stage.key, defaults=stage_facts)
        kind.competencies.set(Competency.objects.filter(key__in=[*stage.primary, *stage.secondary]))


def _load_levels(bank: Bank) -> None:
    here = {level.key: level for level in Level.objects.all()}
    free = max((level.rank for level in here.values()), default=-1) + 1
    for part in bank.levels:
        level = here.get(part.key)
        if level is None:
            Level.objects.create(key=part.key, name=part.name, expects=part.expects, rank=free, window_start=part.window_start)
            free += 1
        elif level.window_start != part.window_start:
            raise Refused(
                f"{level.name} opens at step {level.window_start} here and at step {part.window_start} in the file. "
                "Ratings read by it, so it stays: give the other window to a level with a key of its own."
            )
        elif (level.name, level.expects) != (part.name, part.expects):
            level.name, level.expects = part.name, part.expects
            level.save(update_fields=["name", "expects"])
    Level.put_in_order([part.key for part in bank.levels])


def _settle(
    part: Competency | Signal | RedFlagKind, noun: RubricNoun, place: int, *, retired_at: datetime | None, why: str
) -> None:
    """Put a part in its place, and retire it if it came retired."""
    if part.place != place:
        part.place = place
        part.save(update_fields=["place"])
    if retired_at:
        part.retired_at = retired_at
        part.save(update_fields=["retired_at"])
        RubricMove.objects.create(noun=noun, key=part.key, what="Retired", at=retired_at, why=why)


def _load_signal(part: SignalPart, place: int, *, now: datetime, why: str) -> None:
    """A level that the file does not know keeps what is expected of it here."""
    facts = {"name": part.name, "how_to_record": part.how_to_record, "place": place}
    signal, is_new = Signal.objects.get_or_create(key=part.key, defaults=facts)
    words = signals.as_words(part)
    if last := signal.versions.order_by("-number").first():
        words["expected"] = {key: cell for key, cell in last.words["expected"].items() if key not in words["expected"]} | words[
            "expected"
        ]
    signal.publish(words, why=why, now=now)
    _settle(signal, RubricNoun.SIGNAL, place, retired_at=now if is_new and part.retired else None, why=why)


@transaction.atomic
def load_questions(parts: Iterable[QuestionFile], *, now: datetime, why: str = "Default content") -> int:
    """Each question by its key; the number of new versions. A question in the same words is left alone, and so is its state."""
    parts, known = list(parts), Known.here()
    present = {question.key: question for question in with_everything(Question.objects.filter(key__in=[one.key for one in parts]))}
    written = 0
    for part in parts:
        question = present.get(part.key)
        if question is None:
            question = Question.objects.create(key=part.key, family=part.family, created_at=now)
        elif question.current and said(question.current) == says(part):
            continue
        question.current = write_version(question, part, known, now=now, why=why)
        question.save(update_fields=["current"])
        if part.key not in present and part.state != "draft":
            move = {"pilot": question.pilot, "active": question.activate, "retired": question.retire}[part.state]
            move(why=why, now=now)
        written += 1
    return written


def with_everything(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Together with all that `said` reads, in a few statements for any number."""
    return questions.select_related("current__lowest_level", "current__highest_level").prefetch_related(
        "current__tested__competency", "current__steps__points", "current__hints", "current__twists"
    )


@dataclass(frozen=True)
class Known:
    """The levels and competencies there are, by key: what a question may name."""

    levels: dict[str, Level]
    competencies: dict[str, Competency]

    @classmethod
    def here(cls) -> "Known":
        return cls({one.key: one for one in Level.objects.all()}, {one.key: one for one in Competency.objects.all()})


def write_version(
    question: Question, part: QuestionFile, known: Known, *, now: datetime, why: str, by: User | None = None
) -> QuestionVersion:
    """The next version of a question in these words, not yet in force. Its levels and competencies have to be known."""
    version = QuestionVersion.objects.create(
        question=question,
        number=question.current.number + 1 if question.current else 1,
        lowest_level=known.levels[part.lowest_level],
        highest_level=known.levels[part.highest_level],
        notes=part.interviewer_notes,
        written_at=now,
        written_by=by,
        why=why,
        **{name: getattr(part, name) for name in WORDS},
    )
    Tested.objects.bulk_create(
        Tested(version=version, competency=known.competencies[key], place=place) for place, key in enumerate(part.tests)
    )
    steps = Step.objects.bulk_create(Step(version=version, place=n, title=step.title) for n, step in enumerate(part.steps))
    Point.objects.bulk_create(
        Point(step=made, place=n, text=text)
        for made, step in zip(steps, part.steps, strict=True)
        for n, text in enumerate(step.points)
    )
    Hint.objects.bulk_create(
        Hint(version=version, place=n, strength=hint.strength, text=hint.text) for n, hint in enumerate(part.hints)
    )
    Twist.objects.bulk_create(
        Twist(version=version, place=n, kind=twist.kind, text=twist.text) for n, twist in enumerate(part.twists)
    )
    return version


def says(part: QuestionFile) -> dict[str, object]:
    """What a file says in the shape of `said`, so that the two compare."""
    return {
        **{name: getattr(part, name) for name in WORDS},
        "notes": part.interviewer_notes,
        "levels": [part.lowest_level, part.highest_level],
        "tests": part.tests,
        "steps": [[step.title, step.points] for step in part.steps],
        "hints": [[hint.strength, hint.text] for hint in part.hints],
        "twists": [[twist.kind, twist.text] for twist in part.twists],
    }


def said(version: QuestionVersion) -> dict[str, object]:
    """Everything a version says, its parts in their order."""
    return {
        **{name: getattr(version, name) for name in WORDS},
        "notes": version.notes,
        "levels": [version.lowest_level.key, version.highest_level.key],
        "tests": [tested.competency.key for tested in _placed(version.tested.all())],
        "steps": [[step.title, [point.text for point in _placed(step.points.all())]] for step in _placed(version.steps.all())],
        "hints": [[hint.strength, hint.text] for hint in _placed(version.hints.all())],
        "twists": [[twist.kind, twist.text] for twist in _placed(version.twists.all())],
    }


def _placed(parts: Iterable) -> list:
    return sorted(parts, key=lambda part: part.place)
