"""Planning the rest of a loop: what is known becomes a board, what is proposed becomes something to read and to book."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from interviews import diaries
from interviews.fitting import FILLED
from interviews.models import Interview, Loop, Role, Stage
from interviews.models.seat_pools import POOLS
from interviews.planner import words
from interviews.planner.board import Board, Frame, Need
from interviews.planner.crews import fill
from interviews.planner.proposals import openings, propose, relaxations, shortages
from interviews.planner.search import Plan, Sitting
from interviews.schedule import Span, midnight

NOTICE = timedelta(hours=2)
"""Nothing is proposed that begins sooner than this."""
WORKING_DAYS = range(5)
CHANGES = {
    "order": {"order": "any"},
    "most_a_day": {"most_a_day": "8"},
    "pause": {"pause": "0"},
    "hours": {"opens": "07:00", "closes": "21:00", "windows": ""},
    "windows": {"windows": ""},
}
"""For each wish that would help what the address of the page then says."""


@dataclass(frozen=True)
class Wishes:
    """What a recruiter asks for. Days and hours are by the candidate's clock; `windows` take the place of the hours.

    `last_on` takes the place of `weeks`. Nothing begins sooner than `notice` from now.
    """

    first_on: date
    weeks: int = 2
    opens: time = time(9)
    closes: time = time(18)
    most_a_day: int = 4
    pause: int = 15
    keeps_order: bool = True
    windows: tuple[Span, ...] = ()
    last_on: date | None = None
    notice: timedelta = NOTICE

    def until(self, zone: ZoneInfo) -> datetime:
        """When the last of its days is over on this zone's clocks."""
        last_on = self.last_on or self.first_on + timedelta(weeks=self.weeks, days=-1)
        return midnight(last_on + timedelta(days=1), zone)


@dataclass(frozen=True)
class Seating:
    """One sitting of a proposal as its page shows it. `people`: name, role, and why they; `code`: what the form sends back.

    `crew`: the same people by their keys.
    """

    name: str
    starts_at: datetime
    ends_at: datetime
    people: list[tuple[str, str, str]]
    crew: tuple[int, ...]
    code: str


@dataclass(frozen=True)
class Proposal:
    """A whole loop to choose: its days in words, why it is good, and its sittings."""

    days: str
    reasons: list[str]
    sittings: list[Seating]


@dataclass(frozen=True)
class Help:
    """One thing that would make a plan: in words, on which days, and the address of the page with it where it can be wished."""

    words: str
    days: str
    address: str


@dataclass(frozen=True)
class Impasse:
    """Why there is no plan. `short`: stages that lack people or a stretch of the candidate's time, in sentences.

    `rows`: stage, rule, beginnings it takes, and those that it alone takes.
    """

    short: list[str]
    rows: list[tuple[str, str, int, int]]
    helps: list[Help]


def board_of(
    loop: Loop,
    wishes: Wishes,
    *,
    now: datetime,
    only: Stage | None = None,
    moved: Interview | None = None,
    besides: Collection[int] = (),
) -> Board:
    """The board of the stages of a loop that are still to be booked, or of one of them. Ten queries.

    With `moved`, of one that is booked: when else its own people could hold it. `besides` are looked at too, in a pool or not.
    """
    zone = loop.candidate.tz
    starts_at = midnight(wishes.first_on, zone)
    ends_at = wishes.until(zone)
    others = Interview.objects.taking_place().filter(stage__loop__candidate=loop.candidate_id)
    booked = list(
        (others.exclude(pk=moved.pk) if moved else others)
        .in_order()
        .values_list("stage__loop", "stage__place", "starts_at", "ends_at", "stage")
    )
    held = {stage for *_, stage in booked}
    wanted = loop.stages.select_related("kit_version", "kind", *POOLS).order_by("place")
    stages = [stage for stage in wanted if stage.pk not in held and (only is None or stage.pk == only.pk)]
    mine = [(place, begins, ends) for loop_pk, place, begins, ends, _ in booked if loop_pk == loop.pk]
    crew = list(moved.seats.held().filter(role__in=FILLED).values_list("person", "role").order_by("pk")) if moved else []
    held_as = tuple(role for _, role in crew)
    roles = {stage: held_as or tuple(role for role in stage.roles if role in FILLED) or ("lead",) for stage in stages}
    needs = [
        Need(
            stage=stage.pk,
            name=stage.name,
            minutes=moved.minutes if moved else stage.kit_version.minutes,
            kind=stage.kind_id,
            roles=roles[stage],
            pools=tuple(stage.pool_key(role) for role in roles[stage]),
            pool_names=tuple(stage.pool(role).name for role in roles[stage]),
            held=tuple(pk for pk, _ in crew),
            not_before=max((ends for place, _, ends in mine if place < stage.place), default=None) if wishes.keeps_order else None,
            not_after=min((begins for place, begins, _ in mine if place > stage.place), default=None)
            if wishes.keeps_order
            else None,
        )
        for stage in stages
    ]
    soonest = max(starts_at, now + wishes.notice) - timedelta(minutes=wishes.pause)
    frame = Frame(
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        hours=tuple((day, wishes.opens, wishes.closes) for day in WORKING_DAYS),
        windows=wishes.windows,
        taken=(*((begins, ends) for _, _, begins, ends, _ in booked), (starts_at - timedelta(days=1), soonest)),
        most_a_day=wishes.most_a_day,
        pause=wishes.pause,
        keeps_order=wishes.keeps_order,
        seed=loop.pk,
    )
    kinds = sorted({kind for need in needs for kind in need.kinds})
    people = [pk for pk, _ in crew] if moved else None
    known = diaries.read(people, starts_at, ends_at, kinds=kinds, candidate=loop.candidate, apart_from=moved, besides=besides)
    return Board(frame, needs, known)


