"""The words of a kind of red flag: what it is, what it takes to raise it, and how long it may stand."""

from typing import Any

from django.db.models import Max
from django.http import QueryDict
from pydantic import ValidationError

from questionbank.files import RedFlagPart
from questionbank.models import RedFlagKind, RedFlagVersion, RubricNoun
from questionbank.problems import Problem, problems_of
from questionbank.rubric.nouns import LABELS, Words, number

NOUN = RubricNoun.RED_FLAG
MODEL = RedFlagKind
PAGE = "red_flag_kind"
EDITOR = "rubric/_red_flag_words.html"
FIELDS = {name: LABELS[name] for name in RedFlagKind.WORDS}
MONTHS = ("review_months", "expiry_months")


def blank() -> Words:
    return dict.fromkeys(FIELDS, "") | {"severity": RedFlagKind.Severity.CONCERN.value, "review_months": "6", "expiry_months": "12"}


def typed(data: QueryDict) -> Words:
    return {name: data.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}


def words_of(version: RedFlagVersion) -> Words:
    return {name: str(version.words[name]) for name in FIELDS}


def told(words: Words) -> dict[str, str]:
    severity = str(dict(RedFlagKind.Severity.choices).get(words["severity"], words["severity"]))
    return {label: str(words[name]) for name, label in FIELDS.items()} | {LABELS["severity"]: severity}


def check(key: str, words: Words) -> tuple[RedFlagPart | None, list[Problem]]:
    try:
        return RedFlagPart.model_validate(words | {"key": key} | {name: number(words[name]) for name in MONTHS}), []
    except ValidationError as error:
        return None, [problem._replace(where=problem.where or "review_months") for problem in problems_of(error, "")]


def publish(part: RedFlagPart, **how: Any) -> RedFlagVersion:
    last = RedFlagKind.objects.aggregate(last=Max("place"))["last"]
    words = as_words(part)
    kind, _ = RedFlagKind.objects.get_or_create(key=part.key, defaults=words | {"place": 0 if last is None else last + 1})
    return kind.publish(words, **how)


def as_words(part: RedFlagPart) -> Words:
    """What a version of it keeps."""
    return {name: getattr(part, name) for name in RedFlagKind.WORDS}
