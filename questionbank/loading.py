"""Puts content files into the database: what is there in the same words stays, what changed becomes a new version."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from questionbank.models import (
    Competency,
    Expectation,
    Hint,
    Level,
    Point,
    Question,
    QuestionVersion,
    RedFlagKind,
    Signal,
    StageKind,
    Step,
    Tested,
    Twist,
)

Row = dict[str, Any]
WORDS = ("title", "category", "minutes", "difficulty", "prompt", "good", "mixed", "poor", "follow_ups")


@transaction.atomic
def load_rubric(rubric: dict[str, list[Row]], *, now: datetime) -> None:
    """Levels, competencies with their ladders, signals, red-flag kinds and stage kinds, each by its key. Safe to repeat."""
    for rank, level in enumerate(rubric["levels"]):
        facts = {"name": level["name"], "expects": level["expects"], "rank": rank, "window_start": level["window_start"]}
        Level.objects.update_or_create(key=level["key"], defaults=facts)
    for row in rubric["competencies"]:
        competency, _ = Competency.objects.update_or_create(
            key=row["key"], defaults={"name": row["name"], "place": row["position"]}
        )
        competency.publish(
            definition=row["definition"],
            ladder=row["ladder"],
            do_not_rate=row["do_not_rate"],
            probes=row["probes"],
            why="Default content",
            now=now,
        )
    levels = {level.key: level for level in Level.objects.all()}
    for place, row in enumerate(rubric["signals"]):
        _load_signal(row, place, levels)
    for place, row in enumerate(rubric["red_flags"]):
        names = (
            "name",
            "definition",
            "evidence_required",
            "not_sufficient",
            "severity",
            "handling",
            "review_months",
            "expiry_months",
        )
        RedFlagKind.objects.update_or_create(key=row["key"], defaults={name: row[name] for name in names} | {"place": place})
    for place, row in enumerate(rubric["stages"]):
        names = ("name", "minutes", "purpose", "candidate_text", "avoid")
        kind, _ = StageKind.objects.update_or_create(
            key=row["key"], defaults={name: row[name] for name in names} | {"place": place}
        )
        kind.competencies.set(Competency.objects.filter(key__in=[*row["primary"], *row["secondary"]]))


def _load_signal(row: Row, place: int, levels: dict[str, Level]) -> None:
    facts = {"name": row["name"], "kind": row["kind"], "choices": row.get("choices", []), "how_to_record": row["how_to_record"]}
    signal, _ = Signal.objects.update_or_create(key=row["key"], defaults=facts | {"place": place})
    for key, text in row["expected"].items():
        bounds = {"minimum": row.get("minimum", {}).get(key), "maximum": row.get("maximum", {}).get(key)}
        Expectation.objects.update_or_create(signal=signal, level=levels[key], defaults={"text": text, **bounds})


@transaction.atomic
def load_questions(rows: Iterable[Row], *, now: datetime, why: str = "Default content") -> int:
    """Each question by its key; the number of new versions. A question in the same words is left alone."""
    levels = {level.key: level for level in Level.objects.all()}
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    present = {question.key: question for question in Question.objects.select_related("current")}
    written = 0
    for row in rows:
        question = present.get(row["key"])
        if question is None:
            question = Question.objects.create(key=row["key"], family=row["family"], created_at=now)
        elif question.current and _words(question.current) == _plain(row):
            continue
        question.current = _write(question, row, levels, competencies, now=now, why=why)
        question.save(update_fields=["current"])
        if question.state == "draft":
            question.activate(why=why, now=now)
        written += 1
    return written


def _write(
    question: Question,
    row: Row,
    levels: dict[str, Level],
    competencies: dict[str, Competency],
    *,
    now: datetime,
    why: str,
) -> QuestionVersion:
    version = QuestionVersion.objects.create(
        question=question,
        number=question.current.number + 1 if question.current else 1,
        lowest_level=levels[row["lowest_level"]],
        highest_level=levels[row["highest_level"]],
        notes=row.get("interviewer_notes", "").strip(),
        written_at=now,
        why=why,
        **{name: _clean(row.get(name, [] if name == "follow_ups" else "")) for name in WORDS},
    )
    Tested.objects.bulk_create(
        Tested(version=version, competency=competencies[key], place=place) for place, key in enumerate(row["tests"])
    )
    for place, step in enumerate(row["steps"]):
        made = Step.objects.create(version=version, place=place, title=step["title"])
        Point.objects.bulk_create(Point(step=made, place=n, text=text) for n, text in enumerate(step["points"]))
    Hint.objects.bulk_create(
        Hint(version=version, place=place, strength=hint["strength"], text=hint["text"])
        for place, hint in enumerate(row.get("hints", []))
    )
    Twist.objects.bulk_create(
        Twist(version=version, place=place, kind=twist["kind"], text=twist["text"])
        for place, twist in enumerate(row.get("twists", []))
    )
    return version


def _clean(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _plain(row: Row) -> dict[str, object]:
    """A row of a file in the shape of `_words`, so that the two compare."""
    return {
        **{name: _clean(row.get(name, [] if name == "follow_ups" else "")) for name in WORDS},
        "notes": row.get("interviewer_notes", "").strip(),
        "levels": [row["lowest_level"], row["highest_level"]],
        "tests": row["tests"],
        "steps": [[step["title"], step["points"]] for step in row["steps"]],
        "hints": [[hint["strength"], hint["text"]] for hint in row.get("hints", [])],
        "twists": [[twist["kind"], twist["text"]] for twist in row.get("twists", [])],
    }


def _words(version: QuestionVersion) -> dict[str, object]:
    """Everything a version says."""
    return {
        **{name: getattr(version, name) for name in WORDS},
        "notes": version.notes,
        "levels": [version.lowest_level.key, version.highest_level.key],
        "tests": [tested.competency.key for tested in version.tested.select_related("competency").order_by("place")],
        "steps": [
            [step.title, [point.text for point in step.points.order_by("place")]] for step in version.steps.order_by("place")
        ],
        "hints": [[hint.strength, hint.text] for hint in version.hints.order_by("place")],
        "twists": [[twist.kind, twist.text] for twist in version.twists.order_by("place")],
    }
