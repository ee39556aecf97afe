"""The bank as files, one for each question and competency, in the shape that `load_content` reads: fit for version control."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tomli_w
from django.db.models import Prefetch

from accounts.access import Refused
from questionbank import loading, writing
from questionbank.files import (
    CompetencyFile,
    LevelPart,
    LevelsFile,
    Part,
    QuestionFile,
    RedFlagPart,
    RedFlagsFile,
    SignalPart,
    SignalsFile,
    StagePart,
    StagesFile,
)
from questionbank.models import Competency, Expectation, Level, Question, RedFlagKind, Signal, StageKind

Files = dict[str, Part]
BATCH = 500
STATES = {"suspected leak": "retired"}  # who reads it elsewhere shall not ask it


def text_of(part: Part) -> str:
    """A file in TOML: its fields in their order, what is left to the default left out, longer texts over several lines."""
    return tomli_w.dumps(part.model_dump(exclude_defaults=True), multiline_strings=True)


def bank_files() -> Files:
    """Everything that `load_content` reads of the bank, by the name of its file. Questions never published are not in it."""
    return rubric_files() | dict(question_files())


def rubric_files() -> Files:
    """Levels, competencies, signals, red flags and stages. Refused while there are none."""
    if not Level.objects.exists():
        raise Refused("There is no bank to export yet. Load the default content first.")
    files: Files = {
        "levels.toml": LevelsFile(levels=[_level(one) for one in Level.objects.order_by("rank")]),
        "signals.toml": SignalsFile(signals=_signals()),
        "red_flags.toml": RedFlagsFile(red_flags=[_red_flag(one) for one in RedFlagKind.objects.in_order()]),
        "stages.toml": StagesFile(stages=_stages()),
    }
    for competency in Competency.objects.with_ladders().in_order():
        if competency.current:
            files[f"competencies/{competency.key}.toml"] = _competency(competency)
    return files


def question_files() -> Iterator[tuple[str, Part]]:
    """Each question in force with the name of its file, by name; a few hundred are in memory at a time."""
    in_force = Question.objects.filter(current__isnull=False)
    keys = sorted(in_force.values_list("key", flat=True))  # here, since databases differ in how they sort
    for start in range(0, len(keys), BATCH):
        batch = {one.key: one for one in loading.with_everything(in_force.filter(key__in=keys[start : start + BATCH]))}
        for key in sorted(batch):
            yield f"questions/{key}.toml", _question(batch[key])


def write(folder: Path, files: Files) -> int:
    """Write the files below a folder; how many differ from what was there. Refused when it holds TOML files of something else."""
    strange = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.toml")) if folder.exists() else []
    if strange := [name for name in strange if name not in files]:
        raise Refused(f"{folder} holds other files: {', '.join(strange[:5])}. Remove them, or choose an empty folder.")
    changed = 0
    for name, part in files.items():
        path, text = folder / name, text_of(part)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed += 1
    return changed


def _level(level: Level) -> LevelPart:
    return LevelPart(key=level.key, name=level.name, window_start=level.window_start, expects=level.expects)


def _competency(competency: Competency) -> CompetencyFile:
    version = competency.current
    return CompetencyFile(
        key=competency.key,
        name=competency.name,
        position=competency.place,
        definition=version.definition,  # type: ignore[union-attr]
        ladder=version.ladder,  # type: ignore[union-attr]
        probes=version.probes,  # type: ignore[union-attr]
        do_not_rate=version.do_not_rate,  # type: ignore[union-attr]
        retired=competency.retired_at is not None,
    )


def _question(question: Question) -> QuestionFile:
    words: dict[str, Any] = writing.words_of(question.current)  # type: ignore[arg-type]
    words |= {name: int(words[name]) for name in ("minutes", "difficulty")}
    words["hints"] = [hint | {"strength": int(hint["strength"])} for hint in words["hints"]]
    words |= {"key": question.key, "family": question.family, "state": STATES.get(question.state, question.state)}
    return QuestionFile.model_validate(words)


def _signals() -> list[SignalPart]:
    expectations = Prefetch("expectations", Expectation.objects.select_related("level").order_by("level__rank"))
    return [_signal(signal) for signal in Signal.objects.in_order().prefetch_related(expectations)]


def _signal(signal: Signal) -> SignalPart:
    expected: Iterable[Expectation] = signal.expectations.all()
    return SignalPart(
        key=signal.key,
        name=signal.name,
        kind=signal.kind,
        how_to_record=signal.how_to_record,
        choices=signal.choices,
        expected={one.level.key: one.text for one in expected},
        minimum={one.level.key: one.minimum for one in expected if one.minimum is not None},
        maximum={one.level.key: one.maximum for one in expected if one.maximum is not None},
        retired=signal.retired_at is not None,
    )


def _red_flag(kind: RedFlagKind) -> RedFlagPart:
    words = {name: getattr(kind, name) for name in RedFlagKind.WORDS}
    return RedFlagPart(key=kind.key, retired=kind.retired_at is not None, **words)


def _stages() -> list[StagePart]:
    kinds = StageKind.objects.in_use().in_order().prefetch_related(Prefetch("competencies", Competency.objects.in_order()))
    return [
        StagePart(
            key=kind.key,
            primary=[competency.key for competency in kind.competencies.all()],
            **{name: getattr(kind, name) for name in loading.STAGE},
        )
        for kind in kinds
    ]
