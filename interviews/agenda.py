"""Where an interview stands in its plan: sections with their time, questions asked and left out, and re-plans that fit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, prefetch_related_objects

from interviews import handing, replanning, timing
from interviews.models import AgendaDeed, AskedQuestion, Interview, KitQuestion, KitSection, KitVersion
from interviews.models.agenda import Deed
from interviews.replanning import Board, Plan
from interviews.timing import Box, Stand
from questionbank.models import Tested

LOOK_AGAIN = timedelta(seconds=20)
"""The page does not ask for the agenda more often than this by itself."""


@dataclass(frozen=True)
class Countdown:
    """A box that runs: since when (so that what was used before counts) and until when."""

    since: datetime
    until: datetime
    now: datetime

    @property
    def warns_at(self) -> datetime:
        return self.until - timing.WARNING

    @property
    def is_warned(self) -> bool:
        """Whether its last two minutes run."""
        return self.warns_at <= self.now < self.until

    @property
    def is_over(self) -> bool:
        return self.now >= self.until

    @property
    def used(self) -> int:
        """Whole minutes."""
        return (self.now - self.since) // timing.MINUTE

    @property
    def left_words(self) -> str:
        return timing.left_words(self.until - self.now)


@dataclass(frozen=True)
class Line:
    """One section as it stands."""

    section: KitSection
    stand: Stand
    countdown: Countdown | None
    questions: list[KitQuestion]
    """Planned, and alternates that were asked."""
    alternates: list[KitQuestion]
    """Those that may be asked instead."""

    @property
    def was_changed(self) -> bool:
        """Whether a re-plan gave it other minutes."""
        return self.stand.box.minutes != self.section.minutes

    @property
    def used(self) -> int:
        """Whole minutes."""
        return self.stand.used // timing.MINUTE


@dataclass(frozen=True)
class Offer:
    """A re-plan that may be accepted, in sentences."""

    plan: Plan
    sentences: list[str]

    @property
    def name(self) -> str:
        """What it does, as a button says it."""
        names = {replanning.SHORTEN: "Shorten sections", replanning.DROP: "Drop a question", replanning.MOVE: "Move a question"}
        return "Drop questions" if len(self.plan.drops) > 1 else names[self.plan.kind]

    @property
    def key(self) -> str:
        """The key that accepts it."""
        return {replanning.SHORTEN: "s", replanning.DROP: "d", replanning.MOVE: "m"}[self.plan.kind]


@dataclass
class Agenda:
    interview: Interview
    kit: KitVersion
    asked: Sequence[AskedQuestion]
    deeds: Sequence[AgendaDeed]
    now: datetime
    skipped: set[int] = field(default_factory=set)
    minutes: dict[int, int] = field(default_factory=dict)
    replans: list[tuple[AgendaDeed, list[str]]] = field(default_factory=list)
    """The re-plans that hold, each with what it left out, in sentences."""

    def __post_init__(self) -> None:
        for deed in self.deeds:
            if deed.deed == Deed.SKIP:
                self.skipped.add(deed.version_id or 0)
            elif deed.deed == Deed.RESTORE:
                self.skipped.discard(deed.version_id or 0)
            elif deed.deed == Deed.REPLAN and not deed.undone_at:
                plan = Plan.of_fact(deed.plan or {})
                self.skipped.update(plan.gone)
                self.minutes.update(plan.minutes)
                self.replans.append((deed, self._left_out(plan)))

    @cached_property
    def states(self) -> dict[int, str]:
        """How each question that was asked or left out stands: running, asked or skipped."""
        asked = {one.version_id: "running" if one.ended_at is None else "asked" for one in self.asked}
        return dict.fromkeys(self.skipped, "skipped") | asked

    @cached_property
    def spent(self) -> dict[int, str]:
        """How long each question that is over took, and how much of that over its box."""
        return {one.version_id: _spent_words(one, self.now) for one in self.asked if one.ended_at}

    @cached_property
    def question(self) -> Countdown | None:
        """The box of the question that runs."""
        running = next((one for one in self.asked if one.ended_at is None), None)
        if running is None or not self.interview.is_live:
            return None
        since = self.now - running.ran(self.now)
        return Countdown(since, since + running.version.minutes * timing.MINUTE, self.now)

    @cached_property
    def lines(self) -> list[Line]:
        """The sections in order."""
        return [self._line(*each) for each in zip(self.kit.sections.all(), self.stands, strict=True)]

    @cached_property
    def stands(self) -> list[Stand]:
        place = {one.version_id: section.pk for section in self.kit.sections.all() for one in section.questions.all()}
        moments = [(one.started_at, place[one.version_id]) for one in self.asked if one.version_id in place]
        moments += [(deed.at, deed.section_id) for deed in self.deeds if deed.section_id]
        interview = self.interview
        return timing.stand(self.boxes, moments, started_at=interview.started_at, ended_at=interview.ended_at, now=self.now)

    @cached_property
    def boxes(self) -> list[Box]:
        """The sections with the minutes that they have now."""
        return [Box(one.pk, self.minutes.get(one.pk, one.minutes), one.is_protected) for one in self.kit.sections.all()]

    @property
    def onward(self) -> KitSection | None:
        """The section after the one that runs."""
        places = [place for place, line in enumerate(self.lines) if line.stand.state == timing.RUNNING]
        rest = self.lines[places[0] + 1 :] if places else []
        return rest[0].section if rest else None

    @property
    def protected(self) -> tuple[KitSection, datetime] | None:
        """The section kept for the candidate and when it has to begin; None when there is none, or it has begun."""
        found = timing.protected_from(self.boxes, self.interview.ends_at)
        line = next((line for line in self.lines if found and line.section.pk == found[0]), None)
        return (line.section, found[1]) if found and line and line.stand.state == timing.AHEAD else None

    @cached_property
    def board(self) -> Board:
        """What the re-planner looks at, without what is known of competencies."""
        return Board(tuple(self._parts()), self.now, self.interview.ends_at)

    @property
    def is_short(self) -> bool:
        """Whether more is planned than fits before the booked end."""
        return self.interview.is_live and self.board.missing > replanning.TOLERATED

    @property
    def is_past(self) -> bool:
        """Whether the booked end has passed."""
        return self.now >= self.interview.ends_at

    @property
    def missing_minutes(self) -> int:
        return -(-self.board.missing // timing.MINUTE)

    @property
    def looks_again_at(self) -> datetime | None:
        """When, if nothing is done, the plan would no longer fit: the page then asks for the agenda again."""
        if not self.interview.is_live or self.is_short:
            return None
        running = next((line.countdown for line in self.lines if line.countdown), None)
        ends = [box.until for box in (running, self.question) if box] or [self.now]
        return max(self.now + LOOK_AGAIN, max(self.now, *ends) + replanning.TOLERATED - self.board.missing)

    def with_competencies(self) -> Board:
        """The board with what the questions test and what the rest of the loop covers. One query."""
        interview = self.interview
        there = handing.sittings(interview.stage.loop_id)
        mine = next(one for one in there if one.stage.pk == interview.stage_id)
        others = [one for one in there if one != mine]
        ahead = [one for one in others if one.is_ahead]
        return Board(
            parts=tuple(self._parts()),
            now=self.now,
            ends_at=interview.ends_at,
            focus=mine.focus,
            covered=mine.covered,
            elsewhere=frozenset().union(*(one.covered for one in others), *(one.focus for one in ahead)),
            receivers=tuple(replanning.Receiver(one.stage.pk, one.stage.name, one.focus, one.spare) for one in ahead),
        )

    def offers(self) -> list[Offer]:
        """Up to three re-plans that fit, in words; none while the plan fits."""
        if not self.is_short or self.is_past:
            return []
        board = self.with_competencies()
        return [Offer(plan, self._sentences(plan, board)) for plan in replanning.offers(board)]

    def _left_out(self, plan: Plan) -> list[str]:
        titles = {one.version_id: one.version.title for section in self.kit.sections.all() for one in section.questions.all()}
        said = [f"Left out: “{titles[version]}”." for version in plan.drops if version in titles]
        return said + [f"Left to another interview: “{titles[version]}”." for version, _ in plan.moves if version in titles]

    def _sentences(self, plan: Plan, board: Board) -> list[str]:
        stages = {receiver.stage: receiver.name for receiver in board.receivers}
        sections = {one.pk: one for one in self.kit.sections.all()}
        titles = {one.version_id: one.version.title for section in sections.values() for one in section.questions.all()}
        now = {box.pk: box.minutes for box in self.boxes}
        said = [f"Leave out “{titles[version]}”." for version in plan.drops if version in titles]
        said += [f"Leave “{titles[version]}” to {stages.get(stage, 'a later interview')}." for version, stage in plan.moves]
        said += [f"{sections[pk].title}: {minutes} instead of {now[pk]} min." for pk, minutes in plan.minutes.items()]
        return said

    def _line(self, section: KitSection, stand: Stand) -> Line:
        questions = section.questions.all()
        others = [one for one in questions if one.is_alternate and one.version_id not in self.states]
        return Line(section, stand, self._countdown(stand), [one for one in questions if one not in others], others)

    def _countdown(self, stand: Stand) -> Countdown | None:
        if stand.state != timing.RUNNING:
            return None
        since = self.now - stand.used
        return Countdown(since, since + stand.box.length, self.now)

    def _parts(self) -> list[replanning.Part]:
        parts = []
        for section, one in zip(self.kit.sections.all(), self.stands, strict=True):
            if one.state not in (timing.RUNNING, timing.AHEAD):
                continue
            asks = tuple(
                replanning.Ask(question.version_id, question.version.minutes, frozenset(question.tests))  # type: ignore[attr-defined]
                for question in section.questions.all()
                if not question.is_alternate and question.version_id not in self.states
            )
            answers = self.question and any(self.states.get(each.version_id) == "running" for each in section.questions.all())
            answering = max(timing.NONE, self.question.until - self.now) if self.question and answers else timing.NONE
            parts.append(replanning.Part(section.pk, one.box.minutes, one.box.is_protected, one.used, answering, asks))
        return parts


def agenda_of(interview: Interview, kit: KitVersion, asked: Sequence[AskedQuestion], *, now: datetime) -> Agenda:
    """The agenda of an interview whose plan (`load_plan()`) and asked questions (`with_words()`) are loaded. One query."""
    return Agenda(interview, kit, asked, list(interview.deeds.select_related("by").in_order()), now)


def load_plan(kit: KitVersion) -> KitVersion:
    """The same version with its sections and their questions, each with `tests`: the competencies that it tests. Two queries."""
    tested = Tested.objects.filter(version=OuterRef("version")).values("competency")
    questions = (
        KitQuestion.objects.select_related("version__question").annotate(tests=ArraySubquery(tested)).order_by("place", "pk")
    )
    sections = KitSection.objects.order_by("place", "pk").prefetch_related(Prefetch("questions", questions))
    prefetch_related_objects([kit], Prefetch("sections", sections))
    return kit


def agenda_from(interview: Interview, *, now: datetime) -> Agenda:
    """The agenda of an interview of which nothing is loaded yet."""
    return agenda_of(interview, load_plan(interview.stage.kit_version), list(interview.asked.with_words().in_order()), now=now)


def moved(plan: Plan, board: Board) -> list[tuple[int, int]]:
    """What a plan leaves to other interviews that do not look for it yet: (competency, stage)."""
    looks = {receiver.stage: receiver.focus for receiver in board.receivers}
    return [(pk, stage) for version, stage in plan.moves for pk in sorted(board.loses([version]) - looks.get(stage, frozenset()))]


def _spent_words(asked: AskedQuestion, now: datetime) -> str:
    ran = asked.ran(now)
    over = (ran - asked.version.minutes * timing.MINUTE) // timing.MINUTE
    return f"{timing.minutes_words(ran)}, {over} over" if over > 0 else timing.minutes_words(ran)
