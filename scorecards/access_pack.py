"""What a candidate would be given who asks what is kept of them: everything sealed and decided, with the names of others masked.

It holds what its reader may see, so for who still owes a scorecard in a loop nothing of that loop's judgements is in it, not even
that there are any. Drafts and private scratch are nobody's but their author's and are in no pack.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from accounts.models import User
from interviews.models import Candidate, Interview, Loop
from scorecards.masking import Mask, perhaps_names
from scorecards.models import Debrief, Decision, Scorecard, Seal, Vote
from scorecards.models.scorecard import Confidence, Verdict

MOST_LOOPS = 50


@dataclass(frozen=True)
class PackedRating:
    """A competency with the sentence that was chosen, or why it was not observed; and its evidence."""

    name: str
    value: int | None
    words: str
    lines: list[str]


@dataclass(frozen=True)
class PackedCard:
    """A sealed scorecard without its author's name."""

    stage: str
    author: str
    verdict: str
    level: str
    confidence: str
    summary: str
    hand_off: str
    ratings: list[PackedRating]
    lines: list[str]
    flags: list[str]


@dataclass
class PackedLoop:
    """A loop as its candidate would read it."""

    loop: Loop
    interviews: list[Interview]
    cards: list[PackedCard] = field(default_factory=list)
    votes: list[tuple[str, str, str]] = field(default_factory=list)
    decisions: list[tuple[str, str]] = field(default_factory=list)
    opened: list[Scorecard] = field(default_factory=list)
    """The scorecards that whoever reads the pack reads with it."""


def pack_of(candidate: Candidate, reader: User) -> list[PackedLoop]:
    """The loops of a candidate that this reader may know of, the newest first, 50 at most; in a constant number of queries."""
    loops = list(
        Loop.objects.visible_to(reader)
        .filter(candidate=candidate)
        .select_related("job", "level", "recruiter")
        .newest_first()[:MOST_LOOPS]
    )
    cards = list(
        Scorecard.objects.visible_to(reader).counting().filter(seat__interview__stage__loop__in=loops).with_seat().in_order()
    )
    seals = {seal.scorecard_id: seal for seal in Seal.objects.filter(scorecard__in=cards).order_by("number")}
    debriefs = Debrief.objects.visible_to(reader).filter(loop__in=loops)
    votes = list(
        Vote.objects.shown()
        .filter(debrief__in=debriefs)
        .select_related("debrief", "person")
        .order_by("round", "person__name", "pk")
    )
    decisions = list(
        Decision.objects.filter(debrief__in=debriefs)
        .select_related("debrief", "level", "decided_by", "seconded_by")
        .order_by("number")
    )
    interviews = list(
        Interview.objects.visible_to(reader)
        .filter(stage__loop__in=loops)
        .select_related("stage")
        .prefetch_related("asked__version")
        .in_order()
    )
    mask = _mask(candidate, loops, cards, votes, decisions, texts=_texts(seals.values(), votes, decisions))
    packed = {loop.pk: PackedLoop(loop, [one for one in interviews if one.stage.loop_id == loop.pk]) for loop in loops}
    for card in cards:
        there = packed[card.seat.interview.stage.loop_id]
        there.cards.append(_card(seals[card.pk].content, mask))
        there.opened.append(card)
    for vote in votes:
        packed[vote.debrief.loop_id].votes.append((mask(vote.person.name), vote.get_verdict_display(), mask(vote.comment)))
    for decision in decisions:
        level = f" at {decision.level.name}" if decision.level else ""
        said = _said_of(decision)
        packed[decision.debrief.loop_id].decisions.append(
            (f"{decision.get_outcome_display()}{level}", mask("\n".join(filter(None, said))))
        )
    return list(packed.values())


def _card(content: dict, mask: Mask) -> PackedCard:
    lines = {line["id"]: mask(f"{line['mark']} {line['text']}".strip()) for line in content["notes"]}
    used = set(chain.from_iterable(rating["evidence"] for rating in content["ratings"]))
    verdict = Verdict(content["verdict"]).label if content["verdict"] else f"Could not assess: {mask(content['not_assessed'])}"
    return PackedCard(
        stage=content["stage"],
        author=mask(content["author"]),
        verdict=verdict,
        level="Below every level" if content["below_ladder"] else content.get("hire_name") or content["hire_level"] or "",
        confidence=Confidence(content["confidence"]).label if content["confidence"] else "",
        summary=mask(content["summary"]),
        hand_off=mask(str(content["hand_off"] or "")),
        ratings=[
            PackedRating(
                name=rating["name"],
                value=rating["at_target"],
                words=rating["words"] or f"Not observed: {mask(rating['not_observed'])}",
                lines=[lines[line] for line in rating["evidence"] if line in lines],
            )
            for rating in content["ratings"]
        ],
        lines=[text for line, text in lines.items() if line not in used],
        flags=[
            mask(f"{flag['name']}: {flag['behaviour']}" + (f" “{flag['words']}”" if flag["words"] else ""))
            for flag in content["red_flags"]
        ],
    )


def _said_of(decision: Decision) -> list[str]:
    """What was written about a decision, with what it is."""
    dissent = decision.dissent and f"Dissent: {decision.dissent}"
    return [decision.reason, decision.traits, dissent, decision.missing_evidence, decision.departure]


def _texts(seals: Iterable[Seal], votes: Iterable[Vote], decisions: Iterable[Decision]) -> list[str]:
    """Everything in the pack that somebody typed."""
    typed = []
    for seal in seals:
        said = seal.content
        typed += [said["summary"], str(said["hand_off"] or ""), said["not_assessed"]]
        typed += [line["text"] for line in said["notes"]]
        typed += [rating["not_observed"] for rating in said["ratings"]]
        typed += [flag[part] for flag in said["red_flags"] for part in ("behaviour", "words")]
    typed += [vote.comment for vote in votes]
    typed += [text for one in decisions for text in _said_of(one)]
    return typed


def _mask(
    candidate: Candidate,
    loops: Iterable[Loop],
    cards: Iterable[Scorecard],
    votes: Iterable[Vote],
    decisions: Iterable[Decision],
    *,
    texts: list[str],
) -> Mask:
    """Who had a part in these loops by that part, anybody else of the company or among the candidates by theirs."""
    names: dict[str, str] = {}

    def call(people: Iterable[User], part: str) -> None:
        new = {person.name: person.email for person in people if person.name not in names}
        for number, (name, email) in enumerate(new.items(), start=1):
            names[name] = names[email] = f"{part} {number}"

    call((card.seat.person for card in cards), "Interviewer")
    call((vote.person for vote in votes), "Voter")
    call((decision.decided_by for decision in decisions), "Decider")
    call((decision.seconded_by for decision in decisions if decision.seconded_by), "Decider")
    call((loop.recruiter for loop in loops), "Recruiter")
    others = perhaps_names(texts) - {candidate.name}
    call(User.objects.filter(name__in=others).in_order(), "Colleague")
    for name in Candidate.objects.filter(name__in=others).exclude(pk=candidate.pk).order_by("pk").values_list("name", flat=True):
        names.setdefault(name, "another candidate")
    return Mask(names, spared=[candidate.name])
