"""Whatever five people do in whatever order, nobody learns what they may not: a plain model says who reads; who owes is blind."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import trail
from accounts.access import Refused
from accounts.models import Event, User
from interviews.models import Interview, Loop, Seat
from scorecards import access, board, mails
from scorecards.models import Debrief, Decision, Exposure, Member, Scorecard, capture, debate
from scorecards.models.exposure import What
from scorecards.models.sealing import decline
from scorecards.overview import ledger, with_progress
from tests.blindness import letters_to
from tests.factories import make_interview, make_scorecard, make_seat, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
WRITING = {"lead", "panel", "shadow", "reverse_shadow"}
SEATS = ["panel", "shadow", "reverse_shadow", "observer"]
DEEDS = ["assign", "draft", "submit", "edit", "decline", "read", "open", "join", "vote", "decide", "remove", "promote"]
#: What changes who sits where or who may do what is for everybody to see.
OPEN_DEEDS = {"assign", "remove", "promote", "join"}
STORIES = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 4), st.integers(0, 3)), min_size=6, max_size=16)


@dataclass
class Held:
    """A seat as the model knows it: whose, whether it writes, how far its card is, and whether it was taken away."""

    person: int
    writes: bool
    card: str = ""
    is_gone: bool = False


@dataclass
class Model:
    """Who may read what, without a database: the rule in a few lines."""

    seats: dict[int, Held] = field(default_factory=dict)
    recruiters: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)

    def owes(self, person: int) -> bool:
        mine = [seat for seat in self.seats.values() if seat.person == person and not seat.is_gone]
        return any(seat.writes and seat.card in {"", "draft"} for seat in mine)

    def reads(self, person: int) -> set[int]:
        """The seats whose cards this person may read."""
        own = {pk for pk, seat in self.seats.items() if seat.person == person and seat.card}
        submitted = {pk for pk, seat in self.seats.items() if seat.card == "submitted"}
        has_part = person in self.recruiters | self.members or any(not self.seats[pk].is_gone for pk in own & submitted)
        return own | (submitted if has_part and not self.owes(person) else set())


class Story:
    """One loop with two interviews that were held, and five people around it."""

    def __init__(self, loop: Loop, people: list[User], lena: User) -> None:
        self.loop, self.people, self.lena, self.now = loop, people, lena, NOW
        self.held = list(Interview.objects.filter(stage__loop=loop).order_by("starts_at"))
        self.model = Model(recruiters={person.pk for person in people if person.is_recruiter or person.is_administrator})

    def play(self, deed: str, who: int, number: int) -> None:
        """Let it happen, if the program does not refuse it; the model follows."""
        self.now += timedelta(minutes=1)
        person = self.people[who]
        try:
            with transaction.atomic():
                getattr(self, deed)(person, number)
        except Refused:
            return

    def mine(self, person: User, *cards: str) -> int | None:
        """The first seat of theirs, still held, whose card is as far as that."""
        there = (pk for pk, one in self.model.seats.items() if one.person == person.pk and one.writes and not one.is_gone)
        return next((pk for pk in there if self.model.seats[pk].card in cards), None)

    def assign(self, person: User, number: int) -> None:
        interview = self.held[number % 2]
        if not interview.seats.held().filter(person=person).exists():
            seat = make_seat(interview=interview, person=person, role=SEATS[number])
            self.model.seats[seat.pk] = Held(person.pk, seat.role in WRITING)

    def draft(self, person: User, number: int) -> None:
        if pk := self.mine(person, ""):
            card = Scorecard.of(Seat.objects.get(pk=pk), now=self.now)
            capture.note(card, id=uuid4(), line=f"- line {number} of {person}", offset=60, now=self.now)
            self.model.seats[pk].card = "draft"

    def submit(self, person: User, _number: int) -> None:
        if pk := self.mine(person, "", "draft"):
            make_scorecard(interview=Seat.objects.get(pk=pk).interview, person=person, submitted=True, words=f"Said by {person}")
            self.model.seats[pk].card = "submitted"

    def edit(self, person: User, number: int) -> None:
        if pk := self.mine(person, "submitted", "draft"):
            capture.note(Scorecard.objects.get(seat=pk), id=uuid4(), line=f"+ later line {number}", now=self.now)

    def decline(self, person: User, _number: int) -> None:
        if pk := self.mine(person, "", "draft"):
            decline(Scorecard.of(Seat.objects.get(pk=pk), now=self.now), "did_not_attend", "I was ill", now=self.now)
            self.model.seats[pk].card = "declined"

    def read(self, person: User, number: int) -> None:
        others = list(Scorecard.objects.visible_to(person).exclude(seat__person=person).with_seat().in_order())
        for card in others[number : number + 1]:
            Event.note("read", card, who=person, now=self.now)
            Exposure.note(self.loop, person, [What.CARD], now=self.now, cards=[card])

    def open(self, person: User, _number: int) -> None:
        for seat in debate.missing_seats(self.loop):
            debate.waive(seat, "They are away", by=self.lena, now=self.now)
        members = [] if self.model.owes(person.pk) else [person]
        debrief = debate.open_debrief(self.loop, members=[*members, self.lena], by=self.lena, now=self.now)
        self.model.members = set(debrief.members.values_list("person", flat=True))

    def join(self, person: User, _number: int) -> None:
        if debrief := Debrief.objects.filter(loop=self.loop).first():
            Member.objects.get_or_create(debrief=debrief, person=person, defaults={"added_at": self.now, "added_by": self.lena})
            self.model.members.add(person.pk)

    def vote(self, person: User, number: int) -> None:
        if debrief := Debrief.objects.visible_to(person).filter(loop=self.loop).first():
            debate.vote(debrief, person, verdict=number + 1, level=None, comment="Because", now=self.now)

    def decide(self, _person: User, _number: int) -> None:
        if debrief := Debrief.objects.filter(loop=self.loop).first():
            debate.vote(debrief, self.lena, verdict=3, level=None, comment="", now=self.now)
            debate.reveal(debrief, now=self.now, early_reason="They are away")
            later = {"missing_evidence": "Depth", "review_on": date(2026, 4, 1)}
            debate.decide(debrief, outcome="hold", reason="Not sure", by=self.lena, now=self.now, **later)

    def remove(self, person: User, number: int) -> None:
        mine = list(Seat.objects.held().filter(person=person, interview__in=self.held).order_by("pk"))
        for seat in mine[number % 2 :][:1]:
            seat.remove(by=self.lena, now=self.now)
            self.model.seats[seat.pk].is_gone = True

    def promote(self, person: User, number: int) -> None:
        person.is_recruiter, person.is_administrator = True, person.is_administrator or number == 0
        person.save(update_fields=["is_recruiter", "is_administrator"])
        self.model.recruiters.add(person.pk)

    def view(self, person: User) -> tuple:
        """All that this person may know of the loop, wherever it shows."""
        overview = with_progress([self.loop], person, self.now)[0]
        noted = trail.entries(person, size=100) if person.is_administrator else []
        told = [(entry.verb, entry.noun) for entry in noted if not entry.noun.startswith(("seat", "user"))]
        return (
            sorted(Scorecard.objects.visible_to(person).values_list("pk", flat=True)),
            list(Debrief.objects.visible_to(person).values_list("pk", flat=True)),
            list(Decision.objects.visible_to(person).values_list("pk", flat=True)),
            (overview.next, overview.decision),
            [(str(one), one.mail.pk) for many in ledger(self.loop, may_count=overview.may_count).values() for one in many],
            [list(board.found(person, show=show, now=self.now)) for show in ("held", "debrief")],
            sorted(mails.known(person).values_list("pk", flat=True)),
            access.may_watch_debrief(person, str(self.loop.pk)),
            letters_to(person),
            told,
        )


@pytest.fixture
def around(loop, lena, ivan, ines, carla, ada):
    """Two held interviews led by somebody else, and the five."""
    paul = make_user(name="Paul Panel", email="paul@example.com")
    for stage, hour in zip(loop.stages.order_by("place"), (10, 12), strict=True):
        interview = make_interview(stage=stage, lead=paul, starts_at=NOW.replace(hour=hour))
        interview.start(now=interview.starts_at)
        interview.end(now=interview.ends_at)
    rita = make_user(name="Rita Recruiter", email="rita@example.com", is_recruiter=True)
    return [ivan, ines, carla, rita, ada]


def told_too_much(story: Story, before: dict[int, tuple]) -> list[str]:
    """Who owes and got to know of anything, owing before and after."""
    return [
        f"{person}: {was} became {now}"
        for person in story.people
        if person.pk in before and story.model.owes(person.pk)
        for was, now in zip(before[person.pk], story.view(person), strict=True)
        if was != now
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STORIES)
def test_nobody_learns_what_they_may_not(around, loop, lena, steps):
    beginning = transaction.savepoint()
    story = Story(loop, [User.objects.get(pk=person.pk) for person in around], lena)

    for deed, who, number in steps:
        owing = {person.pk: story.view(person) for person in story.people if story.model.owes(person.pk)}
        story.play(deed, who, number)

        for person in story.people:
            seen = set(Scorecard.objects.visible_to(person).values_list("seat", flat=True))
            assert seen == story.model.reads(person.pk), f"{deed} {person}"
        if deed not in OPEN_DEEDS:
            actor = story.people[who].pk
            assert (
                told_too_much(story, {pk: seen for pk, seen in owing.items() if pk != actor or deed in {"read", "open", "decide"}})
                == []
            )

    transaction.savepoint_rollback(beginning)
