"""Reading the files of a whole question bank, with what they say of each other: levels, competencies and stages by key."""

from dataclasses import dataclass

from questionbank.files import (
    CompetencyFile,
    LevelPart,
    LevelsFile,
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


def read_bank(reader: Reader) -> Bank:
    """All of it, for use when the reader found no problems."""
    levels = reader.file("levels.toml", LevelsFile)
    signals = reader.file("signals.toml", SignalsFile)
    red_flags = reader.file("red_flags.toml", RedFlagsFile)
    stages = reader.file("stages.toml", StagesFile)
    competencies = reader.folder("competencies", CompetencyFile)
    questions = reader.folder("questions", QuestionFile)
    bank = Bank(
        levels=levels.levels if levels else [],
        competencies=[part for _, part in competencies.values()],
        signals=signals.signals if signals else [],
        red_flags=red_flags.red_flags if red_flags else [],
        stages=stages.stages if stages else [],
        questions=[part for _, part in questions.values()],
    )
    for name, parts in (
        ("levels", bank.levels),
        ("signals", bank.signals),
        ("red_flags", bank.red_flags),
        ("stages", bank.stages),
    ):
        _each_once(reader, f"{name}.toml", name, [part.key for part in parts])
    if levels:
        _check_levels(reader, bank)
        for file, question in questions.values():
            check_levels_of(reader, file, question, [level.key for level in bank.levels])
    known = reader.keys("competencies")
    for file, question in questions.values():
        reader.refer(file, "tests", question.tests, known, "competency")
    for number, stage in enumerate(bank.stages, 1):
        reader.refer("stages.toml", f"stages[{number}]", [*stage.primary, *stage.secondary], known, "competency")
    for number, signal in enumerate(bank.signals, 1):
        reader.refer("signals.toml", f"signals[{number}].supports", signal.supports, known, "competency")
    for number, kind in enumerate(bank.red_flags, 1):
        reader.refer("red_flags.toml", f"red_flags[{number}].competencies", kind.competencies, known, "competency")
    return bank


def check_levels_of(reader: Reader, file: str, part: object, levels: list[str]) -> None:
    """Object to a range of levels that has no such end, or that stands on its head."""
    lowest, highest = part.lowest_level, part.highest_level  # type: ignore[attr-defined]
    reader.refer(file, "lowest_level", [lowest], levels, "level")
    reader.refer(file, "highest_level", [highest], levels, "level")
    if {lowest, highest} <= set(levels) and levels.index(lowest) > levels.index(highest):
        reader.object(file, "lowest_level", f"“{lowest}” is above the highest level, “{highest}”")


def _check_levels(reader: Reader, bank: Bank) -> None:
    keys = [level.key for level in bank.levels]
    for number, signal in enumerate(bank.signals, 1):
        for name in ("expected", "minimum", "maximum"):
            reader.refer("signals.toml", f"signals[{number}].{name}", getattr(signal, name), keys, "level")
        if missing := [key for key in keys if key not in signal.expected]:
            reader.object("signals.toml", f"signals[{number}].expected", f"says nothing of {', '.join(missing)}")


def _each_once(reader: Reader, file: str, where: str, keys: list[str]) -> None:
    for number, key in enumerate(keys, 1):
        if key in keys[: number - 1]:
            reader.object(file, f"{where}[{number}].key", f"“{key}” is there already")
