"""Writing the judgement of a scorecard: the words first, the verdict last."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from questionbank.models import Level
from scorecards.models.capture import require_open
from scorecards.models.scorecard import Scorecard


class StaleCard(Exception):  # noqa: N818 -- a finding that the page shows, not an error of the program
    """Another tab or device saved this card meanwhile; nothing was overwritten."""


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


@transaction.atomic
def write(card: Scorecard, judgement: Judgement, *, version: int, now: datetime) -> Scorecard:  # noqa: ARG001 -- one clock for all verbs
    """Save the written part if nobody else saved since `version`; `StaleCard` otherwise. The verdict waits for the ratings."""
    card = Scorecard.objects.for_change().with_seat().get(pk=card.pk)
    require_open(card)
    if card.version != version:
        raise StaleCard
    card.summary, card.hand_off, card.scratch = judgement.summary, judgement.hand_off, judgement.scratch
    card.below_ladder = judgement.level == "below"
    card.hire_level = Level.objects.get(pk=judgement.level) if judgement.level not in {"", "below"} else None
    card.confidence = judgement.confidence
    wants = judgement.verdict
    if wants not in {"", "none"} and not can_judge(card):
        raise Refused("Rate every competency, or say why it was not observed, before you choose a verdict.")
    card.verdict = int(wants) if wants not in {"", "none"} else None
    card.not_assessed = judgement.not_assessed if wants == "none" else ""
    card.version += 1
    card.save()
    return card


def can_judge(card: Scorecard) -> bool:
    """Whether the verdict is unlocked: every competency of the focus is rated or explained."""
    rated = set(card.ratings.values_list("ladder__competency", flat=True))
    return all(ladder.competency_id in rated for ladder in card.ladders())
