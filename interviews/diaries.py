"""What is known of people's time, read for all of them at once: as many queries for three people as for three hundred."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User, WorkingHours
from accounts.models.user import WORKING_DAY, WORKING_DAYS
from interviews.models import Away, Busy, Candidate, Interview, Qualification, Recusal, Seat
from interviews.public_holidays import days_off
from interviews.schedule import Diary, Hours, Limits, Span, Why

USUAL_HOURS: Hours = tuple((day, *WORKING_DAY) for day in WORKING_DAYS)
LATELY = timedelta(days=28)
"""How far back the load of a person counts when people are compared."""
MONTH = timedelta(days=32)
"""How much more than a time is read, so that its first and last month, and so its weeks, are whole on everybody's clock."""
COST = 3
"""Minutes of work for a minute of interview, with preparation and writing up; why three: docs/explanation/scheduling.md"""


def read(
    people: Iterable[int] | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    kinds: Collection[int],
    candidate: Candidate | None,
    apart_from: Interview | None = None,
    besides: Collection[int] = (),
) -> dict[int, Diary]:
    """The diaries of these people for this time, by their key; of all who may take a seat of these kinds when `people` is None.

    `kinds` are the stage kinds that matter; one whose pool is empty is open to everybody. `apart_from` is an interview whose seats
    do not count, because it is the one that would move; `besides` are read too, in a pool or not. Seven queries.
    """
    pools = _pools(kinds)
    if people is None and all(pools.values()):
        people = set(besides).union(*pools.values())
    rows = _people(people)
    keys = [row[0] for row in rows]
    hours = _hours(keys)
    seats = _seats(keys, starts_at - MONTH, ends_at + MONTH, apart_from)
    busy = _busy(keys, starts_at, ends_at)
    away = _away(keys, starts_at, ends_at)
    recused = set(Recusal.objects.filter(candidate=candidate).values_list("person", flat=True)) if candidate else set()
    found: dict[int, Diary] = {}
    first, last = _days(starts_at, ends_at)
    for pk, name, zone, deactivated_at, per_day, per_week, gap, per_month, week_starts, leaning, *place in rows:
        mine = seats[pk]
        never = [why for why, holds in (
            (Why.ACCESS, deactivated_at is not None),
            (Why.CANDIDATE, candidate is not None and candidate.employee_id == pk),
            (Why.RECUSED, pk in recused),
        ) if holds]  # fmt: skip
        found[pk] = Diary(
            pk=pk,
            name=name,
            zone=ZoneInfo(zone),
            hours=tuple(sorted(hours[pk])) or USUAL_HOURS,
            away=tuple(away[pk]),
            holidays=tuple(days_off(*place, first=first, last=last)),
            busy=tuple(busy[pk]),
            seats=tuple(mine),
            limits=Limits() if per_day is None else Limits(per_day, per_week, gap, per_month, week_starts),
            kinds=frozenset(kind for kind in kinds if not pools[kind] or pk in pools[kind]),
            never=tuple(never),
            minutes_lately=COST
            * sum(_minutes(begins, ends) for begins, ends in mine if ends > starts_at - LATELY and begins < ends_at),
            leaning=leaning or 0.0,
            last_at=max((begins for begins, _ in mine if begins < starts_at), default=None),
        )
    return found


def _people(keys: Iterable[int] | None) -> list[tuple]:
    people = User.objects.active() if keys is None else User.objects.filter(pk__in=list(keys))
    return list(
        people.order_by("pk").values_list(
            "pk",
            "name",
            "zone",
            "deactivated_at",
            "load_limit__per_day",
            "load_limit__per_week",
            "load_limit__gap_minutes",
            "load_limit__per_month",
            "load_limit__week_starts",
            "leaning__points",
            "holiday_place__country",
            "holiday_place__region",
            "holiday_place__works_on",
        )
    )


def _minutes(begins: datetime, ends: datetime) -> int:
    return int((ends - begins).total_seconds()) // 60


def _hours(keys: list[int]) -> dict[int, list[tuple[int, time, time]]]:
    found: dict[int, list[tuple[int, time, time]]] = defaultdict(list)
    hours = WorkingHours.objects.filter(user__in=keys)
    for pk, weekday, starts, ends in hours.values_list("user", "weekday", "starts", "ends").order_by("pk"):
        found[pk].append((weekday, starts, ends))
    return found


def _seats(keys: list[int], starts_at: datetime, ends_at: datetime, apart_from: Interview | None) -> dict[int, list[Span]]:
    """When people sit in interviews, whatever their role there: a shadow's hour is gone too."""
    found: dict[int, list[Span]] = defaultdict(list)
    seats = Seat.objects.overlapping(starts_at, ends_at).filter(person__in=keys)
    if apart_from:
        seats = seats.exclude(interview=apart_from)
    for pk, begins, ends in seats.values_list("person", "interview__starts_at", "interview__ends_at").order_by(
        "interview__starts_at", "pk"
    ):
        found[pk].append((begins, ends))
    return found


def _busy(keys: list[int], starts_at: datetime, ends_at: datetime) -> dict[int, list[Span]]:
    """When people's own calendars say that they are taken."""
    found: dict[int, list[Span]] = defaultdict(list)
    busy = Busy.objects.filter(person__in=keys, during__overlap=(starts_at, ends_at))
    for pk, during in busy.values_list("person", "during").order_by("during", "pk"):
        found[pk].append((during.lower, during.upper))
    return found


def _away(keys: list[int], starts_at: datetime, ends_at: datetime) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    first, last = _days(starts_at, ends_at)
    away = Away.objects.filter(person__in=keys, last_on__gte=first, first_on__lte=last)
    for pk, first_on, last_on in away.values_list("person", "first_on", "last_on").order_by("first_on", "pk"):
        found[pk].append((first_on, last_on))
    return found


def _days(starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """The days that this time touches on anybody's calendar: wherever they are, their day is at most one off from that of UTC."""
    day = timedelta(days=1)
    return starts_at.astimezone(UTC).date() - day, ends_at.astimezone(UTC).date() + day


def _pools(kinds: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {kind: set() for kind in kinds}
    qualified = Qualification.objects.qualified().filter(kind__in=kinds, person__deactivated_at=None)
    for kind, pk in qualified.values_list("kind", "person").order_by("pk"):
        found[kind].add(pk)
    return found
