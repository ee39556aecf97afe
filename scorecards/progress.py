"""What a loop waits for, in words: pure functions over its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from interviews import clock

OPEN_DEBRIEF = "Open the debrief"


@dataclass(frozen=True)
class Booked:
    """The standing interview of a stage, as far as the next action depends on it."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    started: bool = False
    ended: bool = False
    declined: Sequence[str] = ()
    unanswered: Sequence[str] = ()
    cards_missing: int = 0


@dataclass(frozen=True)
class StageFacts:
    """One stage. Without an interview it is still to be booked."""

    pk: int
    name: str
    booked: Booked | None = None


@dataclass(frozen=True)
class Decided:
    """The last decision in words; `is_open` when it asks for something more."""

    words: str
    is_open: bool = False
    review_on: date | None = None


@dataclass(frozen=True)
class Next:
    """The next action in words, how much it presses (a tone of tag.css), and the page where it is done, if there is one."""

    words: str
    tone: str = "part"
    page: str = ""
    pk: int = 0

    @property
    def button(self) -> str:
        """What the button to its page says: a verb."""
        if self.page == "booking" or self.words == OPEN_DEBRIEF:
            return self.words
        return {"seats": "See who answered", "move": "Move it", "debrief": "Debrief"}.get(self.page, "")


def next_action(
    stages: Sequence[StageFacts],
    *,
    loop: int,
    decided: Decided | None,
    in_debrief: bool,
    may_count: bool,
    is_closed: bool,
    now: datetime,
    zone: ZoneInfo,
) -> Next:
    """What has to happen next in a loop, for a reader in `zone`.

    `may_count` is False for a reader who owes a scorecard in it: they learn nothing from which others' progress follows, so for
    them the loop is held, or closed, and that is all.
    """
    if told := _told(decided if may_count else None, loop=loop, in_debrief=in_debrief and may_count, is_closed=is_closed):
        return told
    to_come = sorted(
        ((stage.name, stage.booked) for stage in stages if stage.booked and not stage.booked.started),
        key=lambda named: named[1].starts_at,
    )
    if ahead := _to_do(stages, to_come, now) or _to_wait_for(to_come, now, zone):
        return ahead
    if not may_count:
        return Next("Interviews held")
    if missing := sum(stage.booked.cards_missing for stage in stages if stage.booked):
        return Next(f"Waiting for {missing} scorecard{'' if missing == 1 else 's'}", "warn", "debrief", loop)
    if decided:
        return Next(f"Decided: {decided.words}", "held", "debrief", loop)
    return Next(OPEN_DEBRIEF, "warn", "debrief", loop)


def _told(decided: Decided | None, *, loop: int, in_debrief: bool, is_closed: bool) -> Next | None:
    """What is settled or under way in the debrief, and goes before anything about interviews."""
    if decided and not decided.is_open:
        return Next(f"Decided: {decided.words}", "good", "debrief", loop)
    if is_closed:
        return Next("Closed", "good")
    if decided and decided.review_on:
        return Next(f"On hold until {decided.review_on:%-d %b %Y}", "held", "debrief", loop)
    if in_debrief and not decided:
        return Next("Debrief under way", "now", "debrief", loop)
    return None


def _to_do(stages: Sequence[StageFacts], to_come: Sequence[tuple[str, Booked]], now: datetime) -> Next | None:
    """What goes on now, else the first thing that somebody has to mend or book."""
    if any(stage.booked and stage.booked.started and not stage.booked.ended for stage in stages):
        return Next("In the room", "now")
    for name, booked in to_come:
        if booked.ends_at <= now:
            return Next(f"{name} did not begin", "warn", "move", booked.pk)
    for name, booked in to_come:
        if booked.declined:
            return Next(f"{booked.declined[0]} declined {name}", "warn", "seats", booked.pk)
    for stage in stages:
        if stage.booked is None:
            return Next(f"Book {stage.name}", "warn", "booking", stage.pk)
    return None


def _to_wait_for(to_come: Sequence[tuple[str, Booked]], now: datetime, zone: ZoneInfo) -> Next | None:
    """The first answer that is missing, else the next interview."""
    for _, booked in to_come:
        if booked.unanswered and booked.starts_at > now:
            return Next(f"Waiting for {possessive(booked.unanswered[0])} answer", "part", "seats", booked.pk)
    for name, booked in to_come:
        is_today = booked.starts_at.astimezone(zone).date() == now.astimezone(zone).date()
        day = "today" if is_today else f"on {clock.day_words(booked.starts_at, zone)},"
        return Next(f"{name} {day} {clock.time_words(booked.starts_at, zone)}", "now" if is_today else "part")
    return None


def possessive(name: str) -> str:
    """A first name in the genitive: "Ivan's", "Ines'"."""
    first = name.partition(" ")[0]
    return f"{first}'" if first.endswith("s") else f"{first}'s"
