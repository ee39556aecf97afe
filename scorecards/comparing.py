"""Two versions of a card, or two cards of one interview, side by side. Pure: what was sealed in, rows out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionbank.difference import Piece, pieces
from scorecards.models.scorecard import Confidence, Verdict


@dataclass(frozen=True)
class Change:
    """One part of a card that differs: both texts whole, and word by word."""

    label: str
    before: str
    after: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Pair:
    """One competency on two cards: steps 0-6, None where it was not observed, "" words where it was not rated."""

    name: str
    mine: int | None
    theirs: int | None
    my_words: str
    their_words: str

    @property
    def apart(self) -> int | None:
        """How many steps lie between them; None when one of them saw nothing."""
        return None if self.mine is None or self.theirs is None else abs(self.mine - self.theirs)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two contents of seals, in the order of the page."""
    old, new = spoken(before), spoken(after)
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Change(label, old.get(label, ""), new.get(label, ""), pieces(old.get(label, ""), new.get(label, "")))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def spoken(said: Mapping[str, Any]) -> dict[str, str]:
    """What a card says as texts by the label of each part, in the order of the page; parts that say nothing are left out."""
    lines = {one["id"]: f"{one['mark']} {one['text']}".strip() for one in said["notes"]}
    parts: dict[str, str] = {}
    used: set[str] = set()
    for one in said["ratings"]:
        parts[one["name"]] = (
            f"Step {one['step']}: {one['words']}" if one["step"] is not None else f"Not observed: {one['not_observed']}"
        )
        parts[f"{one['name']}: evidence"] = "\n".join(lines[number] for number in one["evidence"])
        used.update(one["evidence"])
    parts["Other lines"] = "\n".join(line for number, line in lines.items() if number not in used)
    parts["Red flags"] = "\n".join(f"{one['name']}: {one['behaviour']} {one['words']}".strip() for one in said["red_flags"])
    parts["Signals"] = "\n".join(f"{one['name']}: {one['count']}" for one in said["signals"])
    parts["Summary"] = said["summary"]
    parts["Look at again"] = ", ".join(said.get("look_again_names", []))
    parts["Facts for whoever interviews next"] = said["hand_off"]
    parts["Would hire at"] = "Below every level" if said["below_ladder"] else said["hire_name"] or said["hire_level"] or ""
    parts["Sure"] = Confidence(said["confidence"]).label if said["confidence"] else ""
    parts["Verdict"] = Verdict(said["verdict"]).label if said["verdict"] else f"Could not assess: {said['not_assessed']}"
    return {label: text for label, text in parts.items() if text}


def beside(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Pair]:
    """The competencies of two cards of one interview, by name; first those that both rated, the furthest apart first."""
    ours = {one["name"]: one for one in mine["ratings"]}
    others = {one["name"]: one for one in theirs["ratings"]}
    pairs = [
        Pair(
            name=name,
            mine=ours.get(name, {}).get("step"),
            theirs=others.get(name, {}).get("step"),
            my_words=_words(ours.get(name)),
            their_words=_words(others.get(name)),
        )
        for name in dict.fromkeys([*ours, *others])
    ]
    return sorted(pairs, key=lambda pair: (pair.apart is None, -(pair.apart or 0)))


def _words(rating: Mapping[str, Any] | None) -> str:
    if rating is None:
        return "Not rated"
    return rating["words"] or f"Not observed: {rating['not_observed']}"
