"""The debrief of Maya's loop at each of its steps."""

import pytest

from scorecards.models import Debrief, Vote, debate, protocol
from tests.factories import make_scorecard


@pytest.fixture
def cards(ivans_interview, ines_interview):
    """Ivan's and Ines's are in, with step 4 everywhere: a 3 at senior."""
    return [make_scorecard(interview=one, submitted=True) for one in (ivans_interview, ines_interview)]


@pytest.fixture
def opened(loop, cards, lena, carla, ivan, ines, now) -> Debrief:
    """Carla, ivan and ines vote, two of them at least; ines is the bar raiser."""
    return debate.open_debrief(loop, members=[carla, ivan, ines], by=lena, now=now, quorum=2, bar_raiser=ines)


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
