"""The debrief's verbs: open, waive, vote, reveal, vote again, decide. Each refuses in words what the protocol does not allow."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.access import Refused
from accounts.models import User
from interviews import owed
from interviews.models import Loop, Reminder, Seat
from interviews.models.reminder import Kind
from questionbank.models import Competency, Level
from scorecards.models import deciding
from scorecards.models.debrief import HIRING, OPEN_ENDED, Debrief, Decision, DecisionReason, Member, Outcome, Vote, Waiver
from scorecards.models.scorecard import SETTLED, Scorecard, owing_seats


def missing_seats(loop: Loop) -> list[Seat]:
    """Seats whose scorecard the debrief waits for: it counts, and the card is neither in, declined nor waived."""
    settled = Scorecard.objects.filter(SETTLED)
    seats = Seat.objects.standing().scoring().filter(interview__stage__loop=loop, waiver=None)
    return list(seats.exclude(pk__in=settled.values("seat")).with_interviews().in_order())


def waive(seat: Seat, reason: str, *, by: User, now: datetime) -> Waiver:
    """Go on without this seat's card, for a reason. Its holder stays blind until they submit."""
    if not reason.strip():
        raise Refused("Say why the debrief goes on without this scorecard.")
    waiver, _ = Waiver.objects.get_or_create(seat=seat, defaults={"reason": reason.strip(), "waived_by": by, "waived_at": now})
    return waiver


@transaction.atomic
def open_debrief(loop: Loop, *, members: Sequence[User], by: User, now: datetime) -> Debrief:
    """Open the debrief of a loop with those who vote. Refused while a card is out, or when nobody votes. Twice changes nothing.

    A card that was sent back and went without an answer is waited for no more: it counts as it was sealed.
    """
    loop = Loop.objects.for_change().get(pk=loop.pk)
    if existing := Debrief.objects.filter(loop=loop).first():
        return existing
    if missing := missing_seats(loop):
        seat = missing[0]
        raise Refused(
            f"{seat.person.name} still owes the scorecard of {seat.interview.stage.name}. Wait for it, or waive it with a reason."
        )
    if not Scorecard.objects.counting().filter(seat__interview__stage__loop=loop).exists():
        raise Refused("No scorecard is in yet. There is nothing to debrief.")
    if not members:
        raise Refused("Choose at least one person who votes.")
    debrief = Debrief.objects.create(loop=loop, opened_at=now, opened_by=by)
    for card in Scorecard.objects.filter(seat__interview__stage__loop=loop, returned_at__isnull=False).for_change():
        card.returned_at = None
        card.save(update_fields=["returned_at"])
        owed.drop_scorecard_reminders(card.seat, "The debrief went on with it as it was sealed.", now=now)
    for person in members:
        if owing_seats(person).filter(interview__stage__loop=loop).exists():
            raise Refused(f"{person.name} still owes a scorecard in this loop and cannot vote before.")
        if loop.candidate.employee_id == person.pk:
            raise Refused(f"{person.name} is the candidate.")
        Member.objects.create(debrief=debrief, person=person, added_at=now, added_by=by)
        Reminder.owe(
            Kind.DEBRIEF_OPEN,
            key=f"{debrief.pk}:{person.pk}",
            loop=loop,
            to=person,
            why=f"{person.name} votes in the debrief",
            now=now,
        )
    return debrief


@transaction.atomic
def vote(debrief: Debrief, person: User, *, verdict: int, level: Level | None, comment: str, now: datetime) -> Vote:
    """Cast or, until the reveal, change one's private vote of the round under way."""
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    require_member(debrief, person)
    if debrief.closed_at:
        raise Refused("This debrief is closed. Votes no longer change.")
    if debrief.revealed_at and debrief.second_vote_at is None:
        raise Refused("The votes are revealed. They no longer change; the facilitator may open a second vote.")
    number = 2 if debrief.second_vote_at else 1
    facts = {"verdict": verdict, "level": level, "comment": comment.strip(), "cast_at": now}
    cast, _ = Vote.objects.update_or_create(debrief=debrief, person=person, round=number, defaults=facts)
    return cast


