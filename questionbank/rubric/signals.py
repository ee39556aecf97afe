"""The words of a signal: what is counted, how, and what each level is expected to show."""

from typing import Any

from django.db.models import Max
from django.http import QueryDict
from pydantic import ValidationError

from questionbank.files import SignalPart
from questionbank.models import Level, RubricNoun, Signal, SignalVersion
from questionbank.problems import Problem, problems_of
from questionbank.rubric.nouns import LABELS, Words, lines, number

NOUN = RubricNoun.SIGNAL
MODEL = Signal
PAGE = "seniority_signal"
EDITOR = "rubric/_signal_words.html"
BOUNDS = {"minimum": "at least", "maximum": "at most"}


def blank() -> Words:
    return {"name": "", "kind": Signal.Kind.COUNT.value, "how_to_record": "", "choices": [], "expected": {}}


def typed(data: QueryDict) -> Words:
    expected = {}
    for key in data.getlist("level")[:40]:
        expected[key] = {name: data.get(f"{name}-{key}", "").strip() for name in ("text", *BOUNDS)}
    return {
        "name": data.get("name", "").strip(),
        "kind": data.get("kind", ""),
        "how_to_record": data.get("how_to_record", "").strip(),
        "choices": lines(data.get("choices", "")),
        "expected": expected,
    }


def words_of(version: SignalVersion) -> Words:
    words: Words = version.words
    levels = Level.objects.filter(key__in=words["expected"]).order_by("rank").values_list("key", flat=True)
    cells = {key: {name: _shown(value) for name, value in words["expected"][key].items()} for key in levels}
    return words | {"expected": cells}


def told(words: Words) -> dict[str, str]:
    texts = {
        LABELS["name"]: words["name"],
        LABELS["kind"]: dict(Signal.Kind.choices).get(words["kind"], words["kind"]),
        LABELS["choices"]: "\n".join(words["choices"]),
        LABELS["how_to_record"]: words["how_to_record"],
    }
    for key, cell in words["expected"].items():
        bounds = [f"{label} {cell[name]}" for name, label in BOUNDS.items() if _shown(cell[name])]
        texts[f"Expected at {key.replace('_', ' ')}"] = cell["text"] + (f" ({', '.join(bounds)})" if bounds else "")
    return texts


def check(key: str, words: Words) -> tuple[SignalPart | None, list[Problem]]:
    levels = dict(Level.objects.order_by("rank").values_list("key", "name"))
    expected = {level: words["expected"].get(level, {"text": "", "minimum": "", "maximum": ""}) for level in levels}
    file = words | {"key": key, "expected": {level: cell["text"] for level, cell in expected.items()}}
    file |= {name: {level: number(cell[name]) for level, cell in expected.items() if cell[name]} for name in BOUNDS}
    problems: list[Problem] = []
    part = None
    try:
        part = SignalPart.model_validate(file)
    except ValidationError as error:
        problems = [_named(problem, levels) for problem in problems_of(error, "")]
    if words["kind"] == Signal.Kind.CHOICE and len(words["choices"]) < 2:
        problems.append(Problem("", "choices", "write at least two, from least to most"))
    return (None if problems else part), problems


def _named(problem: Problem, levels: dict[str, str]) -> Problem:
    """A level by its field: "expected.senior" is "text-senior"."""
    field, _, level = problem.where.partition(".")
    if level:
        return problem._replace(where=f"{'text' if field == 'expected' else field}-{level}")
    for key, name in levels.items():
        if problem.what.endswith(f" at {key}"):
            return problem._replace(where=f"minimum-{key}", what=f"{problem.what.removesuffix(key)}{name}")
    return problem


def publish(part: SignalPart, **how: Any) -> SignalVersion:
    last = Signal.objects.aggregate(last=Max("place"))["last"]
    facts = {"name": part.name, "how_to_record": part.how_to_record, "place": 0 if last is None else last + 1}
    signal, _ = Signal.objects.get_or_create(key=part.key, defaults=facts)
    return signal.publish(as_words(part), **how)


def as_words(part: SignalPart) -> Words:
    """What a version of it keeps."""
    return {
        "name": part.name,
        "kind": part.kind,
        "choices": part.choices,
        "how_to_record": part.how_to_record,
        "expected": {
            level: {"text": text, "minimum": part.minimum.get(level), "maximum": part.maximum.get(level)}
            for level, text in part.expected.items()
        },
    }


def _shown(value: object) -> str:
    return "" if value is None else str(value)
