"""The debrief of Maya's loop at each of its steps, and loops that are over."""

from datetime import timedelta
from uuid import uuid4

import pytest

from interviews.models import Recusal, Resume, SetAside, asking
from scorecards.models import Debrief, Scorecard, Vote, debate, protocol
from scorecards.models.capture import note, rate
from scorecards.models.sealing import submit
from tests.factories import make_candidate, make_flag_case, make_interview, make_loop, make_scorecard
from tests.telling import MENTIONS, RESUME


@pytest.fixture
def cards(ivans_interview, ines_interview):
    """Ivan's and Ines's are in, with step 4 everywhere: a 3 at senior."""
    return [make_scorecard(interview=one, submitted=True) for one in (ivans_interview, ines_interview)]


@pytest.fixture
def opened(loop, cards, lena, carla, ivan, ines, now) -> Debrief:
    """Carla, ivan and ines vote, two of them at least; ines is the bar raiser."""
    return debate.open_debrief(
        loop, members=[carla, ivan, ines], by=lena, now=now, quorum=2, bar_raiser=ines, exception="Few are here"
    )


@pytest.fixture
def vote(opened, now, problem_solving, communication):
    """Casts a vote: overall and on problem solving, communication a 3."""

    def cast(person, verdict: int, *, solving: int | None = None) -> Vote:
        debrief = Debrief.objects.get(pk=opened.pk)
        protocol.end_reading(debrief, person, now=now)
        ratings = (
            {problem_solving: solving or verdict} if debrief.round == 2 else {problem_solving: solving or verdict, communication: 3}
        )
        return debate.vote(debrief, person, verdict=verdict, level=None, comment=f"{person} says so", ratings=ratings, now=now)

    return cast


@pytest.fixture
def revealed(opened, vote, lena, carla, ivan, ines, now) -> Debrief:
    """Carla sees problem solving two points below the others, and votes no."""
    for person, verdict in ((carla, 1), (ivan, 3), (ines, 3)):
        vote(person, verdict)
    debate.reveal(opened, by=lena, now=now)
    return Debrief.objects.get(pk=opened.pk)


@pytest.fixture
def voted_again(revealed, vote, lena, carla, ivan, ines, problem_solving, now) -> Debrief:
    """All talked about problem solving; carla came up to 3, ivan went down to 2. Not shown yet."""
    protocol.talk(revealed, problem_solving, why="evidence", words="", by=lena, now=now)
    debate.vote_again(revealed, by=lena, now=now)
    for person, verdict in ((carla, 3), (ivan, 2), (ines, 3)):
        vote(person, verdict)
    return Debrief.objects.get(pk=revealed.pk)


@pytest.fixture
def over(revealed, lena, now) -> Debrief:
    """Voting is over without a second vote. The composite is a 3; carla voted no."""
    debate.end_voting(revealed, by=lena, now=now)
    return Debrief.objects.get(pk=revealed.pk)


@pytest.fixture
def went(plan, job, lena, ivan, rate_limiter, now):
    """`went(minutes=…, step=…)`: one more interview in which the rate limiter was asked; decided, if a debrief closed it."""
    count = 0

    def one_more(*, minutes: int, step: int, hints: int = 0, is_decided: bool = True) -> Scorecard:
        nonlocal count
        count += 1
        begin = now + timedelta(days=count)
        candidate = make_candidate(name=f"Candidate {count}", email=f"c{count}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        interview = make_interview(stage=loop.stages.get(name="Coding"), lead=ivan, starts_at=begin)
        interview.start(now=begin)
        asked = asking.ask(interview, rate_limiter, by=ivan, now=begin)
        for hint in rate_limiter.hints.order_by("place")[:hints]:
            asking.give_hint(asked, hint, by=ivan, now=begin)
        asking.finish(asked, now=begin + timedelta(minutes=minutes))
        interview.end(now=begin + timedelta(minutes=50))
        card = Scorecard.of(interview.seats.get(role="lead"), now=begin)
        for ladder in card.ladders():
            note(card, id=uuid4(), line="+ did it", competency=ladder.competency, offset=60, now=begin)
            rate(card, ladder, step=step if ladder.competency.key == "problem_solving" else 0, now=begin)
        card.summary, card.verdict, card.confidence, card.hire_level = "Did it", 3, 2, card.level
        card.save(update_fields=["summary", "verdict", "confidence", "hire_level"])
        submit(card, now=begin)
        debrief = debate.open_debrief(loop, members=[lena], by=lena, now=begin) if is_decided else None
        if debrief:
            debate.vote(debrief, lena, verdict=3, level=loop.level, comment="", now=begin)
            debate.reveal(debrief, now=begin)
            debate.decide(debrief, outcome="no_hire", reason="Not now", by=lena, now=begin + timedelta(hours=1))
        return card

    return one_more


@pytest.fixture
def cast(loop, maya, ivan, ines, carla, lena, ada, otto):
    """The same people under names that are words of no page."""
    names = {
        ivan: "Bartholomew Quill",
        ines: "Temitope Oyelaran",
        carla: "Saoirse Vandermeer",
        lena: "Hiroshi Castellan",
        ada: "Ondine Fenwick",
        otto: "Wilhelmina Thornbury",
        maya: "Zofia Kowalczyk-Ruiz",
    }
    for person, name in names.items():
        person.name = name
        person.save(update_fields=["name"])
    maya.email, maya.links = "zofia.kr@mailbox.example", ["https://github.com/zofkr"]
    maya.present_role, maya.technologies = "Staff engineer at Meridian Cargo", ["PostgreSQL"]
    maya.save(update_fields=["email", "links", "present_role", "technologies"])


@pytest.fixture
def written(cast, loop, maya, ivans_interview, ines_interview, lena, ada, otto, demeaning, now):  # noqa: PLR0917 -- the whole cast
    """Everybody writes of everybody, wherever something can be written before a debrief."""
    resume = {"name": "Zofia Kowalczyk-Ruiz.pdf", "bytes": 10, "text": RESUME, "uploaded_at": now, "uploaded_by": lena}
    Resume.objects.create(candidate=maya, file="resumes/x.pdf", **resume)
    make_candidate(name="Fenwick Thornbury", email="f@example.org", added_by=lena)
    make_flag_case(interview=ivans_interview, kind=demeaning, behaviour="Laughed at Temitope as at halden freight")
    make_scorecard(interview=ines_interview, submitted=True, words=MENTIONS)
    Recusal.objects.create(person=otto, candidate=maya, said_at=now)
    SetAside.objects.create(
        interview=ines_interview, person=ada, words="Ondine Fenwick is away.", reason="Quill asked", at=now, by=lena
    )
