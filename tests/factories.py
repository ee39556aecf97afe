"""Smallest valid objects. Keywords only, nothing optional set, no random data; later states are reached by the real verbs."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from accounts.models import User
from interviews.models import (
    Candidate,
    Interview,
    Job,
    Kit,
    KitFocus,
    KitQuestion,
    KitSection,
    KitVersion,
    Loop,
    LoopPlan,
    PlanStage,
    PlanWeight,
    Seat,
)
from questionbank.models import (
    Competency,
    Hint,
    Level,
    Point,
    Question,
    QuestionVersion,
    RedFlagKind,
    Signal,
    StageKind,
    Step,
    Tested,
    Twist,
)
from scorecards.models import FlagCase, Scorecard
from scorecards.models.capture import note, raise_flag, rate
from scorecards.models.sealing import submit

PASSWORD = "correct horse battery"
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_user(*, name: str, email: str, **fields: object) -> User:
    """A person who can sign in with `PASSWORD`."""
    return User.objects.create_user(email, PASSWORD, name=name, **fields)


def make_level(*, key: str, rank: int) -> Level:
    return Level.objects.create(key=key, name=key.title(), rank=rank, window_start=rank)


def make_competency(*, key: str, name: str) -> Competency:
    """With a ladder of seven sentences: "<name> at step 0" to "... at step 6"."""
    competency = Competency.objects.create(key=key, name=name)
    competency.publish(
        definition=f"What {name} means.",
        ladder=[f"{name} at step {step}" for step in range(7)],
        probes=[],
        why="First version",
        now=LONG_AGO,
    )
    return competency


def make_signal(*, key: str, name: str, levels: dict[str, Level], kind: str = "count") -> Signal:
    """In its first version: one more is expected of each level than of the one below it."""
    signal = Signal.objects.create(key=key, name=name, kind=kind, how_to_record="Tap when you see it.")
    expected = {level: {"text": f"{count} or more", "minimum": count, "maximum": None} for count, level in enumerate(levels)}
    words = {"name": name, "kind": kind, "choices": [], "how_to_record": "Tap when you see it.", "expected": expected}
    signal.publish(words, why="First version", now=LONG_AGO)
    return signal


def make_red_flag_kind(*, key: str, name: str) -> RedFlagKind:
    """In its first version, for interviewers to raise."""
    words = {
        "name": name,
        "definition": f"What {name} means.",
        "evidence_required": "What was said, and when.",
        "not_sufficient": "An impression.",
        "severity": "high",
        "handling": "A second person confirms.",
        "review_months": 6,
        "expiry_months": 12,
    }
    kind = RedFlagKind.objects.create(key=key, **words)
    kind.publish(words, why="First version", now=LONG_AGO)
    return kind


def make_question(
    *,
    key: str,
    title: str,
    lowest: Level,
    highest: Level,
    competencies: list[Competency],
    family: str = "",
    category: str = "coding",
    minutes: int = 20,
    difficulty: int = 3,
    words: dict[str, object] | None = None,
) -> QuestionVersion:
    """An active question: two steps with two points each, three hints, a harder twist. `words` replace what it says."""
    question = Question.objects.create(key=key, family=family or key, created_at=LONG_AGO)
    version = QuestionVersion.objects.create(
        question=question,
        number=1,
        title=title,
        category=category,
        minutes=minutes,
        difficulty=difficulty,
        lowest_level=lowest,
        highest_level=highest,
        written_at=LONG_AGO,
        why="First version",
        **{"prompt": f"Build this: {title}.", "good": "Asks before building.", **(words or {})},
    )
    for place, competency in enumerate(competencies):
        Tested.objects.create(version=version, competency=competency, place=place)
    for place, name in enumerate(("Clarify", "Build")):
        step = Step.objects.create(version=version, place=place, title=name)
        Point.objects.create(step=step, place=0, text=f"{name}: first point")
        Point.objects.create(step=step, place=1, text=f"{name}: second point")
    for place, strength in enumerate((1, 2, 3)):
        Hint.objects.create(version=version, place=place, strength=strength, text=f"Hint of strength {strength}")
    Twist.objects.create(version=version, place=0, kind="harder", text="Now on twelve nodes.")
    question.current = version
    question.save(update_fields=["current"])
    question.activate(why="First version", now=LONG_AGO)
    return version


def make_kit_version(
    *, key: str, lowest: Level, highest: Level, focus: list[Competency], questions: list[QuestionVersion]
) -> KitVersion:
    """A kit in force of 60 minutes: introduction 5, questions 50, the candidate's own questions 5."""
    kind, _ = StageKind.objects.get_or_create(key=key, defaults={"name": key.title(), "minutes": 60, "purpose": f"To see {key}."})
    kit = Kit.objects.create(key=key, name=f"{key.title()} kit", kind=kind)
    version = KitVersion.objects.create(
        kit=kit,
        number=1,
        minutes=60,
        lowest_level=lowest,
        highest_level=highest,
        written_at=LONG_AGO,
        why="First version",
    )
    for place, competency in enumerate(focus):
        KitFocus.objects.create(version=version, competency=competency, place=place)
    KitSection.objects.create(version=version, place=0, title="Introduction", minutes=5)
    section = KitSection.objects.create(version=version, place=1, title="Questions", minutes=50)
    KitSection.objects.create(version=version, place=2, title="Candidate's questions", minutes=5, is_protected=True)
    for place, question in enumerate(questions):
        KitQuestion.objects.create(section=section, version=question, place=place)
    kit.current = version
    kit.save(update_fields=["current"])
    return version


