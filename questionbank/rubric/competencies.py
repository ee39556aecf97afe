"""The words of a competency: its name, what it means, and its ladder of seven sentences."""

from typing import Any

from django.db.models import Max
from django.http import QueryDict
from pydantic import ValidationError

from questionbank.files import CompetencyFile
from questionbank.models import Competency, CompetencyVersion, RubricNoun
from questionbank.models.competency import STEPS
from questionbank.problems import Problem, problems_of
from questionbank.rubric.nouns import LABELS, Words, lines

NOUN = RubricNoun.COMPETENCY
MODEL = Competency
PAGE = "competency"
EDITOR = "rubric/_competency_words.html"
TEXTS = ("definition", "do_not_rate")


def blank() -> Words:
    return {"name": "", "definition": "", "ladder": [""] * STEPS, "probes": [], "do_not_rate": ""}


def typed(data: QueryDict) -> Words:
    steps = [data.get(f"step-{step}", "").replace("\r\n", "\n").strip() for step in range(STEPS)]
    return {
        "name": data.get("name", "").strip(),
        **{name: data.get(name, "").replace("\r\n", "\n").strip() for name in TEXTS},
        "ladder": steps,
        "probes": lines(data.get("probes", "")),
    }


def words_of(version: CompetencyVersion) -> Words:
    return {name: getattr(version, name) for name in ("name", "definition", "ladder", "probes", "do_not_rate")}


def told(words: Words) -> dict[str, str]:
    return {
        LABELS["name"]: words["name"],
        LABELS["definition"]: words["definition"],
        **{f"Step {step}": sentence for step, sentence in enumerate(words["ladder"])},
        LABELS["probes"]: "\n".join(words["probes"]),
        LABELS["do_not_rate"]: words["do_not_rate"],
    }


def check(key: str, words: Words) -> tuple[CompetencyFile | None, list[Problem]]:
    try:
        return CompetencyFile.model_validate(words | {"key": key, "position": 0}), []
    except ValidationError as error:
        return None, [_placed(problem) for problem in problems_of(error, "")]


def _placed(problem: Problem) -> Problem:
    """A step by its own number: the ladder counts from 0, lists of a file from 1."""
    if problem.where.startswith("ladder["):
        return problem._replace(where=f"step-{int(problem.where[7:-1]) - 1}", what="write what one sees at this step")
    return problem


def publish(part: CompetencyFile, **how: Any) -> CompetencyVersion:
    last = Competency.objects.aggregate(last=Max("place"))["last"]
    facts = {"name": part.name, "place": 0 if last is None else last + 1}
    competency, _ = Competency.objects.get_or_create(key=part.key, defaults=facts)
    return competency.publish(
        name=part.name,
        definition=part.definition,
        ladder=part.ladder,
        do_not_rate=part.do_not_rate,
        probes=part.probes,
        **how,
    )
