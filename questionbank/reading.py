"""Reading the files of a whole question bank, with what they say of each other: levels, competencies and stages by key."""

from dataclasses import dataclass

from questionbank.files import (
    CompetencyFile,
    LevelPart,
    LevelsFile,
    Part,
    QuestionFile,
    Reader,
    RedFlagPart,
    RedFlagsFile,
    SignalPart,
    SignalsFile,
    StagePart,
    StagesFile,
)


@dataclass(frozen=True)
class Bank:
    """What the files of a bank say, each list in the order in which it is shown."""

    levels: list[LevelPart]
    competencies: list[CompetencyFile]
    signals: list[SignalPart]
    red_flags: list[RedFlagPart]
    stages: list[StagePart]
    questions: list[QuestionFile]


def read_bank(reader: Reader, instead: Bank | None = None) -> Bank:
    """All of it, for use when the reader found no problems. What the files leave out is as in `instead`, where that is given."""
    shapes: dict[str, type[Part]] = {"levels": LevelsFile, "signals": SignalsFile, "red_flags": RedFlagsFile, "stages": StagesFile}
    said: dict[str, list] = {}
    for name, shape in shapes.items():
        if instead is None or f"{name}.toml" in reader.names:
            said[name] = getattr(reader.file(f"{name}.toml", shape), name, [])
    competencies = reader.folder("competencies", CompetencyFile)
    questions = reader.folder("questions", QuestionFile)
    for name, parts in said.items():
        _each_once(reader, f"{name}.toml", name, [part.key for part in parts])
    bank = Bank(
        **{name: said[name] if name in said else getattr(instead, name) for name in shapes},
        competencies=[part for _, part in competencies.values()],
        questions=[part for _, part in questions.values()],
    )
    levels = [level.key for level in bank.levels]
    if levels:
        _check_levels(reader, said.get("signals", []), levels)
        for file, question in questions.values():
            check_levels_of(reader, file, question, levels)
    known = reader.keys("competencies")
    if known is not None and instead:
        known = known | {part.key for part in instead.competencies}
    for file, question in questions.values():
        reader.refer(file, "tests", question.tests, known, "competency")
    _check_competencies(reader, said, known)
    return bank


def _check_competencies(reader: Reader, said: dict[str, list], known: set[str] | None) -> None:
    for number, stage in enumerate(said.get("stages", []), 1):
        reader.refer("stages.toml", f"stages[{number}]", [*stage.primary, *stage.secondary], known, "competency")
    for number, signal in enumerate(said.get("signals", []), 1):
        reader.refer("signals.toml", f"signals[{number}].supports", signal.supports, known, "competency")
    for number, kind in enumerate(said.get("red_flags", []), 1):
        reader.refer("red_flags.toml", f"red_flags[{number}].competencies", kind.competencies, known, "competency")


def check_levels_of(reader: Reader, file: str, part: object, levels: list[str]) -> None:
    """Object to a range of levels that has no such end, or that stands on its head."""
    lowest, highest = part.lowest_level, part.highest_level  # type: ignore[attr-defined]
    reader.refer(file, "lowest_level", [lowest], levels, "level")
    reader.refer(file, "highest_level", [highest], levels, "level")
    if {lowest, highest} <= set(levels) and levels.index(lowest) > levels.index(highest):
        reader.object(file, "lowest_level", f"“{lowest}” is above the highest level, “{highest}”")


def _check_levels(reader: Reader, signals: list[SignalPart], keys: list[str]) -> None:
    for number, signal in enumerate(signals, 1):
        for name in ("expected", "minimum", "maximum"):
            reader.refer("signals.toml", f"signals[{number}].{name}", getattr(signal, name), keys, "level")
        if missing := [key for key in keys if key not in signal.expected]:
            reader.object("signals.toml", f"signals[{number}].expected", f"says nothing of {', '.join(missing)}")


def _each_once(reader: Reader, file: str, where: str, keys: list[str]) -> None:
    for number, key in enumerate(keys, 1):
        if key in keys[: number - 1]:
            reader.object(file, f"{where}[{number}].key", f"“{key}” is there already")