def make_plan(*, level: Level, stages: list[tuple[str, Kit, list[str]]], weights: dict[Competency, int]) -> LoopPlan:
    plan = LoopPlan.objects.create(key=f"{level.key}-backend", name=f"{level.name} backend engineer", level=level)
    for place, (name, kit, roles) in enumerate(stages):
        PlanStage.objects.create(plan=plan, place=place, name=name, kit=kit, roles=roles)
    for competency, weight in weights.items():
        PlanWeight.objects.create(plan=plan, competency=competency, weight=weight)
    return plan


def make_candidate(*, name: str, email: str, added_by: User) -> Candidate:
    return Candidate.objects.create(name=name, email=email, added_at=LONG_AGO, added_by=added_by)


def make_job(*, title: str, opened_by: User) -> Job:
    return Job.objects.create(title=title, opened_at=LONG_AGO, opened_by=opened_by)


def make_loop(*, plan: LoopPlan, candidate: Candidate, job: Job, recruiter: User) -> Loop:
    return Loop.open_from(plan, candidate=candidate, job=job, recruiter=recruiter, by=recruiter, now=LONG_AGO)


def make_interview(*, stage, lead: User, starts_at: datetime, minutes: int = 60, by: User | None = None) -> Interview:
    """A booked interview with its lead, without the mails that booking owes."""
    by = by or stage.loop.recruiter
    interview = Interview.objects.create(
        stage=stage,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        booked_at=LONG_AGO,
        booked_by=by,
    )
    make_seat(interview=interview, person=lead, role="lead")
    return interview


def make_seat(*, interview: Interview, person: User, role: str) -> Seat:
    seat = Seat.objects.create(interview=interview, person=person, role=role, seated_at=LONG_AGO, seated_by=interview.booked_by)
    seat.refresh_from_db()
    return seat


def make_scorecard(
    *, interview: Interview, person: User | None = None, submitted: bool = False, words: str = "Asked before building"
) -> Scorecard:
    """The card of the interview's lead, or of who holds another seat; `submitted` fills it with step 4 everywhere and seals it."""
    seats = interview.seats.filter(removed_at=None).select_related("interview__stage__loop__level", "person")
    seat = seats.get(person=person) if person else seats.get(role="lead")
    now = interview.booked_at if not submitted else datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    card = Scorecard.of(seat, now=now)
    if submitted:
        for ladder in card.ladders():
            note(card, id=uuid4(), line=f"+ {words} ({ladder.competency.name})", competency=ladder.competency, offset=60, now=now)
            rate(card, ladder, step=4, now=now)
        card.summary, card.verdict, card.confidence, card.hire_level = words, 3, 2, card.level
        card.save(update_fields=["summary", "verdict", "confidence", "hire_level"])
        card = submit(card, now=now)
    return card


def make_flag_case(*, interview: Interview, kind: RedFlagKind, behaviour: str = "Laughed at the recruiter") -> FlagCase:
    """The case of a red flag that the interview's lead raised on a card and submitted, on 2 March 2026."""
    card = make_scorecard(interview=interview)
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    raise_flag(card, kind, id=uuid4(), behaviour=behaviour, words="You would not understand", now=now)
    make_scorecard(interview=interview, submitted=True)
    return FlagCase.objects.with_words().get(flag__scorecard=card)
