"""Tells one loop of the demo up to its state, each fact by its verb and at a time of its own."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from uuid import uuid4

from accounts.models import User
from interviews import booking, owed, ties
from interviews.models import Interview, Loop, Seat, Stage, asking
from questionbank.models import Hint, Level, Point, RedFlagKind, Signal
from scorecards.demo.cast import HEARD
from scorecards.models import Scorecard, capture, debate, protocol
from scorecards.models.judging import Judgement, write
from scorecards.models.sealing import submit

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FRIDAY = 4


class Roster:
    """Interviewers in turn, none of them in two places."""

    def __init__(self, people: Iterable[User], *, first: int) -> None:
        free = [person for person in people if not (person.is_recruiter or person.is_administrator or person.is_committee)]
        start = 5 * first % len(free)
        self.turn: Iterator[User] = cycle(free[start:] + free[:start])
        self.taken: dict[int, list[datetime]] = {person.pk: [] for person in free}
        for person, at in Seat.objects.standing().filter(person__in=free).values_list("person", "interview__starts_at"):
            self.taken[person].append(at)

    def take(self, at: datetime) -> User:
        """Whoever is next and has nothing within two hours of this time."""
        for person in islice(self.turn, len(self.taken)):
            if all(abs(at - other) >= 2 * HOUR for other in self.taken[person.pk]):
                self.taken[person.pk].append(at)
                return person
        raise LookupError(f"Everybody is taken around {at}. The demo needs more interviewers.")


class Story:
    """One loop, told up to its state."""

    def __init__(self, loop: Loop, state: str, free: Roster, people: dict[str, User], now: datetime) -> None:
        self.loop, self.state, self.free, self.people, self.now = loop, state, free, people, now
        self.quality = 2 + loop.pk % 4
        self.committee = [people["Carla Moreau"], people["Kenji Watanabe"]]

    def tell(self) -> None:
        stages = list(self.loop.stages.order_by("place"))
        if self.state == "planned":
            return
        if self.state in {"now", "today", "booked"}:
            self._ahead(stages)
            return
        for place, stage in enumerate(stages):
            at = self._hour(2 * place - 12 - self.loop.pk % 2, 8 + self.loop.pk % 10)
            last = place == len(stages) - 1
            self._hold(self._book(stage, at), is_filled=not (last and self.state == "waiting"))
        if self.state != "waiting":
            self._debrief()

    def _ahead(self, stages: list[Stage]) -> None:
        """The first interview was held; the second is now, today or in the coming days; one stage is still to be booked."""
        held = self._hour(-3 + self.loop.pk % 2, 8 + self.loop.pk % 10)
        self._hold(self._book(stages[0], held), is_filled=True)
        starts = {
            "now": self.now.replace(second=0, microsecond=0) - timedelta(minutes=10),
            "today": self.now.replace(minute=0, second=0, microsecond=0) + 3 * HOUR,
        }
        at = starts.get(self.state) or self._hour(1 + self.loop.pk % 6, 9 + self.loop.pk % 7)
        lead = self.people["Ivan Petrov"] if self.state == "now" else None
        interview = self._book(stages[1], at, lead=lead)
        if self.state == "now":
            self._begin(interview, at)
        else:
            self._book(stages[2], at + 2 * DAY, answers=False)

    def _book(self, stage: Stage, at: datetime, *, lead: User | None = None, answers: bool = True) -> Interview:
        if lead:
            self.free.taken[lead.pk].append(at)
        people = [(lead if lead and place == 0 else self.free.take(at), role) for place, role in enumerate(stage.roles)]
        booked_at = min(at, self.now) - 2 * DAY
        interview = booking.book(
            stage,
            starts_at=at,
            ends_at=at + timedelta(minutes=stage.kit_version.minutes),
            people=people,
            place="https://meet.brightwater.example/room-7",
            by=self.loop.recruiter,
            now=booked_at,
            despite="Agreed with everybody before",
        )
        if answers:
            interview.seats.update(accepted_at=booked_at + HOUR)
            for seat in interview.seats.select_related("interview__stage__loop", "person"):
                ties.declare_none(seat, by=seat.person, now=booked_at + HOUR)
        return interview

    def _begin(self, interview: Interview, at: datetime) -> None:
        """In the room: one question asked, a hint given, three lines written."""
        interview.start(now=at)
        for seat in interview.seats.select_related("person"):
            card = Scorecard.of(seat, now=at)
            self._ask(interview, card, seat.person, at + timedelta(minutes=3))
            capture.note(
                card,
                id=uuid4(),
                line="asks what happens to calls over the limit",
                offset=240,
                asked=interview.asked.first(),
                now=at + timedelta(minutes=4),
            )

    def _ask(self, interview: Interview, card: Scorecard, person: User, at: datetime) -> None:
        section = (
            interview.stage.kit_version.sections.filter(questions__isnull=False, is_protected=False)
            .exclude(place=0)
            .order_by("place")
            .first()
        )
        if section is None:
            return
        version = section.questions.order_by("place").first().version
        asked = asking.ask(interview, version, by=person, now=at)
        for point in Point.objects.filter(step__version=version).order_by("step__place", "place")[:2]:
            asking.tick(asked, point, is_ticked=True, by=person, now=at + timedelta(minutes=5))
        for hint in Hint.objects.filter(version=version).order_by("place")[: interview.pk % 3]:
            asking.give_hint(asked, hint, by=person, now=at + timedelta(minutes=8))
        if signal := Signal.objects.filter(kind="count").order_by("place").first():
            capture.mark_signal(card, signal, id=uuid4(), asked=asked, now=at + timedelta(minutes=6))

    def _hold(self, interview: Interview, *, is_filled: bool) -> None:
        """The interview was held from its time on; each seat wrote, and submitted unless the card is still out."""
        at, over = interview.starts_at, interview.ends_at
        interview.start(now=at)
        cards = []
        for seat in interview.seats.select_related("interview__stage__loop__level", "person"):
            card = Scorecard.of(seat, now=at)
            if not cards:
                self._ask(interview, card, seat.person, at + timedelta(minutes=6))
            cards.append(card)
        for place, card in enumerate(cards):
            self._fill(card, at, place)
        if self.state == "debrief" and interview.stage.place == 0:
            self._flag(cards[0], at + timedelta(minutes=25))
        for asked in interview.asked.all():
            spent = (
                asked.version.minutes + asked.version.minutes * (interview.pk % 5 - 1) // 8
            )  # from an eighth short to much too long
            asking.finish(asked, now=min(over, asked.started_at + timedelta(minutes=spent)))
        interview.end(now=over)
        owed.after_end(interview, now=over)
        if is_filled:
            for place, card in enumerate(cards):
                self._submit(card, over + timedelta(minutes=20 + 70 * place))

    def _fill(self, card: Scorecard, at: datetime, shift: int) -> None:
        asked = card.seat.interview.asked.first()
        for place, ladder in enumerate(card.ladders()):
            step = max(0, min(6, self.quality + card.level.window_start - 1 + (place + shift) % 2))
            said = HEARD[max(2, min(5, step))]
            minute = 10 + 7 * place
            capture.note(
                card,
                id=uuid4(),
                line=said[place % 3],
                competency=ladder.competency,
                asked=asked,
                offset=minute * 60,
                now=at + timedelta(minutes=minute),
            )
            capture.rate(card, ladder, step=step, now=at + timedelta(minutes=minute + 2))

    def _flag(self, card: Scorecard, at: datetime) -> None:
        """A red flag that nobody has looked into yet."""
        if kind := RedFlagKind.objects.filter(key="unsafe_after_warning").first():
            behaviour = "Wanted to switch the certificate check off in production, and kept to it after I had named the risk."
            capture.raise_flag(card, kind, id=uuid4(), behaviour=behaviour, words="Nobody attacks an internal service.", now=at)

    def _submit(self, card: Scorecard, at: datetime) -> None:
        ratings = [rating.at(card.level) for rating in card.ratings.select_related("ladder")]
        mean = sum(ratings) / len(ratings)
        verdict = str(max(1, min(4, round(mean))))
        summary = (
            "Solved the main part with little help and said what it costs."
            if mean >= 3
            else "Got there with help; trade-offs had to be asked for."
        )
        said = Judgement(
            summary=summary,
            hand_off="Covered the plan; the last question was not reached.",
            scratch="",
            level=str(card.level.pk),
            confidence=2,
            verdict=verdict,
            not_assessed="",
        )
        card = write(card, said, version=card.version, now=at)
        submit(card, now=at)

    def _debrief(self) -> None:
        """Opened the day after the last card; voted on, revealed and decided as far as the state says."""
        at = self._hour(-1, 7)
        recruiter = self.loop.recruiter
        debrief = debate.open_debrief(self.loop, members=self.committee, by=recruiter, now=at)
        if self.state == "debrief":
            return
        level = self.loop.level
        weighed = [weight.competency for weight in self.loop.weights.select_related("competency").order_by("-weight", "pk")]
        for place, person in enumerate(self.committee):
            verdict = max(1, min(4, self.quality - place % 2))
            protocol.end_reading(debrief, person, now=at + HOUR)
            debate.vote(
                debrief,
                person,
                verdict=verdict,
                level=level,
                comment="The evidence on trade-offs carries it for me.",
                ratings={one: max(1, min(4, verdict + (one.pk + place) % 3 - 1)) for one in weighed},
                now=at + HOUR,
            )
        if self.state == "voted":
            return
        debate.reveal(debrief, now=at + 2 * HOUR)
        lower = Level.objects.filter(rank__lt=level.rank).order_by("-rank").first() or level
        reasons = {
            "hire": "Meets the level on every competency that weighs two or more.",
            "no_hire": "Two competencies of weight three stayed below the bar in both interviews.",
            "hold": "Operations was rated once and the range contains the bar.",
            "another_interview": "System design ran out of time before failure was discussed.",
            "hire_other_level": "Solid at the level below; failure and operations had to be asked for.",
            "exceptional": "Named the failure modes and their metrics unprompted in three interviews.",
            "withdrawn": "Took another offer and told us on the phone.",
        }
        debate.decide(
            debrief,
            outcome=self.state,
            level=lower if self.state == "hire_other_level" else level,
            reason=reasons[self.state],
            missing_evidence="One more look at operations, by an interviewer who has not met them."
            if self.state in {"hold", "another_interview"}
            else "",
            review_on=(self.now + 7 * DAY).date() if self.state == "hold" else None,
            by=recruiter,
            now=at + 3 * HOUR,
            traits="Names failure modes before anybody asks, with the figure that would show each."
            if self.state == "exceptional"
            else "",
            focus=weighed[:2] if self.state == "another_interview" else (),
        )

    def _hour(self, workdays: int, hour: int) -> datetime:
        """This hour, UTC, so many working days from today; each loop some minutes apart."""
        at = self.now.replace(hour=hour, minute=15 * (self.loop.pk % 4), second=0, microsecond=0)
        while workdays:
            at += DAY if workdays > 0 else -DAY
            if at.weekday() <= FRIDAY:
                workdays -= 1 if workdays > 0 else -1
        return at
