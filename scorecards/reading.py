"""What stands beside a submitted card: who else is in, what happens next, and what a trainee and the lead saw in one room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from accounts.models import User
from interviews.models import Loop, Role, Seat
from scorecards import comparing, sealed
from scorecards.models import Debrief, Scorecard
from scorecards.models.scorecard import SETTLED, ScorecardQuerySet, Unscored, owing_seats

COUNTED = timedelta(days=90)
BESIDE = {Role.SHADOW: "a training record: it counts nowhere", Role.REVERSE_SHADOW: "both cards count"}


@dataclass(frozen=True)
class Beside:
    """A trainee's card beside the lead's of the same interview, competency by competency."""

    trainee: sealed.Sealed
    lead: sealed.Sealed
    other: sealed.Sealed
    """Of the two the one whose page this is not."""
    rows: list[comparing.Pair]
    says: str

    @property
    def same(self) -> int:
        """On how many competencies both saw the same step."""
        return sum(row.apart == 0 for row in self.rows)

    @property
    def both(self) -> int:
        """How many competencies both rated."""
        return sum(row.apart is not None for row in self.rows)


def trainee_pairs(reader: User, shown: sealed.Sealed) -> list[Beside]:
    """A shadow's or reverse shadow's card beside the lead's, once both are sealed and the reader may read both.

    On the page of either; on the lead's one for each trainee. For learning only: no table of a debrief is made of it.
    """
    here = Scorecard.objects.visible_to(reader).submitted().filter(seat__interview=shown.seat.interview_id, seat__removed_at=None)
    roles = [Role.LEAD] if shown.seat.role in BESIDE else [Role.SHADOW, Role.REVERSE_SHADOW] if shown.seat.role == Role.LEAD else []
    others = sealed.last_of(here.filter(seat__role__in=roles).exclude(pk=shown.pk).with_seat().in_order()) if roles else []
    pairs = [(shown, other, other) if shown.seat.role in BESIDE else (other, shown, other) for other in others]
    return [
        Beside(trainee, lead, other, comparing.beside(trainee.said, lead.said), BESIDE[Role(trainee.seat.role)])
        for trainee, lead, other in pairs
    ]


def next_in_loop(reader: User, card: Scorecard) -> dict[str, object]:
    """What happens next in the loop of a card: how many are in, what the reader may open, the debrief. Nothing for who owes one."""
    loop: Loop = card.seat.interview.stage.loop
    if owing_seats(reader).filter(interview__stage__loop=loop).exists():
        return {"is_blind": True, "others": []}
    seats = Seat.objects.standing().scoring().filter(interview__stage__loop=loop, interview__ended_at__isnull=False)
    settled = set(Scorecard.objects.filter(SETTLED, seat__in=seats).values_list("seat", flat=True))
    numbers = set(seats.values_list("pk", flat=True)) | settled
    others = Scorecard.objects.visible_to(reader).submitted().filter(seat__interview__stage__loop=loop).exclude(pk=card.pk)
    return {
        "others": others.with_seat().in_order(),
        "in_count": len(settled),
        "held_count": len(numbers),
        "debrief": Debrief.objects.visible_to(reader).filter(loop=loop).first(),
    }


def declined_in(loop: Loop) -> ScorecardQuerySet:
    """What was declined in a loop, for somebody who has come through the door of its debrief."""
    declined = Scorecard.objects.declined().filter(seat__interview__stage__loop=loop, seat__removed_at=None)
    said = ("declined_as", "decline_reason", "seat__person__name", "seat__interview__stage__name")
    return declined.with_author().only(*said).in_order()


def declined_for(reader: User) -> ScorecardQuerySet:
    """The declined cards of which a recruiter may know, the newest first: none of a loop in which they owe one themselves."""
    owing = owing_seats(reader).values("interview__stage__loop")
    loops = Loop.objects.visible_to(reader).exclude(pk__in=owing)
    found = Scorecard.objects.declined().filter(seat__interview__stage__loop__in=loops)
    return found.with_seat().order_by("-declined_at", "-pk")


def reasons(declined: ScorecardQuerySet, *, now: datetime) -> list[tuple[str, int]]:
    """How many were declined in the last 90 days for each reason, in words, the most frequent first."""
    lately = declined.filter(declined_at__gt=now - COUNTED).order_by()
    counts = dict(lately.values_list("declined_as").annotate(many=Count("pk")))
    return sorted(((reason.label, counts.get(reason, 0)) for reason in Unscored), key=lambda one: -one[1])
