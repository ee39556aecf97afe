"""Planning the rest of a loop: what is known becomes a board, what is proposed becomes something to read and to book."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from interviews import diaries
from interviews.fitting import QUALIFIED
from interviews.models import Interview, Loop, Role, Stage
from interviews.planner import words
from interviews.planner.board import Board, Frame, Need
from interviews.planner.proposals import openings, propose, relaxations, shortages
from interviews.planner.search import Plan, Sitting
from interviews.schedule import Span, Why, midnight

FILLED = (*QUALIFIED, Role.NOTE_TAKER)
"""The roles that have to be filled; who learns or watches never holds a stage up."""
NOTICE = timedelta(hours=2)
"""Nothing is proposed that begins sooner than this."""
WORKING_DAYS = range(5)


@dataclass(frozen=True)
class Wishes:
    """What a recruiter asks for. Days and hours are by the candidate's clock; `windows` take the place of the hours."""

    first_on: date
    weeks: int = 2
    opens: time = time(9)
    closes: time = time(18)
    most_a_day: int = 4
    pause: int = 15
    keeps_order: bool = True
    windows: tuple[Span, ...] = ()


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
class Impasse:
    """Why there is no plan. `few`: stages with too few people at all; `rows`: stage, rule, beginnings taken, and by it alone;
    `helps`: what would make a plan, when that would be, and the wish it changes.
    """

    few: list[str]
    rows: list[tuple[str, str, int, int]]
    helps: list[tuple[str, str, str]]


def board_of(loop: Loop, wishes: Wishes, *, now: datetime, only: Stage | None = None) -> Board:
    """The board of the stages of a loop that are still to be booked, or of one of them. Nine queries."""
    zone = loop.candidate.tz
    starts_at = midnight(wishes.first_on, zone)
    ends_at = midnight(wishes.first_on + timedelta(weeks=wishes.weeks), zone)
    booked = list(
        Interview.objects.taking_place()
        .filter(stage__loop__candidate=loop.candidate_id)
        .in_order()
        .values_list("stage__loop", "stage__place", "starts_at", "ends_at", "stage")
    )
    held = {stage for *_, stage in booked}
    wanted = loop.stages.select_related("kit_version").order_by("place")
    stages = [stage for stage in wanted if stage.pk not in held and (only is None or stage.pk == only.pk)]
    mine = [(place, begins, ends) for loop_pk, place, begins, ends, _ in booked if loop_pk == loop.pk]
    needs = [
        Need(
            stage=stage.pk,
            name=stage.name,
            minutes=stage.kit_version.minutes,
            kind=stage.kind_id,
            roles=tuple(role for role in stage.roles if role in FILLED) or ("lead",),
            not_before=max((ends for place, _, ends in mine if place < stage.place), default=None) if wishes.keeps_order else None,
            not_after=min((begins for place, begins, _ in mine if place > stage.place), default=None)
            if wishes.keeps_order
            else None,
        )
        for stage in stages
    ]
    soonest = max(starts_at, now + NOTICE) - timedelta(minutes=wishes.pause)
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
    )
    kinds = sorted({need.kind for need in needs})
    return Board(frame, needs, diaries.read(None, starts_at, ends_at, kinds=kinds, candidate=loop.candidate))


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


def slots(board: Board) -> list[Seating]:
    """Free slots of the only stage of a board."""
    return [_seating(one, Plan((one,), 0, is_best=True), board) for one in openings(board)]


def impasse(board: Board) -> Impasse:
    """Why a board has no plan, rule by rule, and what would help."""
    few = []
    for need in board.needs:
        count = len(board.pool(need))
        if count < len(need.roles):
            people = "Nobody is" if count == 0 else "Only 1 person is" if count == 1 else f"Only {count} people are"
            few.append(f"{people} in the pool for {need.name}, which needs {len(need.roles)}.")
    rows = [(one.need.name, words.RULES[one.why], one.removed, one.alone) for one in shortages(board)]
    helps = [
        (words.HELPS[one.what], words.days_words(one.plan, board), "" if isinstance(one.what, Why) else str(one.what))
        for one in relaxations(board)
    ]
    return Impasse(few, rows, helps)


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
