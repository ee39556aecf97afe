"""Content files: what a file of each kind may say, and a reader that tells every problem at once instead of the first."""

import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Annotated, Protocol, Self, TypeVar

import tomli
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from questionbank.models import RedFlagKind, Signal, Twist
from questionbank.models.competency import STEPS, WINDOW
from questionbank.models.question import Category
from questionbank.problems import Problem, problems_of


def _visible(text: str) -> str:
    hidden = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", text)
    if hidden:
        raise ValueError(f"holds a hidden character (U+{ord(hidden[0]):04X})")
    return text


def _once(items: list[str]) -> list[str]:
    if twice := {item for item in items if items.count(item) > 1}:
        raise ValueError(f"names {', '.join(sorted(twice))} twice")
    return items


Words = Annotated[str, AfterValidator(_visible)]
Text = Annotated[Words, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
LongKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Keys = Annotated[list[str], AfterValidator(_once)]
Minutes = Annotated[int, Field(ge=1, le=480)]


def one_of(values: Collection[str]) -> AfterValidator:
    """Only these."""

    def check(text: str) -> str:
        if text not in values:
            raise ValueError(f"must be one of {', '.join(values)}")
        return text

    return AfterValidator(check)


class Part(BaseModel):
    """A file, or a table in one: what it does not know it refuses, and a number is no text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, str_strip_whitespace=True)


class LevelPart(Part):
    key: Key
    name: Annotated[Text, Field(max_length=60)]
    window_start: Annotated[int, Field(ge=0, le=STEPS - WINDOW)]
    scope: Words = ""
    expects: Annotated[Words, Field(max_length=300)] = ""


class RatingPart(Part):
    value: int
    label: Text
    meaning: Text


class LevelsFile(Part):
    levels: Annotated[list[LevelPart], Field(min_length=1)]
    ratings: list[RatingPart] = []


class CompetencyFile(Part):
    key: Key
    name: Annotated[Text, Field(max_length=80)]
    position: Annotated[int, Field(ge=0, le=1000)]
    definition: Text
    ladder: Annotated[list[Text], Field(min_length=STEPS, max_length=STEPS)]
    probes: list[Text] = []
    do_not_rate: Words = ""
    retired: bool = False


class SignalPart(Part):
    key: Key
    name: Annotated[Text, Field(max_length=100)]
    kind: Annotated[str, one_of(Signal.Kind.values)]
    how_to_record: Annotated[Text, Field(max_length=300)]
    supports: Keys = []
    choices: list[Annotated[Text, Field(max_length=200)]] = []
    expected: dict[str, Annotated[Text, Field(max_length=200)]]
    minimum: dict[str, Annotated[int, Field(ge=0, le=1000)]] = {}
    maximum: dict[str, Annotated[int, Field(ge=0, le=1000)]] = {}
    retired: bool = False

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        for level in self.minimum.keys() & self.maximum.keys():
            if self.minimum[level] > self.maximum[level]:
                raise ValueError(f"expects at least {self.minimum[level]} and at most {self.maximum[level]} at {level}")
        return self


class SignalsFile(Part):
    signals: list[SignalPart]


class RedFlagPart(Part):
    key: LongKey
    name: Annotated[Text, Field(max_length=120)]
    severity: Annotated[str, one_of(RedFlagKind.Severity.values)]
    definition: Text
    evidence_required: Text
    not_sufficient: Words = ""
    handling: Words = ""
    competencies: Keys = []
    review_months: Annotated[int, Field(ge=0, le=24)]
    expiry_months: Annotated[int, Field(ge=0, le=24)]
    retired: bool = False

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.review_months > self.expiry_months:
            raise ValueError("is reviewed only after it expires")
        return self


class RedFlagsFile(Part):
    red_flags: list[RedFlagPart]


class StagePart(Part):
    key: Key
    name: Annotated[Text, Field(max_length=80)]
    minutes: Minutes
    shortest_minutes: Minutes | None = None
    longest_minutes: Minutes | None = None
    own_time_minutes: Annotated[int, Field(ge=0)] = 0
    purpose: Annotated[Text, Field(max_length=300)]
    primary: Keys
    secondary: Keys = []
    avoid: Words = ""
    candidate_text: Words = ""

    @model_validator(mode="after")
    def _range(self) -> Self:
        shortest, longest = self.shortest_minutes or self.minutes, self.longest_minutes or self.minutes
        if not shortest <= self.minutes <= longest:
            raise ValueError(f"takes {self.minutes} minutes, outside its range {shortest} to {longest}")
        return self


class StagesFile(Part):
    stages: list[StagePart]


class StepPart(Part):
    title: Annotated[Text, Field(max_length=160)]
    points: Annotated[list[Annotated[Text, Field(max_length=200)]], Field(min_length=1)]


class HintPart(Part):
    strength: Annotated[int, Field(ge=1, le=3)]
    text: Text


class TwistPart(Part):
    kind: Annotated[str, one_of(Twist.Kind.values)]
    text: Text


class QuestionFile(Part):
    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)]
    family: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)]
    title: Annotated[Text, Field(max_length=160)]
    category: Annotated[str, one_of(Category.values)]
    minutes: Minutes
    difficulty: Annotated[int, Field(ge=1, le=5)]
    lowest_level: str
    highest_level: str
    tests: Annotated[Keys, Field(min_length=1)]
    prompt: Text
    good: Words = ""
    mixed: Words = ""
    poor: Words = ""
    interviewer_notes: Words = ""
    follow_ups: list[Text] = []
    tags: Annotated[list[Annotated[Text, Field(max_length=40)]], Field(max_length=20), AfterValidator(_once)] = []
    steps: list[StepPart] = []
    hints: list[HintPart] = []
    twists: list[TwistPart] = []
    state: Annotated[str, one_of(("draft", "pilot", "active", "retired"))] = "active"


AnyPart = TypeVar("AnyPart", bound=Part)

MOST_PARTS = 30
# Names of many parts cost their square to read; nothing of ours has one of more than two.
_PART = r"""(?:[\w-]++|"[^"]*+"|'[^']*+')"""
LONG_NAME = re.compile(rf"(?:^|[\[{{,])[ \t]*+{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")


class Source(Protocol):
    """Files by their names, wherever they lie: `FileNotFoundError` for one that is not there."""

    def names(self) -> Iterable[str]:
        """Every file, in order."""

    def text(self, name: str) -> str:
        """What a file says."""


class Folder:
    """The files below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """Every TOML file, in order."""
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*.toml"))

    def text(self, name: str) -> str:
        """What a file says."""
        return (self.root / name).read_text(encoding="utf-8")


class Reader:
    """Reads files of a folder and gathers in `problems` what is wrong: while there is any, use nothing of it.

    `tell` is called with the number of files read so far.
    """

    def __init__(self, root: Path | Source, tell: Callable[[int], None] = lambda _read: None) -> None:
        self.source: Source = Folder(root) if isinstance(root, Path) else root
        self.names = list(self.source.names())
        self.problems: list[Problem] = []
        self.read = 0
        self._tell = tell
        self._keys: dict[str, set[str] | None] = {}

    def file(self, name: str, shape: type[AnyPart]) -> AnyPart | None:
        """One file as its shape; None when something is wrong with it."""
        self.read += 1
        self._tell(self.read)
        try:
            text = self.source.text(name)
            if any(line.count(".") >= MOST_PARTS and LONG_NAME.search(line) for line in text.split("\n")):
                self.object(name, "", "holds a name of more than 30 parts")
                return None
            return shape.model_validate(tomli.loads(text))
        except FileNotFoundError:
            self.object(name, "", "is not there")
        except UnicodeDecodeError:
            self.object(name, "", "is not UTF-8 text")
        except tomli.TOMLDecodeError as error:
            self.object(name, "", f"is not TOML: {error}")
        except ValidationError as error:
            self.problems += problems_of(error, name)
        except RecursionError:
            self.object(name, "", "is nested too deep")
        except ValueError:
            self.object(name, "", "is not TOML: a number in it is too long")
        return None

    def folder(self, name: str, shape: type[AnyPart]) -> dict[str, tuple[str, AnyPart]]:
        """Every .toml file of a folder by its key, each with its name. Each key belongs to one file."""
        found: dict[str, tuple[str, AnyPart]] = {}
        is_whole = True
        for inside in (one for one in self.names if re.fullmatch(rf"{name}/[^/]+\.toml", one)):
            part = self.file(inside, shape)
            if part is None:
                is_whole = False
                continue
            key = part.key  # type: ignore[attr-defined]
            if key in found:
                self.object(inside, "key", f"is the key of {found[key][0]} already")
            found.setdefault(key, (inside, part))
        self._keys[name] = set(found) if is_whole else None
        return found

    def keys(self, name: str) -> set[str] | None:
        """The keys in a folder that was read, None when one of its files could not be, so that nobody knows them all."""
        return self._keys[name]

    def refer(self, file: str, where: str, keys: Collection[str], known: Collection[str] | None, noun: str) -> None:
        """Object to keys that name nothing, unless it is not known what there is."""
        for key in keys:
            if known is not None and key not in known:
                self.object(file, where, f"there is no {noun} “{key}”")

    def object(self, file: str, where: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(file, where, what))
