"""What a committee did, in the plain values of its packet: votes, talk, who was taken off, the veto, decisions."""

from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F, Q, prefetch_related_objects
from django.db.models.functions import JSONObject

from scorecards.models import Debrief, Decision

Plain = dict[str, Any]


def decisions_of(debrief: Debrief) -> list[Decision]:
    """The decisions with all that `decision` says of them, the first one first; one query, two with one more interview."""
    decisions = list(
        debrief.decisions.select_related("level", "decided_by", "seconded_by")
        .annotate(reasoned=_all_of("reasons", competency="competency__name", text="text"))
        .order_by("number")
    )
    # Only one more interview has a focus.
    prefetch_related_objects([one for one in decisions if one.stage_id], "focus__competency")
    return decisions


def votes(debrief: Debrief) -> list[Plain]:
    """The votes that everybody sees by now, with what each says of single competencies."""
    if not debrief.rounds_shown:
        return []
    votes = debrief.votes.filter(round__in=debrief.rounds_shown).select_related("person", "level")
    votes = votes.annotate(rated=_all_of("ratings", name="competency__name", rating="rating"))
    return [
        {
            "round": vote.round,
            "name": vote.person.name,
            "verdict": vote.verdict,
            "verdict_words": vote.get_verdict_display(),
            "level": vote.level.name if vote.level else "",
            "comment": vote.comment,
            "ratings": vote.rated,  # type: ignore[attr-defined]
        }
        for vote in votes.order_by("round", "person__name", "pk")
    ]


def talks(debrief: Debrief) -> list[Plain]:
    """What came out of the talk, once there was one."""
    talks = debrief.talks.select_related("competency", "talked_by").order_by("talked_at", "pk")
    return [
        {"competency": one.competency.name, "found": one.get_why_display(), "words": one.words, "by": {"name": one.talked_by.name}}
        for one in talks
    ]


def taken_off(debrief: Debrief) -> list[Plain]:
    """Who was taken off the members, and why."""
    taken = debrief.taken_off.select_related("person", "taken_by").order_by("taken_at", "pk")
    return [
        {"name": one.person.name, "reason": one.reason, "had_voted": one.had_voted, "by": {"name": one.taken_by.name}}
        for one in taken
    ]


def fresh_rounds(debrief: Debrief) -> list[Plain]:
    """The rounds after one more interview whose votes are shown, and why early."""
    if debrief.fresh is None:
        return []
    shown = debrief.fresh_rounds.filter(revealed_at__isnull=False).order_by("number")
    return [{"number": one.number, "early_reason": one.early_reason} for one in shown]


def block(debrief: Debrief) -> Plain | None:
    """Who may block a hire, and whether and why they do."""
    raiser = debrief.bar_raiser
    return {"name": raiser.name, "is_blocking": debrief.blocked_at is not None, "reason": debrief.block_reason} if raiser else None


def decision(decision: Decision) -> Plain:
    return {
        "number": decision.number,
        "outcome": decision.outcome,
        "outcome_words": decision.get_outcome_display(),
        "level": decision.level.name if decision.level else "",
        "reason": decision.reason,
        "reasons": decision.reasoned,  # type: ignore[attr-defined]
        "dissent": decision.dissent,
        "missing_evidence": decision.missing_evidence,
        "traits": decision.traits,
        "departure": decision.departure,
        "seconded_by": {"name": decision.seconded_by.name} if decision.seconded_by else None,
        "focus": [one.competency.name for one in decision.focus.all()] if decision.stage_id else [],
        "review_on": decision.review_on.isoformat() if decision.review_on else None,
        "decided_at": decision.decided_at.isoformat(),
        "by": {"name": decision.decided_by.name},
    }


def _all_of(rows: str, **said: str) -> JSONBAgg:
    """What the rows of another table say, as plain values in the order in which they were written."""
    plain = JSONObject(**{name: F(f"{rows}__{field}") for name, field in said.items()})
    return JSONBAgg(plain, filter=Q(**{f"{rows}__isnull": False}), default=[], order_by=f"{rows}__pk")
