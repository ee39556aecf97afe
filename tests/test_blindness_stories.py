"""Whatever five people do in whatever order, nobody learns what they may not: a plain model says who reads; who owes is blind."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accounts import trail
from accounts.access import Refused
from accounts.models import Event, User
from interviews.models import Interview, Loop, Seat
from scorecards import access, board, mails
from scorecards.models import Debrief, Decision, Exposure, Member, Scorecard, capture, debate
from scorecards.models.exposure import What
from scorecards.models.sealing import decline, send_back, submit
from scorecards.overview import ledger, with_progress
from tests.blindness import letters_to
from tests.factories import make_interview, make_scorecard, make_seat, make_user

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
WRITING = {"lead", "panel", "shadow", "reverse_shadow"}
SEATS = ["panel", "shadow", "reverse_shadow", "observer"]
STORIES = 12 if settings.default.derandomize else 60
#: What changes who sits where or who may do what is for everybody to see.
OPEN_DEEDS = {"assign", "remove", "promote", "join"}


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
        return any(seat.writes and seat.card in {"", "draft", "sent back"} for seat in mine)

    def reads(self, person: int) -> set[int]:
        """The seats whose cards this person may read."""
        own = {pk for pk, seat in self.seats.items() if seat.person == person and seat.card}
        submitted = {pk for pk, seat in self.seats.items() if seat.card in {"submitted", "sent back"}}
        has_part = person in self.recruiters | self.members or any(not self.seats[pk].is_gone for pk in own & submitted)
        return own | (submitted if has_part and not self.owes(person) else set())


class Story:
    """One loop with two interviews that were held, and five people around it."""

    def __init__(self, loop: Loop, people: list[User], lena: User) -> None:
        self.loop, self.people, self.lena, self.now = loop, people, lena, NOW
        self.author = 0  # of the card that was sent back last, who is told so
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
        if pk := self.mine(person, "sent back"):
            submit(Scorecard.objects.get(seat=pk), now=self.now)
            self.model.seats[pk].card = "submitted"
        elif pk := self.mine(person, "", "draft"):
            make_scorecard(interview=Seat.objects.get(pk=pk).interview, person=person, submitted=True, words=f"Said by {person}")
            self.model.seats[pk].card = "submitted"

    def edit(self, person: User, number: int) -> None:
        if pk := self.mine(person, "submitted", "draft"):
            capture.note(Scorecard.objects.get(seat=pk), id=uuid4(), line=f"+ later line {number}", now=self.now)

    def send_back(self, _person: User, number: int) -> None:
        """By the recruiter of the loop, who sits in no interview."""
        for pk in [pk for pk, one in self.model.seats.items() if one.card == "submitted"][number : number + 1]:
            send_back(Scorecard.objects.get(seat=pk), "Say more of the joins", by=self.lena, now=self.now)
            self.model.seats[pk].card = "sent back"
            self.author = self.model.seats[pk].person

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
        debrief = debate.open_debrief(
            self.loop, members=[*members, self.lena], exception="Few are here", by=self.lena, now=self.now
        )
        self.model.members = set(debrief.members.values_list("person", flat=True))
        for seat in self.model.seats.values():
            seat.card = "submitted" if seat.card == "sent back" else seat.card

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


@pytest.mark.django_db
def test_nobody_learns_what_they_may_not(around, loop, lena):
    def story() -> "Telling":
        return Telling(Story(loop, [User.objects.get(pk=person.pk) for person in around], lena))

    run_state_machine_as_test(story, settings=settings(max_examples=STORIES, stateful_step_count=16))


PEOPLE, NUMBERS = st.integers(0, 4), st.integers(0, 3)


class Telling(RuleBasedStateMachine):
    """One story after another, each on the rows of the beginning."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.beginning = transaction.savepoint()
        self.story = story

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.beginning)

    @rule(deed=st.sampled_from(["assign", "draft", "submit"]), who=PEOPLE, number=NUMBERS)
    def goes_on(self, deed: str, who: int, number: int) -> None:
        """What brings a card about comes most often, or the stories would be of nothing."""
        self._happens(deed, who, number)

    @precondition(lambda self: self.has_card("draft", "submitted"))
    @rule(deed=st.sampled_from(["edit", "decline"]), who=PEOPLE, number=NUMBERS)
    def a_card_changes(self, deed: str, who: int, number: int) -> None:
        self._happens(deed, who, number)

    @precondition(lambda self: self.has_card("submitted"))
    @rule(deed=st.sampled_from(["read", "send_back", "open"]), who=PEOPLE, number=NUMBERS)
    def a_submitted_card_is_used(self, deed: str, who: int, number: int) -> None:
        self._happens(deed, who, number)

    @precondition(lambda self: self.story.model.members)
    @rule(deed=st.sampled_from(["join", "vote", "decide"]), who=PEOPLE, number=NUMBERS)
    def the_debrief_goes_on(self, deed: str, who: int, number: int) -> None:
        self._happens(deed, who, number)

    @rule(deed=st.sampled_from(["remove", "promote"]), who=PEOPLE, number=NUMBERS)
    def somebody_moves(self, deed: str, who: int, number: int) -> None:
        self._happens(deed, who, number)

    @invariant()
    def everybody_reads_what_the_model_says(self) -> None:
        for person in self.story.people:
            seen = set(Scorecard.objects.visible_to(person).values_list("seat", flat=True))
            assert seen == self.story.model.reads(person.pk), f"{person}"

    def has_card(self, *states: str) -> bool:
        return any(seat.card in states for seat in self.story.model.seats.values())

    def _happens(self, deed: str, who: int, number: int) -> None:
        """Let it happen; nobody who owes before and after knows more, unless they did it themselves or it is for all to see."""
        story = self.story
        owing = {person.pk: story.view(person) for person in story.people if story.model.owes(person.pk)}
        story.play(deed, who, number)
        if deed in OPEN_DEEDS:
            return
        actor = story.people[who].pk
        others = {pk: seen for pk, seen in owing.items() if pk != actor or deed in {"read", "open", "decide", "send_back"}}
        if deed == "send_back":
            others.pop(story.author, None)
        assert told_too_much(story, others) == []
