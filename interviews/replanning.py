"""The re-planner: when what is planned no longer fits before the end, up to three plans that do. Pure functions, no model.

What a plan may never touch:

- the candidate's protected time: no minute and no question of a protected section;
- a *must-cover* competency: one of the focus that nothing else in the loop will cover. No question that tests it was asked here,
  none in another interview of the loop, and no other interview that has not begun looks for it. The last planned question that
  tests it stays, and its section keeps the minutes that this question takes;
- a section below three fifths of its minutes.

A question that alone tests a competency of the focus is never dropped. When another interview of the loop can see to that
competency, it may be *moved* there. Nothing is changed before somebody accepts a plan, and any can be undone.
Why it is so: docs/explanation/time-in-the-room.md
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import combinations

from interviews.timing import MINUTE, NONE

TOLERATED = timedelta(minutes=2)
"""So much too little evens out by itself: nothing is offered for it."""
KEPT_TENTHS = 6
"""A section is never cut below so many tenths of its minutes."""
MOST_QUESTIONS = 3
LOOKED_AT = 10

SHORTEN, DROP, MOVE = "shorten", "drop", "move"


@dataclass(frozen=True)
class Ask:
    """A planned question that was not asked yet; `tests` are competencies, by their pk."""

    version: int
    minutes: int
    tests: frozenset[int]


@dataclass(frozen=True)
class Part:
    """A section that runs or is ahead, with the questions it still has. `answering`: what the running question still has."""

    pk: int
    minutes: int
    is_protected: bool = False
    used: timedelta = NONE
    answering: timedelta = NONE
    asks: tuple[Ask, ...] = ()

    @property
    def need(self) -> timedelta:
        """How long it still takes: the rest of its box, and no less than its questions need within the box."""
        open_minutes = self.answering + sum(ask.minutes for ask in self.asks) * MINUTE if self.used else NONE
        return max(NONE, self.minutes * MINUTE - self.used, min(open_minutes, self.minutes * MINUTE))


@dataclass(frozen=True)
class Receiver:
    """Another interview of the loop that has not begun: what it looks for, and its spare minutes (None: it is not booked yet)."""

    stage: int
    name: str
    focus: frozenset[int]
    spare: int | None

    def takes(self, lost: frozenset[int], minutes: int) -> bool:
        """Whether it can see to these competencies: it looks for them anyway, or has the minutes."""
        return lost <= self.focus or self.spare is None or self.spare >= minutes


@dataclass(frozen=True)
class Board:
    """Where an interview stands. `elsewhere`: what another interview of the loop covered or, not begun, looks for."""

    parts: tuple[Part, ...]
    now: datetime
    ends_at: datetime
    focus: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()
    elsewhere: frozenset[int] = frozenset()
    receivers: tuple[Receiver, ...] = ()

    @property
    def missing(self) -> timedelta:
        """How much more is planned than fits before the end; negative when there is time to spare."""
        return sum((part.need for part in self.parts), NONE) - (self.ends_at - self.now)

    @property
    def must_cover(self) -> frozenset[int]:
        """Competencies of the focus that nobody else in the loop covers."""
        return self.focus - self.covered - self.elsewhere

    def ask_of(self, version: int) -> Ask | None:
        """A question that may be left out, None when there is none."""
        return next((ask for part in self.parts if not part.is_protected for ask in part.asks if ask.version == version), None)

    def loses(self, versions: Sequence[int]) -> frozenset[int]:
        """What of the focus is tested by these questions and would be tested by no other planned one."""
        gone = {pk for part in self.parts for ask in part.asks if ask.version in versions for pk in ask.tests}
        stays = {pk for part in self.parts for ask in part.asks if ask.version not in versions for pk in ask.tests}
        return frozenset(gone - stays) & self.focus - self.covered

    def without(self, versions: Sequence[int]) -> "Board":
        """The same without some questions; their sections are shorter by their minutes."""
        parts = []
        for part in self.parts:
            gone = sum(ask.minutes for ask in part.asks if ask.version in versions)
            asks = tuple(ask for ask in part.asks if ask.version not in versions)
            parts.append(replace(part, minutes=max(0, part.minutes - gone), asks=asks))
        return replace(self, parts=tuple(parts))

    def with_minutes(self, minutes: dict[int, int]) -> "Board":
        """The same with other minutes for some sections."""
        parts = tuple(replace(part, minutes=minutes.get(part.pk, part.minutes)) for part in self.parts)
        return replace(self, parts=parts)

    def floor(self, part: Part) -> int:
        """The fewest minutes that a section keeps."""
        if part.is_protected:
            return part.minutes
        kept = -(-part.minutes * KEPT_TENTHS // 10)
        needed = sum(ask.minutes for ask in part.asks if self.loses([ask.version]) & self.must_cover)
        return min(part.minutes, max(kept, needed))


@dataclass(frozen=True)
class Plan:
    """What would change: questions left out, questions moved to another stage, and what minutes sections then have."""

    kind: str
    drops: tuple[int, ...] = ()
    moves: tuple[tuple[int, int], ...] = ()
    minutes: dict[int, int] = field(default_factory=dict)

    @property
    def gone(self) -> list[int]:
        """The questions that would not be asked here."""
        return [*self.drops, *(version for version, _ in self.moves)]

    def fact(self) -> dict[str, object]:
        """The plan as it is kept with the deed."""
        return {
            "kind": self.kind,
            "drops": list(self.drops),
            "moves": [list(move) for move in self.moves],
            "minutes": {str(pk): minutes for pk, minutes in self.minutes.items()},
        }

    @classmethod
    def of_fact(cls, fact: dict) -> "Plan":
        """The plan that `fact()` wrote."""
        moves = tuple((version, stage) for version, stage in fact["moves"])
        return cls(fact["kind"], tuple(fact["drops"]), moves, {int(pk): minutes for pk, minutes in fact["minutes"].items()})


def after(board: Board, plan: Plan) -> Board:
    """The board once a plan is accepted."""
    return board.without(plan.gone).with_minutes(plan.minutes)


def offers(board: Board) -> list[Plan]:
    """Up to three plans that fit before the end, one of a kind: shorten, drop, move. None while nothing is missing."""
    if board.missing <= TOLERATED:
        return []
    found = [_shorter(board, Plan(SHORTEN)), _best(board, _drops(board)), _best(board, _moves(board))]
    return [plan for plan in found if plan]


def problems(board: Board, plan: Plan) -> list[str]:
    """Why a plan may not be taken, in sentences; none when it is legal. Whether it fits is for who accepts it to judge."""
    said = []
    if any(board.ask_of(version) is None for version in plan.gone):
        said.append("One of its questions is no longer to be asked.")
    if board.loses(plan.gone) & board.must_cover:
        said.append("It would leave out what nobody else in this loop looks at.")
    moved = [version for version, _ in plan.moves]
    if board.loses(plan.gone) - board.loses(moved):
        said.append("It would drop the only question on something that this interview looks for.")
    receivers = {receiver.stage: receiver for receiver in board.receivers}
    for version, stage in plan.moves:
        ask, receiver = board.ask_of(version), receivers.get(stage)
        if ask and not (receiver and receiver.takes(board.loses([version]), ask.minutes)):
            said.append("The interview it is moved to cannot take it.")
    short = board.without(plan.gone)
    parts = {part.pk: part for part in short.parts}
    for pk, minutes in plan.minutes.items():
        part = parts.get(pk)
        if part is None or part.is_protected or not short.floor(part) <= minutes <= part.minutes:
            said.append("A section would have less time than it needs.")
    return said


def _drops(board: Board) -> Iterator[Plan]:
    """Plans that leave out questions without which the focus is still covered; few and short ones first."""
    for versions in _groups(board):
        if not board.loses(versions):
            yield Plan(DROP, drops=versions)


def _moves(board: Board) -> Iterator[Plan]:
    """Plans that hand one question on to another interview that can see to what it tests."""
    for (version,) in _groups(board, most=1):
        lost = board.loses([version])
        if not lost or lost & board.must_cover:
            continue
        minutes = next(ask.minutes for part in board.parts for ask in part.asks if ask.version == version)
        fit = [receiver for receiver in board.receivers if receiver.takes(lost, minutes)]
        if fit:
            best = min(fit, key=lambda one: not lost <= one.focus)
            yield Plan(MOVE, moves=((version, best.stage),))


def _groups(board: Board, most: int = MOST_QUESTIONS) -> list[tuple[int, ...]]:
    """Groups of questions that could be left out: the fewest first, and of those the shortest."""
    asks = [ask for part in board.parts if not part.is_protected for ask in part.asks][-LOOKED_AT:]
    groups = [group for size in range(1, most + 1) for group in combinations(asks, size)]
    groups.sort(key=lambda group: (len(group), sum(ask.minutes for ask in group), [ask.version for ask in group]))
    return [tuple(ask.version for ask in group) for group in groups]


def _best(board: Board, plans: Iterator[Plan]) -> Plan | None:
    """The first that fits as it is, else the first that fits with sections shortened besides."""
    plans_now = list(plans)
    for plan in plans_now:
        if board.without(plan.gone).missing <= NONE:
            return replace(plan, minutes=_changed(board, board.without(plan.gone)))
    return next((made for plan in plans_now if (made := _shorter(board, plan))), None)


def _shorter(board: Board, plan: Plan) -> Plan | None:
    """The plan with as many minutes taken from sections as are missing; a minute at a time where most is left. None: not enough."""
    short = board.without(plan.gone)
    floors = {part.pk: max(short.floor(part), -(-part.used // MINUTE)) for part in short.parts}
    while short.missing > NONE:
        can = [
            part
            for part in short.parts
            if part.minutes > floors[part.pk] and replace(part, minutes=part.minutes - 1).need < part.need
        ]
        if not can:
            return None
        part = max(can, key=lambda one: one.minutes - floors[one.pk])
        short = short.with_minutes({part.pk: part.minutes - 1})
    return replace(plan, minutes=_changed(board, short))


def _changed(before: Board, now: Board) -> dict[int, int]:
    return {new.pk: new.minutes for old, new in zip(before.parts, now.parts, strict=True) if new.minutes != old.minutes}
