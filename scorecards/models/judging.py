"""Writing the judgement of a scorecard: the words first, the verdict last; as a whole, or piece by piece as it is written."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from questionbank.models import Level
from scorecards.merging import merged
from scorecards.models.capture import require_open
from scorecards.models.scorecard import Scorecard


class StaleCard(Exception):  # noqa: N818 -- a finding that the page shows, not an error of the program
    """Another tab or device saved this card meanwhile; nothing was overwritten."""


class StalePiece(Exception):  # noqa: N818 -- as above
    """Another tab or device changed the same words of this piece meanwhile; `stored` is what it says now."""

    def __init__(self, stored: str) -> None:
        super().__init__("This was changed elsewhere.")
        self.stored = stored


TEXTS = ("summary", "hand_off", "scratch", "not_assessed")
PICKS = ("look_again", "level", "confidence", "verdict")
LOCKED = "Rate every competency, or say why it was not observed, before you choose a verdict."


@dataclass(frozen=True)
class Judgement:
    """What the written part of a card says."""

    summary: str
    hand_off: str
    scratch: str
    level: str
    confidence: int | None
    verdict: str
    not_assessed: str
    look_again: tuple[str, ...] = ()


@transaction.atomic
def write(card: Scorecard, judgement: Judgement, *, version: int, now: datetime) -> Scorecard:  # noqa: ARG001 -- one clock for all verbs
    """Save the written part if nobody else saved since `version`; `StaleCard` otherwise. The verdict waits for the ratings."""
    card = Scorecard.objects.for_change().with_seat().get(pk=card.pk)
    require_open(card)
    if card.version != version:
        raise StaleCard
    card.summary, card.hand_off, card.scratch = judgement.summary, judgement.hand_off, judgement.scratch
    card.look_again = list(judgement.look_again)
    _put_level(card, judgement.level)
    card.confidence = judgement.confidence
    wants = judgement.verdict
    if wants not in {"", "none"} and not can_judge(card):
        raise Refused(LOCKED)
    card.verdict = int(wants) if wants not in {"", "none"} else None
    card.not_assessed = judgement.not_assessed if wants == "none" else ""
    card.version += 1
    card.save()
    return card


def piece(card: Scorecard, name: str) -> str:
    """What one piece of the written part says now, as a form sends it; several choices with a space between."""
    if name in TEXTS:
        return str(getattr(card, name))
    said = {
        "look_again": " ".join(card.look_again),
        "level": "below" if card.below_ladder else str(card.hire_level_id or ""),
        "confidence": str(card.confidence or ""),
        "verdict": "none" if card.not_assessed else str(card.verdict or ""),
    }
    return said[name]


def put(card: Scorecard, name: str, value: str, *, was: str) -> str:
    """Write one piece that read `was` when its author began to change it; what it says now. The card is locked by the caller.

    What another tab changed meanwhile of the same text stays too, unless both changed the same words: that is `StalePiece`, and so
    are two different choices. The verdict waits for the ratings. A verdict takes the reason why one could not assess away, and the
    other way round.
    """
    require_open(card)
    value = value if value.strip() else ""
    stored = piece(card, name)
    if value == stored:
        return stored
    if stored.strip() != was.strip():
        together = merged(was, value, stored) if name in TEXTS else None
        if together is None:
            raise StalePiece(stored)
        value = together
    if name == "level":
        _put_level(card, value)
    elif name == "look_again":
        card.look_again = value.split()
    elif name == "confidence":
        card.confidence = int(value) if value else None
    elif name == "verdict":
        if value and not can_judge(card):
            raise Refused(LOCKED)
        card.verdict, card.not_assessed = int(value) if value else None, ""
    else:
        setattr(card, name, value)
        if name == "not_assessed" and value:
            card.verdict = None
    card.version += 1
    card.save(update_fields=["version", *FIELDS.get(name, (name,))])
    return value


FIELDS = {
    "level": ("hire_level", "below_ladder"),
    "verdict": ("verdict", "not_assessed"),
    "not_assessed": ("verdict", "not_assessed"),
}


def _put_level(card: Scorecard, value: str) -> None:
    card.below_ladder = value == "below"
    card.hire_level = Level.objects.get(pk=value) if value not in {"", "below"} else None


def can_judge(card: Scorecard) -> bool:
    """Whether the verdict is unlocked: every competency of the focus is rated or explained."""
    rated = set(card.ratings.values_list("ladder__competency", flat=True))
    return all(ladder.competency_id in rated for ladder in card.ladders())
