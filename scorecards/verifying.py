"""Whether every seal still says what was sealed: each row against its hash, its signature, the chain, and the card it was made of.

Each check has a witness of its own, so that who writes rows past the program has to forge all of them: the hash holds the content
and the hash before; the signature needs the secret key, which no database holds; places and numbers run without a gap; the audit
trail names every seal; a card that nobody is changing and a decision say what their last seal says. Why: docs/explanation/seals.md
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import BigIntegerField, Exists, OuterRef, Prefetch, TextField, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils.crypto import constant_time_compare

from accounts.models import Event
from scorecards.models import Decision, Scorecard, Seal, SealedRating, deciding
from scorecards.models.content import content, judgement
from scorecards.models.seal import SEALED

CHUNK = 500  # seals or cards that are in memory together
SHORTEST = 16  # signs of a fingerprint that are enough to find it


@dataclass(frozen=True)
class Fault:
    """What is not as it was sealed: where, for people, and what about it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def faults(loop: int | None = None) -> Iterator[Fault]:
    """Everything that is not as it was sealed, in all loops or in one; nothing when all is. Memory does not grow with the loops."""
    told = Event.objects.filter(verb=SEALED, noun=Concat(Value("seal "), Cast(OuterRef("pk"), TextField())))
    seals = Seal.objects.annotate(is_told=Exists(told)).prefetch_related("ratings").order_by("loop", "place", "pk")
    cards = Scorecard.objects.with_seat().select_related("hire_level").order_by("pk")
    if loop is not None:
        seals, cards = seals.filter(loop=loop), cards.filter(seat__interview__stage__loop=loop)
    for _, chain in groupby(seals.iterator(CHUNK), key=lambda seal: seal.loop_id):
        yield from _chain(chain)
    versions = Prefetch("seals", Seal.objects.order_by("number"), to_attr="versions")
    for card in cards.filter(submitted_at__isnull=False).prefetch_related(versions).iterator(CHUNK):
        yield from _card(card, card.versions)  # type: ignore[attr-defined]
    for card in cards.filter(submitted_at=None).filter(Exists(Seal.objects.filter(scorecard=OuterRef("pk")))):
        yield Fault(f"Scorecard {card.pk}", "it has a seal, but its row says that it was never submitted")
    decisions = Decision.objects.select_related("debrief", "level", "decided_by", "seconded_by", "seal", "packet").order_by("pk")
    decisions = decisions.filter(debrief__loop=loop) if loop is not None else decisions
    besides: tuple[str, ...] = ("reasons", "focus", "debrief__votes__ratings", "debrief__members", "debrief__talks")
    besides += ("debrief__taken_off", "debrief__fresh_rounds")
    for decision in decisions.prefetch_related(*besides).iterator(CHUNK):
        yield from _decision(decision)
    if loop is None:
        yield from _gone()


def find(fingerprint: str) -> Seal | None:
    """The seal with this fingerprint, whole or its first 16 signs or more, with blanks or without; None when there is none."""
    wanted = "".join(fingerprint.split()).lower()
    if len(wanted) < SHORTEST:
        return None
    return Seal.objects.with_cards().filter(hash__startswith=wanted).order_by("pk").first()


def _chain(seals: Iterable[Seal]) -> Iterator[Fault]:
    """What is wrong with the seals of one loop, which come in order."""
    before, place = "", 0
    there: set[str] = set()  # hashes
    for seal in seals:
        what = f"decision {seal.number}" if seal.decision_id else f"version {seal.number} of scorecard {seal.scorecard_id}"
        where = f"Loop {seal.loop_id}, seal {seal.place} ({what})"
        if gone := len(set(seal.content.get("rests_on", [])) - there):
            yield Fault(where, f"{gone} scorecard{'' if gone == 1 else 's'} that it rests on not there as sealed")
        if seal.place != place + 1:
            yield Fault(where, f"{_missing(place + 1, seal.place - 1)} not there any more")
        elif seal.previous != before:
            yield Fault(where, "it does not follow the seal before it")
        if seal.hash != seal.digest():
            yield Fault(where, "what it says is not what was sealed")
        if not any(constant_time_compare(seal.mark, seal.signature(key)) for key in _keys()):
            yield Fault(where, "its signature is not this installation's")
        if not seal.is_told:  # type: ignore[attr-defined]
            yield Fault(where, "the audit trail knows of no such seal")
        if _steps(seal.ratings.all()) != _steps(SealedRating.rows_of(seal)):
            yield Fault(where, "the steps kept for statistics are not those of its words")
        before, place = seal.hash, seal.place
        there.add(seal.hash)


def _card(card: Scorecard, versions: Sequence[Seal]) -> Iterator[Fault]:
    """What is wrong with the rows of one submitted card against its versions."""
    where = f"Scorecard {card.pk}"
    numbers = [seal.number for seal in versions]
    if not versions:
        yield Fault(where, "it is submitted, but it has no seal")
    elif numbers != list(range(1, len(versions) + 1)):
        yield Fault(where, f"of its versions only {', '.join(map(str, numbers))} are there")
    elif card.reopened_at is None and (parts := _differ(judgement(content(card, bare=True)), judgement(versions[-1].content))):
        yield Fault(where, f"changed past the program after it was sealed: {', '.join(parts)}")


def _decision(decision: Decision) -> Iterator[Fault]:
    """What is wrong with the rows of one decision against its seal."""
    where = f"Decision {decision.number} of loop {decision.debrief.loop_id}"
    sealed = getattr(decision, "seal", None)
    if sealed is None:
        yield Fault(where, "it has no seal")
    elif parts := deciding.differ(decision, sealed.content):
        yield Fault(where, f"changed past the program after it was sealed: {', '.join(parts)}")
    packet = getattr(decision, "packet", None)
    if sealed and (packet.digest if packet and packet.is_whole else "") != sealed.content.get("packet", ""):
        yield Fault(where, "its packet is not the one that was kept with it")


def _gone() -> Iterator[Fault]:
    """Seals of which the audit trail tells and that are not there."""
    there = Seal.objects.filter(pk=OuterRef("number"))
    told = Event.objects.filter(verb=SEALED).annotate(number=Cast(Substr("noun", len("seal ") + 1), BigIntegerField()))
    for event in told.filter(~Exists(there)).order_by("pk"):
        yield Fault(
            event.noun.capitalize(), f"sealed at {event.at:%Y-%m-%d %H:%M} UTC, as the audit trail says, and not there any more"
        )


def _differ(now: dict, then: dict) -> list[str]:
    """The parts in which the rows and the seal differ. What became of a red flag afterwards is no change of what was seen."""
    return [name.replace("_", " ") for name in sorted({*now, *then}) if name != "red_flags" and now.get(name) != then.get(name)]


def _steps(rows: Iterable[SealedRating]) -> set[tuple[int, int]]:
    return {(row.competency_id, row.step) for row in rows}


def _missing(first: int, last: int) -> str:
    return f"seal {first} is" if first >= last else f"seals {first} to {last} are"


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
