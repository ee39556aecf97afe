"""Whether what a candidate was told of an interview still holds, and how often it held: kind, minutes, level and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Prefetch

from accounts.models import User
from interviews import access, booking, owed
from interviews.models import Interview, Loop, Promise, Seat
from interviews.models.promise import facts
from interviews.turns import in_turn

BACK = timedelta(days=90)
MOST = 500


@dataclass(frozen=True)
class Kept:
    """How many of the interviews held in the last 90 days were as the candidate had been told, and which were not, in words."""

    kept: int
    held: int
    broken: list[tuple[Interview, list[str]]]

    @property
    def percent(self) -> int | None:
        """Promises kept in percent, rounded down, so that 100 means all; None without any."""
        return 100 * self.kept // self.held if self.held else None


def differences(told: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What was told and is otherwise now, in words."""
    found = []
    for name, words in (("kind", "{}"), ("minutes", "{} minutes"), ("level", "{} level")):
        if told[name] != now[name]:
            found.append(f"told {words.format(told[name])}, now {words.format(now[name])}")
    before, after = dict(told["people"]), dict(now["people"])
    gone, new = (sorted(a[pk] for pk in a.keys() - b.keys()) for a, b in ((before, after), (after, before)))
    if gone or new:
        found.append(f"told {', '.join(gone) or 'nobody more'}, now {', '.join(new) or 'nobody instead'}")
    return found


def otherwise(interviews: Iterable[Interview]) -> dict[int, list[str]]:
    """For each of these interviews that is ahead what the candidate was told otherwise, by its key. One query.

    What the last invitation says counts, sent or about to be. The interviews come with stage, loop and `people`, their seats.
    """
    ahead = {one.pk: one for one in interviews if not (one.started_at or one.cancelled_at or one.no_show_at)}
    last = {promise.interview_id: promise for promise in Promise.objects.filter(interview__in=ahead).order_by("pk")}
    found = {pk: differences(promise.told, facts(ahead[pk], ahead[pk].people)) for pk, promise in last.items()}  # type: ignore[attr-defined]
    return {pk: words for pk, words in found.items() if words}


@in_turn()
def notice(interview: Interview, *, by: User, now: datetime) -> None:
    """Tell the candidate what holds now, with a new invitation. Nothing where they know."""
    interview, candidate = booking.locked(interview)
    access.change(by, interview)
    last = interview.promises.order_by("pk").last()
    if last is None or differences(last.told, facts(interview, interview.seats.held().select_related("person"))):
        owed.after_notice(interview, candidate, f"{by} told what holds now", now=now)


def kept(loops: Iterable[Loop], *, now: datetime) -> Kept:
    """Of the interviews of these loops that began in the last 90 days and were held, at most 500: how many were as told.

    What counts is the last invitation that was sent before the start, against who held a seat and what was booked.
    """
    held = Interview.objects.filter(stage__loop__in=loops, started_at__gt=now - BACK, ended_at__isnull=False)
    seats = Prefetch("seats", Seat.objects.held().select_related("person").order_by("pk"), to_attr="people")
    whole = held.select_related("stage__kind", "stage__loop__level", "stage__loop__candidate").prefetch_related(seats)
    rows = list(whole.order_by("-started_at", "-pk")[:MOST])
    sent = Promise.objects.filter(interview__in=rows, reminder__mail__sent_at__lte=F("interview__started_at")).order_by("pk")
    told = {promise.interview_id: promise.told for promise in sent}
    found = [(row, differences(told[row.pk], facts(row, row.people))) for row in rows if row.pk in told]  # type: ignore[attr-defined]
    broken = [(row, words) for row, words in found if words]
    return Kept(len(found) - len(broken), len(found), broken)
