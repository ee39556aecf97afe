"""What a decision takes, and what it says in plain values: what its seal keeps."""

from typing import Any

from accounts.access import Refused
from accounts.models import User
from scorecards import tally
from scorecards.models import fresh
from scorecards.models.debrief import HIRING, OPEN_ENDED, Debrief, Decision, Outcome, Vote
from scorecards.models.membership import TakenOff
from scorecards.models.scorecard import Scorecard
from scorecards.models.seal import Seal

FORM = 3
"""The form of what `said` gives. A later one only adds."""

#: What may differ later, or is looked at by itself.
NAMES = {"form", "level_name", "decided_by", "seconded_by", "votes", "talks", "rests_on", "quorum", "members"}


def departs_from(composite: float | None, outcome: str) -> bool:
    """Whether this outcome lies on the other side of the bar than the composite; what decides neither way never does."""
    return outcome in {*HIRING, Outcome.NO_HIRE} and tally.departs(composite, hires=outcome in HIRING)


def require_decidable(debrief: Debrief, outcome: str, *, by: User) -> None:
    """Refuse a decision before the votes are shown; a hire that the bar raiser blocks, or records. Who withdrew needs neither."""
    if outcome == Outcome.WITHDRAWN:
        return
    if debrief.revealed_at is None or debrief.is_voting:
        raise Refused("Reveal the votes before you record a decision.")
    if outcome not in OPEN_ENDED and (asked := fresh.awaited(debrief)) and fresh.news(debrief, asked):
        raise Refused("A scorecard came in since the last decision. Let the members read it and vote again first.")
    if outcome not in HIRING:
        return
    if debrief.blocked_at and debrief.bar_raiser:
        raise Refused(f"{debrief.bar_raiser.name}, the bar raiser, blocks a hire: {debrief.block_reason}")
    if by.pk == debrief.bar_raiser_id:
        raise Refused("As the bar raiser you can block a hire, but not record one. Ask another recruiter to record it.")


def seal(decision: Decision, *, packet: str = "") -> Seal:
    """Append a decision to its loop's chain, after the scorecards that it rests on; with the digest of the packet kept with it."""
    cards = Scorecard.objects.submitted().filter(seat__interview__stage__loop=decision.debrief.loop_id)
    rests_on = [one.hash for one in sorted(Seal.objects.latest_of(cards), key=lambda one: one.place)]
    content = said(decision) | {"rests_on": rests_on} | ({"packet": packet} if packet else {})
    return Seal.stamp_decision(decision, content, by=decision.decided_by, now=decision.decided_at)


def said(decision: Decision) -> dict[str, Any]:
    """Outcome, reasons, dissent and the votes as they stood, with the names of their time."""
    reasons = sorted(decision.reasons.all(), key=lambda one: one.competency_id)
    votes = sorted(decision.debrief.votes.all(), key=lambda one: (one.round, one.pk))
    return {
        "form": FORM,
        "outcome": decision.outcome,
        "level": decision.level_id,
        "level_name": decision.level.name if decision.level else "",
        "reason": decision.reason,
        "dissent": decision.dissent,
        "missing_evidence": decision.missing_evidence,
        "review_on": decision.review_on.isoformat() if decision.review_on else None,
        "decided_by_id": decision.decided_by_id,
        "decided_by": decision.decided_by.name,
        "reasons": [[one.competency_id, one.text] for one in reasons],
        "traits": decision.traits,
        "composite": decision.composite,
        "departure": decision.departure,
        "seconded_by_id": decision.seconded_by_id,
        "seconded_by": decision.seconded_by.name if decision.seconded_by else "",
        "stage": decision.stage_id,
        "focus": sorted(one.competency_id for one in decision.focus.all()),
        "quorum": decision.debrief.quorum,
        "members": sorted(one.person_id for one in decision.debrief.members.all()),
        "taken_off": [_taken_off(one) for one in _until(decision)],
        "talks": sorted([one.competency_id, one.why, one.words] for one in decision.debrief.talks.all()),
        "votes": [_vote(one) for one in votes],
    }


def _until(decision: Decision) -> list[TakenOff]:
    """Who had been taken off the members by then, in order."""
    found = [one for one in decision.debrief.taken_off.all() if one.taken_at <= decision.decided_at]
    return sorted(found, key=lambda one: (one.taken_at, one.pk))


def _taken_off(one: TakenOff) -> dict[str, Any]:
    return {"person_id": one.person_id, "by_id": one.taken_by_id, "reason": one.reason, "had_voted": one.had_voted}


def _vote(vote: Vote) -> dict[str, Any]:
    said: dict[str, Any] = {
        "person_id": vote.person_id,
        "round": vote.round,
        "verdict": vote.verdict,
        "level": vote.level_id,
        "comment": vote.comment,
    }
    ratings = sorted([one.competency_id, one.rating] for one in vote.ratings.all())
    return said | {"ratings": ratings} if ratings else said


def differ(decision: Decision, sealed: dict[str, Any]) -> list[str]:
    """The parts in which the rows of a decision are not what was sealed. What was still to come then is not compared."""
    now, debrief = said(decision), decision.debrief
    # What a part of a later form says by nothing is no difference to a seal that does not know it.
    parts = [name for name in now if name not in NAMES and (now[name] or None) != (sealed.get(name) or None)]
    if debrief.voted_at and debrief.voted_at <= decision.decided_at and now["talks"] != sealed.get("talks", now["talks"]):
        parts.append("talks")
    rounds = _over_by(decision)
    if "votes" in sealed and _of(now, rounds) != _of(sealed, rounds):
        parts.append("votes")
    return [name.replace("_", " ").removesuffix(" id") for name in sorted(parts)]


def _over_by(decision: Decision) -> set[int]:
    """The rounds whose votes were shown by this decision and have not changed since."""
    debrief, at = decision.debrief, decision.decided_at
    later = [one for one in debrief.fresh_rounds.all() if one.decision_id < decision.pk]
    ended = [(1, debrief.revealed_at), (2, debrief.voted_at), *((one.number, one.revealed_at) for one in later)]
    return {number for number, when in ended if when and when <= at}


def _of(said: dict[str, Any], rounds: set[int]) -> list[dict[str, Any]]:
    return [vote for vote in said["votes"] if vote["round"] in rounds]
