"""What is known of people's time, read for all of them at once: as many queries for three people as for three hundred."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F, Q, Value

from accounts.models import User, WorkingHours
from accounts.models.user import WORKING_DAY, WORKING_DAYS
from interviews import effort
from interviews.effort import Effort, Parts
from interviews.models import Away, Busy, Candidate, Interview, KindEffort, Qualification, Recusal, Seat
from interviews.public_holidays import days_off
from interviews.schedule import Diary, Hours, Limits, Span, Why

USUAL_HOURS: Hours = tuple((day, *WORKING_DAY) for day in WORKING_DAYS)
LATELY = timedelta(days=28)
"""How far back the load of a person counts when people are compared."""
MONTH = timedelta(days=32)
"""How much more than a time is read, so that its first and last month, and so its weeks, are whole on everybody's clock."""
LATE = timedelta(days=1)
"""What falls through sooner before it begins than this is work lost: the time was kept free, and often prepared for."""


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
    do not count, because it is the one that would move; `besides` are read too, in a pool or not. Eight queries.
    """
    pools = _pools(kinds)
    if people is None and all(pools.values()):
        people = set(besides).union(*pools.values())
    rows = _people(people)
    keys = [row[0] for row in rows]
    hours = _hours(keys)
    sittings = read_sittings(keys, starts_at - MONTH, ends_at + MONTH, apart_from=apart_from)
    efforts = read_efforts()
    busy = _busy(keys, starts_at, ends_at)
    away = _away(keys, starts_at, ends_at)
    recused = set(Recusal.objects.filter(candidate=candidate).values_list("person", flat=True)) if candidate else set()
    found: dict[int, Diary] = {}
    first, last = _days(starts_at, ends_at)
    for pk, name, zone, deactivated_at, per_day, per_week, gap, per_month, week_starts, hours_per_week, leaning, *place in rows:
        mine = sittings[pk]
        work = tuple((one.starts_at, one.parts(efforts)) for one in mine)
        seats = tuple((one.starts_at, one.ends_at) for one in mine if not one.is_lost)
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
            seats=seats,
            limits=Limits() if per_day is None else Limits(per_day, per_week, gap, per_month, week_starts, hours_per_week),
            kinds=frozenset(kind for kind in kinds if not pools[kind] or pk in pools[kind]),
            never=tuple(never),
            minutes_lately=sum(parts.total for begins, parts in work if starts_at - LATELY < begins < ends_at),
            leaning=leaning or 0.0,
            last_at=max((begins for begins, _ in seats if begins < starts_at), default=None),
            work=work,
            efforts=efforts,
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
            "load_limit__hours_per_week",
            "leaning__points",
            "holiday_place__country",
            "holiday_place__region",
            "holiday_place__works_on",
        )
    )


def _hours(keys: list[int]) -> dict[int, list[tuple[int, time, time]]]:
    found: dict[int, list[tuple[int, time, time]]] = defaultdict(list)
    hours = WorkingHours.objects.filter(user__in=keys)
    for pk, weekday, starts, ends in hours.values_list("user", "weekday", "starts", "ends").order_by("pk"):
        found[pk].append((weekday, starts, ends))
    return found


class Sitting(NamedTuple):
    """A time that somebody sits in an interview, or kept free for one that was lost late, and the kind of its stage."""

    starts_at: datetime
    ends_at: datetime
    kind: int
    is_lost: bool = False

    def parts(self, efforts: Mapping[int, Effort]) -> Parts:
        """What it costs in minutes. What was lost counts once, as long as it was to be."""
        minutes = effort.length(self.starts_at, self.ends_at)
        return Parts(lost=minutes) if self.is_lost else effort.parts_of(minutes, efforts.get(self.kind))


def read_sittings(
    keys: Collection[int], starts_at: datetime, ends_at: datetime, *, apart_from: Interview | None = None
) -> dict[int, list[Sitting]]:
    """When people sit in interviews, whatever their role there, and what they lost late. One query.

    Lost is what they declined, or what was cancelled, less than a day before, and where the candidate did not come.
    """
    found: dict[int, list[Sitting]] = defaultdict(list)
    asked = Seat.objects.filter(person__in=keys)
    if apart_from:
        asked = asked.exclude(interview=apart_from)
    columns = ("person", "interview__starts_at", "interview__ends_at", "interview__stage__kind")
    soon = F("interview__starts_at") - LATE
    fell_through = Q(interview__no_show_at__isnull=False) | Q(interview__cancelled_at__gt=soon)
    lost = Q(declined_at__gt=soon) | (fell_through & Q(declined_at=None, removed_at=None))
    taken = asked.overlapping(starts_at, ends_at).values_list(*columns, Value(value=False))
    rows = taken.union(asked.filter(lost, during__overlap=(starts_at, ends_at)).values_list(*columns, Value(value=True)), all=True)
    for pk, begins, ends, kind, is_lost in sorted(rows):
        found[pk].append(Sitting(begins, ends, kind, is_lost))
    return found


def read_efforts() -> dict[int, Effort]:
    """What an interview of each kind takes besides itself, by the kind's key, as far as enough was measured. One query."""
    rows = KindEffort.objects.values_list("kind", "preparing", "writing", "interviews", "people").order_by("kind")
    return {kind: Effort(*facts) for kind, *facts in rows}


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
