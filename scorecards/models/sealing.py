"""Submitting a scorecard: it is checked, frozen as a seal, and opens others' to its author."""

from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from interviews import owed
from scorecards.models.capture import require_open
from scorecards.models.scorecard import Scorecard
from scorecards.models.seal import Seal


@transaction.atomic
def submit(card: Scorecard, *, now: datetime) -> Scorecard:
    """Seal this scorecard. Submitting twice changes nothing. Refused with the first thing that is missing."""
    card = Scorecard.objects.for_change().with_seat().get(pk=card.pk)
    if card.submitted_at:
        return card
    require_open(card)
    if missing := card.missing():
        raise Refused(f"{missing[0]} before you submit.")
    card.submitted_at = now
    card.save(update_fields=["submitted_at"])
    Seal.stamp(card, content(card), by=card.seat.person, now=now)
    settle_reminders(card, "The scorecard was submitted.", now=now)
    return card


@transaction.atomic
def decline(card: Scorecard, reason: str, *, now: datetime) -> Scorecard:
    """There is nothing to score, and why: not held, no-show, did not attend, duplicate. Reminders stop."""
    card = Scorecard.objects.for_change().with_seat().get(pk=card.pk)
    if card.declined_at:
        return card
    require_open(card)
    if not reason.strip():
        raise Refused("Say why there is nothing to score.")
    card.declined_at, card.decline_reason = now, reason.strip()
    card.save(update_fields=["declined_at", "decline_reason"])
    settle_reminders(card, "The scorecard was declined.", now=now)
    return card


def settle_reminders(card: Scorecard, reason: str, *, now: datetime) -> None:
    """Drop what was still to be sent about this scorecard."""
    owed.drop_scorecard_reminders(card.seat, reason, now=now)


def content(card: Scorecard) -> dict:
    """Everything a submitted card says, in plain values, with the words of the ladder it used: what the seal keeps."""
    ratings = card.ratings.select_related("ladder__competency").order_by("ladder__competency__place", "pk")
    lines = list(card.notes.standing().in_order())
    level = card.level
    return {
        "author": card.seat.person.name,
        "role": card.seat.role,
        "stage": card.seat.interview.stage.name,
        "target_level": level.key,
        "verdict": card.verdict,
        "not_assessed": card.not_assessed,
        "hire_level": card.hire_level.key if card.hire_level else None,
        "below_ladder": card.below_ladder,
        "confidence": card.confidence,
        "summary": card.summary,
        "hand_off": card.hand_off,
        "look_again": card.look_again,
        "ratings": [
            {
                "competency": rating.ladder.competency.key,
                "name": rating.ladder.name,
                "ladder": rating.ladder.number,
                "step": rating.step,
                "words": rating.ladder.ladder[rating.step] if rating.step is not None else "",
                "at_target": rating.at(level),
                "not_observed": rating.not_observed,
                "rated_at": rating.rated_at.isoformat(),
                "evidence": [str(line.pk) for line in lines if line.competency_id == rating.ladder.competency_id],
            }
            for rating in ratings
        ],
        "notes": [{"id": str(line.pk), "offset": line.offset, "mark": line.mark, "text": line.text} for line in lines],
        "signals": sorted(
            [mark.signal.key, mark.marked_at.isoformat()]
            for mark in card.signal_marks.filter(undone_at=None).select_related("signal")
        ),
        "red_flags": [
            {"kind": flag.kind.key, "name": flag.called, "behaviour": flag.behaviour, "words": flag.words}  # type: ignore[attr-defined]
            for flag in card.red_flags.standing().with_words()
        ],
    }
