"""Drills: an old packet made ready to be voted on anew, and how far votes agree with what was decided and with each other.

A company learns from it how much a decision depends on who sat there. Nothing of it goes into any figure of a real loop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from django.db.models import Count, Q

from accounts.access import recruit
from accounts.models import User
from accounts.models.user import UserQuerySet
from interviews.models import Seat
from scorecards import unpacking
from scorecards.models import Debrief, Decision, Drill, DrillMember, MonthlyDrills, Packet
from scorecards.models.debrief import HIRING, Outcome
from scorecards.models.drill import FEWEST
from scorecards.unpacking import Plain

OLD = timedelta(days=14)
"""So long ago a packet was decided that is drilled."""
MOST = 50
MONTHLY_VOTERS = 5
"""So many at most vote in a drill that begins by itself: those first who voted in fewest."""


def packets(user: User, now: datetime) -> list[Packet]:
    """Packets that this person may put into a drill: of debriefs that are over, last decided to hire or not, without a red flag.

    What was found of a red flag ends with its case, so a packet with one says too little later. The newest first, 50 at most.
    """
    over = Debrief.objects.visible_to(user).filter(closed_at__lte=now - OLD)
    last = Decision.objects.filter(debrief__in=over.values("pk")).order_by("debrief", "-number").distinct("debrief")
    found = Packet.objects.filter(
        decision__in=last.values("pk"), decision__outcome__in=[*HIRING, Outcome.NO_HIRE], content__flags=[]
    ).select_related("decision__level", "decision__debrief__loop__candidate", "decision__debrief__loop__job")
    return list(found.order_by("-kept_at", "-pk")[:MOST])


def voters(packet: Packet) -> UserQuerySet:
    """Who may vote in a drill of this packet: committee members who had no part in its loop."""
    debrief = packet.decision.debrief
    sat = Seat.objects.filter(interview__stage__loop=debrief.loop_id)
    part = Q(pk__in=sat.values("person")) | Q(pk__in=debrief.members.values("person")) | Q(pk=debrief.loop.recruiter_id)
    part |= Q(pk__in=debrief.decisions.values("decided_by")) | Q(pk=debrief.loop.candidate.employee_id)
    return User.objects.active().filter(is_committee=True).exclude(part).in_order()


def begin_monthly(*, now: datetime) -> Drill | None:
    """Begin this month's drill, where they are switched on: the oldest packet that was in none, with those who voted in fewest.

    In the name of who switched it on, from what they may see. None when it has begun, when they no longer recruit, or without a
    packet and two people for it; the next run tries again. Safe to run twice: the month is unique.
    """
    switch, month = MonthlyDrills.current(), now.date().replace(day=1)
    if switch is None or not is_running(switch) or Drill.objects.filter(month=month).exists():
        return None
    drilled = set(Drill.objects.order_by().values_list("packet", flat=True))
    times = dict(DrillMember.objects.order_by().values_list("person").annotate(times=Count("pk")))
    for packet in [one for one in reversed(packets(switch.on_by, now)) if one.pk not in drilled]:
        ranked = sorted(voters(packet), key=lambda person: (times.get(person.pk, 0), person.pk))
        if len(members := ranked[:MONTHLY_VOTERS]) >= FEWEST:
            content, hired = prepared(packet, now=now), packet.decision.outcome in HIRING
            return Drill.open(packet, content, hired=hired, members=members, by=switch.on_by, now=now, month=month)
    return None


def is_running(switch: MonthlyDrills) -> bool:
    """Whether drills begin by themselves: who switched them on is still here and still recruits."""
    return switch.on_by.is_active and not recruit.refusal(switch.on_by)


def prepared(packet: Packet, *, now: datetime) -> Plain:
    """The packet as a drill shows it: without names, as if it were of this week, without votes, composite and decision.

    What was typed keeps the years that stand in it.
    """
    content = unpacking.without_names(packet.content, packet.decision.debrief.loop.candidate)
    content |= {"votes": [], "decisions": [], "members": [], "talks": [], "block": None, "flags_over": 0}
    content |= {"taken_off": [], "fresh_rounds": []}
    content |= {"early_reason": "", "second_early_reason": ""}
    content["table"] = content["table"] | {"composite": None, "margin": None}
    content["cards"] = [
        card | {"pk": place, "person": None, "fingerprint": ""} for place, card in enumerate(content["cards"], start=1)
    ]
    times = [datetime.fromisoformat(at) for at in _instants(content)]
    return redated(content, timedelta(days=(now - max(times)).days) if times else timedelta())


def redated(content: Any, by: timedelta, key: str = "") -> Any:
    """Plain values with every instant and day later by this."""
    if isinstance(content, dict):
        return {name: redated(one, by, name) for name, one in content.items()}
    if isinstance(content, list):
        return [redated(one, by) for one in content]
    if isinstance(content, str) and key.endswith("_at"):
        return (datetime.fromisoformat(content) + by).isoformat()
    return (date.fromisoformat(content) + by).isoformat() if isinstance(content, str) and key.endswith("_on") else content


def _instants(content: Any, key: str = "") -> Iterable[str]:
    if isinstance(content, dict):
        for name, one in content.items():
            yield from _instants(one, name)
    elif isinstance(content, list):
        for one in content:
            yield from _instants(one)
    elif isinstance(content, str) and key.endswith("_at"):
        yield content


@dataclass(frozen=True)
class Agreement:
    """How many votes say what was decided then, and how many pairs of votes say the same as each other."""

    as_then: int
    votes: int
    same: int
    pairs: int

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.as_then + other.as_then, self.votes + other.votes, self.same + other.same, self.pairs + other.pairs)


def agreement(hired: bool, votes: Sequence[bool]) -> Agreement:  # noqa: FBT001 -- a vote is a yes or a no
    """Of one drill: `hired` is what was decided then, `votes` what each member says now."""
    pairs = list(combinations(votes, 2))
    return Agreement(sum(vote == hired for vote in votes), len(votes), sum(one == other for one, other in pairs), len(pairs))