def waiting_for(debrief: Debrief) -> list[User]:
    """Members who have not voted in the round under way."""
    number = 2 if debrief.second_vote_at else 1
    voted = set(debrief.votes.filter(round=number).values_list("person", flat=True))
    members = debrief.members.select_related("person").order_by("person__name", "pk")
    return [member.person for member in members if member.person_id not in voted]


def version(debrief: Debrief) -> str:
    """What a page of this debrief has to be drawn anew for, as a short text: another one means that it moved on."""
    facts = (debrief.revealed_at, debrief.second_vote_at, debrief.closed_at)
    counts = (debrief.votes.count(), debrief.decisions.count())
    return "-".join([*(f"{fact.timestamp():.0f}" if fact else "0" for fact in facts), *map(str, counts)])


@transaction.atomic
def reveal(debrief: Debrief, *, now: datetime, early_reason: str = "") -> None:
    """Show all votes to all at once. Refused while somebody has not voted, unless a reason is named."""
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if debrief.revealed_at:
        return
    if (late := waiting_for(debrief)) and not early_reason.strip():
        raise Refused(f"{late[0].name} has not voted yet. Wait, or say why the votes are shown without theirs.")
    if not debrief.votes.filter(round=1).exists():
        raise Refused("Nobody has voted yet.")
    debrief.revealed_at = now
    debrief.early_reason = early_reason.strip()
    debrief.save(update_fields=["revealed_at", "early_reason"])


def vote_again(debrief: Debrief, *, now: datetime) -> None:
    """Open the second private vote, after the talk. The first stays as it was."""
    if debrief.revealed_at is None:
        raise Refused("Reveal the first votes before a second vote.")
    if debrief.second_vote_at is None:
        debrief.second_vote_at = now
        debrief.save(update_fields=["second_vote_at"])


@transaction.atomic
def decide(
    debrief: Debrief,
    *,
    outcome: str,
    reason: str,
    by: User,
    now: datetime,
    level: Level | None = None,
    dissent: str = "",
    missing_evidence: str = "",
    review_on: date | None = None,
    reasons: Mapping[Competency, str] | None = None,
) -> Decision:
    """Record what people decided, sealed. It never changes; deciding again is a further decision. Final outcomes close the loop."""
    debrief = Debrief.objects.for_change().select_related("loop__candidate").get(pk=debrief.pk)
    if debrief.revealed_at is None and outcome != Outcome.WITHDRAWN:
        raise Refused("Reveal the votes before you record a decision.")
    if outcome in HIRING and level is None:
        raise Refused("Choose the level at which you hire.")
    if outcome == Outcome.HOLD and not (missing_evidence.strip() and review_on):
        raise Refused("To hold, name the missing evidence and the date to look again.")
    number = (debrief.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    decision = Decision.objects.create(
        debrief=debrief,
        number=number,
        outcome=outcome,
        level=level if outcome in HIRING else None,
        reason=reason.strip(),
        dissent=dissent.strip(),
        missing_evidence=missing_evidence.strip(),
        review_on=review_on,
        decided_at=now,
        decided_by=by,
    )
    DecisionReason.objects.bulk_create(
        DecisionReason(decision=decision, competency=competency, text=text)
        for competency, text in (reasons or {}).items()
        if text.strip()
    )
    deciding.seal(decision)
    if outcome in OPEN_ENDED:
        debrief.loop.reopen()
    else:
        debrief.loop.close(by=by, now=now)
        if debrief.closed_at is None and debrief.revealed_at:
            debrief.closed_at = now
            debrief.save(update_fields=["closed_at"])
    _tell(decision, now=now)
    return decision


def require_member(debrief: Debrief, person: User) -> None:
    """Refuse whoever does not vote in this debrief."""
    if not debrief.members.filter(person=person).exists():
        raise Refused("You do not vote in this debrief.")


def _tell(decision: Decision, *, now: datetime) -> None:
    loop = decision.debrief.loop
    cards = Scorecard.objects.submitted().filter(seat__interview__stage__loop=loop).select_related("seat__person")
    people = {card.seat.person for card in cards} | {loop.recruiter}
    for person in sorted(people, key=lambda person: person.pk):
        Reminder.owe(
            Kind.DECIDED,
            key=f"{decision.pk}:{person.pk}",
            loop=loop,
            to=person,
            why=f"{person.name} learns that it is decided",
            now=now,
        )
