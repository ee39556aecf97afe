"""The life of a scorecard once it is written: sealed, reopened, sealed again beside what was, sent back, declined.

What others read is the last seal, never the rows that its author may be changing. The decision ends all changes.
"""

from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews import owed
from scorecards.models import flagging, restoring
from scorecards.models.capture import require_open
from scorecards.models.content import content, judgement
from scorecards.models.debrief import Debrief
from scorecards.models.decided import require_undecided
from scorecards.models.returned import Return
from scorecards.models.scorecard import Scorecard, Unscored
from scorecards.models.seal import Seal


@transaction.atomic
def submit(card: Scorecard, *, now: datetime) -> Scorecard:
    """Seal this scorecard, or seal it again. Submitting twice changes nothing. Refused with the first thing that is missing.

    One that was reopened without a change stays at its version, unless it was sent back: then its author says it once more.
    """
    card = _for_change(card)
    if card.submitted_at and not card.reopened_at:
        return card
    require_open(card)
    require_undecided(card)
    if missing := card.missing():
        raise Refused(f"{missing[0]} before you submit.")
    said, last = content(card), card.seals.order_by("-number").first()
    if last is None or card.returned_at or judgement(said) != judgement(last.content):
        Seal.stamp(card, said, by=card.seat.person, now=now)
    flagging.record(card, now=now)
    card.submitted_at = card.submitted_at or now
    card.reopened_at = card.returned_at = None
    card.save(update_fields=["submitted_at", "reopened_at", "returned_at"])
    owed.drop_scorecard_reminders(card.seat, "The scorecard was submitted.", now=now)
    return card


@transaction.atomic
def reopen(card: Scorecard, *, now: datetime) -> Scorecard:
    """Its author wants to change what is sealed; the seal stands until they seal again. Twice changes nothing.

    One that was declined is taken back, until the debrief opens. Refused once a decision rests on the card.
    """
    card = _for_change(card)
    if card.declined_at:
        return _take_back(card)
    if card.submitted_at and not card.reopened_at:
        _require_seat(card)
        require_undecided(card)
        card.reopened_at = now
        card.save(update_fields=["reopened_at"])
    return card


@transaction.atomic
def leave(card: Scorecard, *, now: datetime) -> Scorecard:
    """Give up what was changed since the last seal: the card says again what was sealed. Refused while it is sent back."""
    card = _for_change(card)
    if not card.reopened_at:
        return card
    require_undecided(card)
    if card.returned_at:
        raise Refused("This scorecard was sent back to you. Look at what was asked, then submit it again.")
    restoring.restore(card, card.seals.latest("number").content, now=now)
    card.reopened_at = None
    card.save(update_fields=["reopened_at"])
    return card


@transaction.atomic
def send_back(card: Scorecard, reason: str, *, by: User, now: datetime) -> Return | None:
    """The loop's owner asks its author to look again, and why. Until it is submitted again it is owed, and others wait for it.

    Refused once the debrief is open: then its author can still change it, in everybody's sight.
    """
    card = _for_change(card)
    if not card.submitted_at:
        raise Refused("This scorecard is not submitted. There is nothing to send back.")
    if Debrief.objects.filter(loop=card.seat.interview.stage.loop_id).exists():
        raise Refused(f"The debrief is open. Ask {card.seat.person.name} to change it: they can until the decision.")
    _require_seat(card)
    if not reason.strip():
        raise Refused("Say what to look at again.")
    if card.returned_at:
        return None
    sent = Return.objects.create(scorecard=card, reason=reason.strip(), returned_at=now, returned_by=by)
    card.reopened_at, card.returned_at = card.reopened_at or now, now
    card.save(update_fields=["reopened_at", "returned_at"])
    owed.after_return(card.seat, number=sent.pk, by=by, now=now)
    return sent


@transaction.atomic
def decline(card: Scorecard, why: str, words: str = "", *, now: datetime) -> Scorecard:
    """There is nothing to score, and why, as one of `Unscored`; reminders stop. Twice changes nothing."""
    card = _for_change(card)
    if card.declined_at:
        return card
    require_open(card)
    if card.submitted_at:
        raise Refused("You submitted this scorecard. Change it, or leave it as it is sealed.")
    if why not in Unscored.values:
        raise Refused("Say why there is nothing to score.")
    card.declined_at, card.declined_as, card.decline_reason = now, why, words.strip()
    card.save(update_fields=["declined_at", "declined_as", "decline_reason"])
    owed.drop_scorecard_reminders(card.seat, "The scorecard was declined.", now=now)
    return card


def _for_change(card: Scorecard) -> Scorecard:
    return Scorecard.objects.for_change().with_seat().get(pk=card.pk)


def _require_seat(card: Scorecard) -> None:
    """Refuse to open a card whose form nobody could reach any more."""
    if card.seat.removed_at or card.seat.is_void:
        raise Refused(f"{card.seat.person.name} no longer has a seat in this interview. The scorecard stays as it was sealed.")


def _take_back(card: Scorecard) -> Scorecard:
    if Debrief.objects.filter(loop=card.seat.interview.stage.loop_id).exists():
        raise Refused("The debrief went on without this scorecard. Tell the recruiter what you would have written.")
    card.declined_at, card.declined_as, card.decline_reason = None, "", ""
    card.save(update_fields=["declined_at", "declined_as", "decline_reason"])
    return card
