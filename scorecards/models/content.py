"""What a scorecard says, in plain values with the words of its time: what a seal keeps, and what one reads of a card ever after."""

from typing import Any

from questionbank.models import Competency
from scorecards.models.counting import signals_on
from scorecards.models.remembering import ages
from scorecards.models.scorecard import Scorecard

FORM = 2
"""The form of what `content` gives. A later one only adds: what was sealed in an earlier one is read as it is."""

BESIDES = {
    "form",
    "author",
    "role",
    "stage",
    "target_name",
    "hire_name",
    "signals",
    "look_again_names",
}  # what is no word of its author's


def content(card: Scorecard, *, bare: bool = False) -> dict[str, Any]:
    """Everything this card says now, with the words of the ladders, signals and red flags that it was written by.

    `bare` leaves out what takes a look beyond the card: how old each rating was, and what was counted of the signals.
    """
    old = {} if bare else ages(card)
    signals = [] if bare else signals_on(card)
    lines = list(card.notes.standing().select_related("asked__version").in_order())
    ratings = card.ratings.select_related("ladder__competency").order_by("ladder__competency__place", "pk")
    level = card.level
    return {
        "form": FORM,
        "author": card.seat.person.name,
        "role": card.seat.role,
        "stage": card.seat.interview.stage.name,
        "target_level": level.key,
        "target_name": level.name,
        "verdict": card.verdict,
        "not_assessed": card.not_assessed,
        "hire_level": card.hire_level.key if card.hire_level else None,
        "hire_name": card.hire_level.name if card.hire_level else "",
        "below_ladder": card.below_ladder,
        "confidence": card.confidence,
        "summary": card.summary,
        "hand_off": card.hand_off,
        "look_again": list(card.look_again),
        "look_again_names": [] if bare else names_of(card.look_again),
        "ratings": [
            {
                "competency": rating.ladder.competency.key,
                "competency_id": rating.ladder.competency_id,
                "name": rating.ladder.name,
                "ladder": rating.ladder.number,
                "step": rating.step,
                "words": rating.ladder.ladder[rating.step] if rating.step is not None else "",
                "at_target": rating.at(level),
                "not_observed": rating.not_observed,
                "rated_at": rating.rated_at.isoformat(),
                "age": old.get(rating.ladder.competency_id, ""),
                "evidence": [str(line.pk) for line in lines if line.competency_id == rating.ladder.competency_id],
            }
            for rating in ratings
        ],
        "notes": [
            {
                "id": str(line.pk),
                "entered_at": line.entered_at.isoformat(),
                "offset": line.offset,
                "mark": line.mark,
                "text": line.text,
                "asked": str(line.asked_id) if line.asked_id else None,
                "question": line.asked.version.title if line.asked else "",
                "competency_id": line.competency_id,
            }
            for line in lines
        ],
        "signals": [{"name": one.name, "count": one.count, "expected": one.expected} for one in signals if one.count],
        "marks": sorted(str(pk) for pk in card.signal_marks.filter(undone_at=None).values_list("pk", flat=True)),
        "red_flags": [
            {"id": str(flag.pk), "kind": flag.kind.key, "name": flag.called, "behaviour": flag.behaviour, "words": flag.words}  # type: ignore[attr-defined]
            for flag in card.red_flags.standing().with_words()
        ],
    }


def judgement(said: dict[str, Any]) -> dict[str, Any]:
    """Of what a card says only what its author put there: two that are equal here say the same, whoever was renamed meanwhile."""
    kept = {name: value for name, value in said.items() if name not in BESIDES}
    kept["ratings"] = [{name: value for name, value in one.items() if name not in {"age", "at_target"}} for one in said["ratings"]]
    kept["notes"] = [{name: value for name, value in one.items() if name != "question"} for one in said["notes"]]
    return kept


def names_of(keys: list[str]) -> list[str]:
    """Competencies in words, in the order of the rubric."""
    return list(Competency.objects.filter(key__in=keys).in_order().values_list("name", flat=True)) if keys else []
