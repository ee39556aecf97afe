"""The debrief's verbs: open, waive, vote, reveal, vote again, decide. Each refuses in words what the protocol does not allow.

Beside it stand reading, talking and the bar raiser's veto, `protocol`; who votes, `membership`; a vote after one more
interview, `fresh`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.access import Refused
from accounts.models import User
from interviews import owed, targeting
from interviews.models import Loop, Reminder, Seat
from interviews.models.reminder import Kind
from questionbank.models import Competency, Level
from scorecards import packing
from scorecards.models import deciding, membership
from scorecards.models.debrief import HIRING, OPEN_ENDED, Debrief, Decision, DecisionReason, Outcome, Vote, Waiver
from scorecards.models.fresh import FreshRound
from scorecards.models.scorecard import Scorecard, missing_seats
from scorecards.models.talking import DecisionFocus, VoteRating

NOBODY = "Nobody has voted yet."
OVER = "Voting is over. Record the decision."


def waive(seat: Seat, reason: str, *, by: User, now: datetime) -> Waiver:
    """Go on without this seat's card, for a reason. Its holder stays blind until they submit."""
    if not reason.strip():
        raise Refused("Say why the debrief goes on without this scorecard.")
    waiver, _ = Waiver.objects.get_or_create(seat=seat, defaults={"reason": reason.strip(), "waived_by": by, "waived_at": now})
    return waiver


