"""Whether a decision rests on a scorecard, so that it changes no more."""

from django.db.models import Q

from accounts.access import Refused
from scorecards.models.debrief import Debrief, Decision
from scorecards.models.scorecard import Scorecard

LOCKED = "The decision is recorded and rests on this scorecard. It stays as it was sealed."


def is_decided(card: Scorecard) -> bool:
    """Whether a decision was recorded after this card was submitted, or its loop is closed. In SQL: `lock.DECIDED`."""
    if card.submitted_at is None:
        return False
    since = Q(decided_at__gte=card.submitted_at) | Q(debrief__loop__closed_at__isnull=False)
    return Decision.objects.filter(since, debrief__loop=card.seat.interview.stage.loop_id).exists()


def require_undecided(card: Scorecard) -> None:
    """Refuse once a decision rests on this card. Its debrief is locked, so that no decision falls meanwhile."""
    Debrief.objects.for_change().filter(loop=card.seat.interview.stage.loop_id).first()
    if is_decided(card):
        raise Refused(LOCKED)
