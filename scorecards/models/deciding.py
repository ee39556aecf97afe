"""What a decision says, in plain values: what its seal keeps."""

from typing import Any

from scorecards.models.debrief import Decision
from scorecards.models.scorecard import Scorecard
from scorecards.models.seal import Seal

FORM = 1
"""The form of what `said` gives. A later one only adds."""

NAMES = {"form", "level_name", "decided_by", "votes", "rests_on"}  # what may differ later, or is looked at by itself


def seal(decision: Decision) -> Seal:
    """Append a decision to its loop's chain, after the scorecards that it rests on."""
    cards = Scorecard.objects.submitted().filter(seat__interview__stage__loop=decision.debrief.loop_id)
    rests_on = [one.hash for one in sorted(Seal.objects.latest_of(cards), key=lambda one: one.place)]
    content = said(decision) | {"rests_on": rests_on}
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
        "votes": [
            {
                "person_id": one.person_id,
                "round": one.round,
                "verdict": one.verdict,
                "level": one.level_id,
                "comment": one.comment,
            }
            for one in votes
        ],
    }


def differ(decision: Decision, sealed: dict[str, Any]) -> list[str]:
    """The parts in which the rows of a decision are not what was sealed. Votes of the second round may go on after a decision."""
    now = said(decision)
    parts = [name for name in now if name not in NAMES and now[name] != sealed.get(name)]
    if decision.debrief.revealed_at and decision.debrief.revealed_at <= decision.decided_at and _first(now) != _first(sealed):
        parts.append("votes")
    return [name.replace("_", " ").removesuffix(" id") for name in sorted(parts)]


def _first(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [vote for vote in said["votes"] if vote["round"] == 1]
