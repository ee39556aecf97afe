"""The quiet and the loud steps between the votes: reading, the talk, and the bar raiser's veto."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from accounts.access import Refused
from accounts.models import User
from questionbank.models import Competency
from scorecards.models.debrief import Debrief, Member
from scorecards.models.talking import Talk, Why


def begin_reading(member: Member, *, now: datetime) -> None:
    """The member has the evidence before them: their time to read runs. Twice changes nothing."""
    if member.began_reading_at is None:
        Member.objects.filter(pk=member.pk, began_reading_at=None).update(began_reading_at=now)
        member.began_reading_at = now


def end_reading(debrief: Debrief, person: User, *, now: datetime) -> None:
    """The member has read, by their own word; voting is open to them. Twice changes nothing. Refused to whoever does not vote."""
    found = Member.objects.filter(debrief=debrief, person=person)
    if not found.exists():
        raise Refused("You do not vote in this debrief.")
    found.filter(began_reading_at=None).update(began_reading_at=now)
    found.filter(read_at=None).update(read_at=now)


@transaction.atomic
def talk(debrief: Debrief, competency: Competency, *, why: str, words: str, by: User, now: datetime) -> Talk:
    """Write down what came out of the talk about a competency; again, in its place. Refused before and from the second vote on."""
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if debrief.is_short:
        raise Refused("This debrief takes the short form: read, vote, decide.")
    if not debrief.is_talking:
        raise Refused("The time to talk is after the reveal and before the second vote.")
    facts = {"why": Why(why), "words": words.strip(), "talked_at": now, "talked_by": by}
    found, _ = Talk.objects.update_or_create(debrief=debrief, competency=competency, defaults=facts)
    return found


@transaction.atomic
def block(debrief: Debrief, *, reason: str, by: User, now: datetime) -> None:
    """The bar raiser blocks a hire, with a reason. Refused to everybody else, and as long as it would tell of a hidden vote."""
    debrief = _for_bar_raiser(debrief, by)
    if not reason.strip():
        raise Refused("Say why you block a hire.")
    if debrief.revealed_at is None or debrief.is_voting:
        raise Refused("Vote first. You can block a hire once the votes are shown.")
    debrief.blocked_at, debrief.block_reason = debrief.blocked_at or now, reason.strip()
    debrief.save(update_fields=["blocked_at", "block_reason"])


@transaction.atomic
def unblock(debrief: Debrief, *, by: User) -> None:
    """The bar raiser takes the veto back. Refused during a vote, as blocking is."""
    debrief = _for_bar_raiser(debrief, by)
    if debrief.is_voting:
        raise Refused("Vote first. You can take it back once the votes are shown.")
    debrief.blocked_at, debrief.block_reason = None, ""
    debrief.save(update_fields=["blocked_at", "block_reason"])


def sealed_cards(people: list[User]) -> dict[int, int]:
    """How many scorecards each of these people has sealed so far, by number of the person; one query."""
    counted = User.objects.filter(pk__in=[person.pk for person in people], seats__scorecard__submitted_at__isnull=False)
    rows = counted.order_by().values_list("pk").annotate(many=Count("seats__scorecard"))
    return dict(rows)


def _for_bar_raiser(debrief: Debrief, by: User) -> Debrief:
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if debrief.bar_raiser_id != by.pk:
        raise Refused("Only the bar raiser of this debrief can block a hire.")
    if debrief.closed_at:
        raise Refused("The decision is recorded.")
    return debrief
