"""What the candidate's own page of a loop shows: each interview that is booked or to be chosen, and what they can do about it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch

from accounts.models import Company
from interviews import calendar, choosing, clock
from interviews.choosing_forms import STAMP
from interviews.models import Interview, Invitation, Loop, Seat, Stage, TimeOffer
from interviews.models.choosing import DeedKind
from interviews.planning import Seating

LATELY = timedelta(minutes=10)
DONE = {
    DeedKind.CHOSE: "It is booked. You and your interviewers get an invitation by mail.",
    DeedKind.MOVED: "It is moved. You and your interviewers get the new time by mail.",
    DeedKind.CANCELLED: "It is cancelled. Your interviewers are told, and it leaves your calendar.",
}


@dataclass
class Slot:
    """A time to choose: what its button says, and what it sends."""

    words: str
    code: str


@dataclass
class Item:
    """One interview on the page. Without `interview` it is to be chosen from `days`, or `why_not` says what to do instead."""

    stage: Stage
    offer: TimeOffer | None
    interview: Interview | None = None
    when: str = ""
    people: list[str] = field(default_factory=list)
    days: list[tuple[str, list[Slot]]] = field(default_factory=list)
    why_not: str = ""
    why_no_move: str = ""
    why_no_cancellation: str = ""
    done: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_ahead(self) -> bool:
        """Whether it is booked and has not begun."""
        return self.interview is not None and not self.interview.started_at


def items(loop: Loop, *, now: datetime) -> list[Item]:
    """What of this loop the candidate knows of: stages that are booked, or for which times are offered, in order."""
    seats = Prefetch("seats", Seat.objects.held().select_related("person").order_by("pk"), to_attr="held_seats")
    interviews = Prefetch("interviews", Interview.objects.taking_place().in_order().prefetch_related(seats), to_attr="standing")
    offers = Prefetch("time_offers", TimeOffer.objects.with_stages().order_by("-made_at", "-pk"), to_attr="offers")
    stages = loop.stages.select_related("kind", "kit_version", "loop__candidate", "loop__recruiter", "loop__level")
    found = []
    for stage in stages.prefetch_related(interviews, offers).order_by("place", "pk"):
        there = next(iter(stage.offers), None)
        interview = next(iter(stage.standing), None)
        if interview:
            found.append(_booked(stage, interview, there, now))
        elif there:
            found.append(_offered(stage, there, now))
    return found


def by_day(slots: list[Seating], loop: Loop) -> list[tuple[str, list[Slot]]]:
    """Times to choose by the candidate's day and clock, each with the name of the zone."""
    zone = loop.candidate.tz
    days: dict[str, list[Slot]] = {}
    for slot in slots:
        words = clock.hours_words(slot.starts_at, slot.ends_at, zone)
        days.setdefault(clock.day_words(slot.starts_at, zone), []).append(Slot(words, slot.starts_at.strftime(STAMP)))
    return list(days.items())


def entry(interview: Interview, *, now: datetime) -> str:
    """The interview as a file for the candidate's own calendar, with the UID of their invitation; it names no level and no kit."""
    candidate, company = interview.stage.loop.candidate, Company.objects.first() or "us"
    sent = Invitation.objects.filter(interview=interview, candidate=candidate).first()
    one = calendar.Entry(
        uid=sent.uid if sent else f"interview-{interview.pk}-candidate@fairloop",
        sequence=sent.sequence if sent else 0,
        summary=f"{interview.stage.name} with {company}",
        description=choosing.whom_to_write(interview.stage),
        place=interview.place,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        zone=candidate.tz,
    )
    return calendar.collection([(one, interview.booked_at)], now=now)


def _booked(stage: Stage, interview: Interview, there: TimeOffer | None, now: datetime) -> Item:
    zone = stage.loop.candidate.tz
    interview.stage = stage
    return Item(
        stage=stage,
        offer=there,
        interview=interview,
        when=clock.letter_words(interview.starts_at, interview.ends_at, zone),
        people=[seat.person.name for seat in interview.held_seats],  # type: ignore[attr-defined]  # prefetched by items()
        why_no_move=choosing.may_change(there, interview, now, moves=True),
        why_no_cancellation=choosing.may_change(there, interview, now, moves=False),
        done=_done(there, now),
        links=calendar.links(summary="Interview", details="", starts_at=interview.starts_at, ends_at=interview.ends_at),
    )


def _offered(stage: Stage, there: TimeOffer, now: datetime) -> Item:
    item = Item(stage=stage, offer=there, why_not=choosing.may_choose(there, now), done=_done(there, now))
    if not item.why_not:
        item.days = by_day(choosing.slots(there, now=now), stage.loop)
        if not item.days:
            item.why_not = f"No time is free just now. {choosing.whom_to_write(stage)}"
    return item


def _done(there: TimeOffer | None, now: datetime) -> str:
    """What the candidate did a moment ago, from what is stored: the page knows of nobody's session."""
    last = there.deeds.order_by("-at", "-pk").first() if there else None
    return DONE[DeedKind(last.kind)] if last and now - last.at < LATELY else ""