@transaction.atomic
def open_debrief(
    loop: Loop,
    *,
    members: Sequence[User],
    by: User,
    now: datetime,
    quorum: int = 1,
    reading_minutes: int = 5,
    bar_raiser: User | None = None,
    is_nameless: bool = False,
    exception: str = "",
) -> Debrief:
    """Open the debrief of a loop with those who vote. Refused while a card is out, or when nobody votes. Twice changes nothing.

    `quorum`: how many have to vote before the reveal. `bar_raiser`: who may block a hire; one of those who vote. `is_nameless`:
    who only votes learns neither who the candidate is nor who interviewed. `exception`: why those vote who interviewed; refused
    without, where somebody does. Whether it takes the short form is the plan's choice,
    as it stands today. A card that was sent back and went without an answer is waited for no more: it counts as it was sealed.
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
    membership.require_voters(members, quorum, bar_raiser)
    debrief = Debrief.objects.create(
        loop=loop,
        opened_at=now,
        opened_by=by,
        is_short=loop.plan.short_debrief,
        is_nameless=is_nameless,
        reading_minutes=reading_minutes,
        quorum=quorum,
        bar_raiser=bar_raiser,
    )
    for card in Scorecard.objects.filter(seat__interview__stage__loop=loop, returned_at__isnull=False).for_change():
        card.returned_at = None
        card.save(update_fields=["returned_at"])
        owed.drop_scorecard_reminders(card.seat, "The debrief went on with it as it was sealed.", now=now)
    for person in members:
        membership.add(debrief, person, exception=exception, by=by, now=now)
    return debrief


@transaction.atomic
def vote(
    debrief: Debrief,
    person: User,
    *,
    verdict: int,
    level: Level | None,
    comment: str,
    now: datetime,
    ratings: Mapping[Competency, int] | None = None,
) -> Vote:
    """Cast or, until the reveal, change one's private vote of the round under way: overall and by competency, 1 to 4 each.

    Sent twice it is one vote. What is left out of `ratings` could not be told. The second vote takes only what was talked about,
    one after one more interview only what that covers.
    """
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    require_member(debrief, person)
    if debrief.closed_at:
        raise Refused("This debrief is closed. Votes no longer change.")
    if not debrief.is_voting:
        raise Refused("The votes are revealed. They no longer change; the facilitator may open a second vote.")
    rated = dict(ratings or {})
    if (asked := asked_again(debrief)) is not None and (other := {one for one in rated if one.pk not in asked}):
        words = "was not talked about. The second vote is about what was." if debrief.round == 2 else "is not in the new scorecard."
        raise Refused(f"{min(other, key=str)} {words}")
    facts = {"verdict": verdict, "level": level, "comment": comment.strip(), "cast_at": now}
    cast, _ = Vote.objects.update_or_create(debrief=debrief, person=person, round=debrief.round, defaults=facts)
    cast.ratings.all().delete()
    VoteRating.objects.bulk_create(
        VoteRating(vote=cast, competency=competency, rating=rating) for competency, rating in rated.items()
    )
    return cast


def asked_again(debrief: Debrief) -> set[int] | None:
    """The competencies that the round under way votes on, by number; None for the first round, which votes on all."""
    if debrief.round == 1:
        return None
    rows = debrief.talks if debrief.round == 2 or debrief.fresh is None else debrief.fresh.focus
    return set(rows.values_list("competency", flat=True))


def waiting_for(debrief: Debrief) -> list[User]:
    """Members who have not voted in the round under way."""
    voted = debrief.votes.filter(round=debrief.round).values("person")
    return [one.person for one in debrief.members.exclude(person__in=voted).select_related("person").order_by("person__name", "pk")]


@transaction.atomic
def reveal(debrief: Debrief, *, now: datetime, early_reason: str = "", by: User | None = None) -> None:
    """Show all votes of the round under way to all at once. Refused while somebody has not voted, unless a reason is named.

    Refused below the quorum in any case but the second vote. In the short form, and after a later vote, voting is over with it.
    """
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if not debrief.is_voting:
        return
    if (late := waiting_for(debrief)) and not early_reason.strip():
        raise Refused(f"{late[0].name} has not voted yet. Wait, or say why the votes are shown without theirs.")
    voted = debrief.votes.filter(round=debrief.round).count()
    if debrief.round != 2 and voted < debrief.quorum:
        raise Refused(
            f"{voted} of {debrief.quorum} have voted. It takes that many before the votes are shown." if voted else NOBODY
        )
    early = early_reason.strip()
    if debrief.fresh:
        FreshRound.objects.filter(pk=debrief.fresh.pk).update(revealed_at=now, revealed_by=by, early_reason=early)
        return
    if debrief.round == 1:
        debrief.revealed_at, debrief.revealed_by, debrief.early_reason = now, by, early
    else:
        debrief.second_early_reason = early
    if debrief.is_short or debrief.round == 2:
        debrief.voted_at, debrief.voted_by = now, by
    debrief.save(update_fields=["revealed_at", "revealed_by", "early_reason", "second_early_reason", "voted_at", "voted_by"])


@transaction.atomic
def vote_again(debrief: Debrief, *, now: datetime, by: User | None = None) -> None:
    """Open the second private vote, on what was talked about. The first stays as it was. Twice changes nothing.

    Refused before the reveal, once voting is over, and while nothing was talked about.
    """
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if debrief.second_vote_at and not debrief.voted_at:
        return
    if not debrief.is_talking:
        raise Refused(OVER if debrief.revealed_at else "Reveal the first votes before a second vote.")
    if not debrief.talks.exists():
        raise Refused("Write down what came out of the talk about at least one competency. The second vote is about those.")
    debrief.second_vote_at, debrief.second_vote_by = now, by
    debrief.save(update_fields=["second_vote_at", "second_vote_by"])


@transaction.atomic
def end_voting(debrief: Debrief, *, now: datetime, by: User | None = None) -> None:
    """Go on to the composite and the decision without a second vote. Refused before the reveal and during a vote."""
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if debrief.shows_composite:
        return
    if not debrief.is_talking:
        raise Refused("A vote is under way. Show the votes first.")
    debrief.voted_at, debrief.voted_by = now, by
    debrief.save(update_fields=["voted_at", "voted_by"])


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
    traits: str = "",
    focus: Sequence[Competency] = (),
    composite: float | None = None,
    departure: str = "",
    seconded_by: User | None = None,
) -> Decision:
    """Record what people decided, sealed. It never changes; deciding again is a further decision. Final outcomes close the loop,
    others open it and the debrief again.

    `composite` is that at the level in question: a decision on its other side needs evidence and a second person (`departure`,
    `seconded_by`). With a `focus`, one more interview adds a stage to the loop that looks at it. Voting is over with a decision.
    """
    debrief = Debrief.objects.for_change().select_related("loop__candidate", "bar_raiser").get(pk=debrief.pk)
    level = level if outcome in HIRING else None
    deciding.require_decidable(debrief, outcome, by=by)
    if outcome in HIRING and level is None:
        raise Refused("Choose the level at which you hire.")
    if outcome == Outcome.HOLD and not (missing_evidence.strip() and review_on):
        raise Refused("To hold, name the missing evidence and the date to look again.")
    departs = deciding.departs_from(composite, outcome)
    if departs and (not departure.strip() or seconded_by is None or seconded_by == by):
        raise Refused("This departs from the composite. Name the evidence, and a second person who stands for it.")
    number = (debrief.decisions.aggregate(last=Max("number"))["last"] or 0) + 1
    decision = Decision.objects.create(
        debrief=debrief,
        number=number,
        outcome=outcome,
        level=level,
        reason=reason.strip(),
        dissent=dissent.strip(),
        missing_evidence=missing_evidence.strip(),
        review_on=review_on,
        decided_at=now,
        decided_by=by,
        traits=traits.strip() if outcome == Outcome.EXCEPTIONAL else "",
        composite=composite,
        departure=departure.strip() if departs else "",
        seconded_by=seconded_by if departs else None,
        stage=targeting.add_stage(debrief.loop, focus) if outcome == Outcome.ANOTHER_INTERVIEW and focus else None,
    )
    DecisionReason.objects.bulk_create(
        DecisionReason(decision=decision, competency=competency, text=text)
        for competency, text in (reasons or {}).items()
        if text.strip()
    )
    if decision.stage:
        DecisionFocus.objects.bulk_create(DecisionFocus(decision=decision, competency=competency) for competency in focus)
    if debrief.revealed_at and not debrief.voted_at:
        debrief.voted_at, debrief.voted_by = now, by
    deciding.seal(decision, packet=packing.keep(decision, now=now).digest)
    if outcome in OPEN_ENDED:
        debrief.loop.reopen()
        debrief.closed_at = debrief.closed_by = None
    else:
        debrief.loop.close(by=by, now=now)
        if debrief.closed_at is None and debrief.revealed_at:
            debrief.closed_at, debrief.closed_by = now, by
    debrief.save(update_fields=["voted_at", "voted_by", "closed_at", "closed_by"])
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