def proposals(board: Board, candidate: str) -> list[Proposal]:
    """The best three loops of a board, ready to be shown; none when there is none."""
    return [
        Proposal(
            days=words.days_words(plan, board),
            reasons=words.reasons(plan, board, candidate),
            sittings=[_seating(sitting, plan, board) for sitting in plan.sittings],
        )
        for plan in propose(board)
    ]


def slots(board: Board, *, a_day: int = 3, most: int = 12, spread: bool = False) -> list[Seating]:
    """Free slots of the only stage of a board, a few of each day."""
    found = openings(board, a_day=a_day, most=most, spread=spread)
    return [_seating(one, Plan((one,), 0, is_best=True), board) for one in found]


def impasse(board: Board, candidate: str, wished: Mapping[str, str]) -> Impasse:
    """Why a board has no plan, rule by rule, and what would help; `wished` is what the page's address says now."""
    short = []
    for need in board.needs:
        if lacking := _lacking(board, need):
            short += lacking
        elif not board.offered(need):
            short.append(f"{need.name} takes {need.minutes} minutes, and {candidate} has no such stretch of time here.")
    rows = [(one.need.name, words.RULES[one.why], one.removed, one.alone) for one in shortages(board)]
    helps = [
        Help(
            words=words.HELPS[one.what],
            days=words.days_words(one.plan, board),
            address="" if one.what not in CHANGES else f"?{urlencode({**wished, **CHANGES[one.what]})}",
        )
        for one in relaxations(board)
    ]
    return Impasse(short, rows, helps)


def _lacking(board: Board, need: Need) -> list[str]:
    """Which pools of a stage have fewer people than it has seats for them, or that they have too few together."""
    found = []
    for kind in dict.fromkeys(need.kinds):
        count, seats = sum(kind in diary.kinds for diary in board.diaries.values()), need.kinds.count(kind)
        if count < seats:
            people = "Nobody is" if count == 0 else "Only 1 person is" if count == 1 else f"Only {count} people are"
            pool = need.pool_names[need.kinds.index(kind)] if need.is_mixed else need.name
            found.append(f"{people} in the pool for {pool}, {f'of which {need.name}' if need.is_mixed else 'which'} needs {seats}.")
    if not found and not all(fill(board.pool(need), len(need.roles), lambda pk: board.seats_for(need, pk))):
        found.append(f"{need.name} needs {len(need.roles)} people. Its pools have fewer between them: some are in more than one.")
    return found


def _seating(sitting: Sitting, plan: Plan, board: Board) -> Seating:
    why = dict(words.why_them(sitting, plan, board))
    people = list(zip(sitting.crew, sitting.need.roles, strict=True))
    crew = ",".join(f"{pk}:{role}" for pk, role in people)
    return Seating(
        name=sitting.need.name,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        people=[(board.diaries[pk].name, Role(role).label.lower(), why[pk]) for pk, role in people],
        crew=sitting.crew,
        code=f"{sitting.need.stage}|{sitting.starts_at:%Y-%m-%dT%H:%MZ}|{sitting.need.minutes}|{crew}",
    )
