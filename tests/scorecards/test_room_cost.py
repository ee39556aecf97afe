"""What the live room costs: few queries with everything in it, and as many with sixty questions and a thousand lines."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.models import KitQuestion, KitVersion, asking
from questionbank.models import Hint
from scorecards.models import NoteLine, capture
from scorecards.views import panels
from tests.clients import signed_in
from tests.factories import make_question, make_scorecard

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def room(ivans_interview, rate_limiter, problem_solving, hints_needed, demeaning, ivan):
    """A question runs with a hint, two lines are written, a rating, a signal and a red flag are kept."""
    now = timezone.now()
    ivans_interview.start(now=now)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    asking.give_hint(asked, Hint.objects.filter(version=rate_limiter).first(), by=ivan, now=now)
    card = make_scorecard(interview=ivans_interview)
    capture.note(card, id=uuid4(), line="+ asks first", asked=asked, offset=3, now=now)
    capture.rate(card, problem_solving.current, step=4, now=now)
    capture.mark_signal(card, hints_needed, id=uuid4(), now=now)
    capture.raise_flag(card, demeaning, id=uuid4(), behaviour="Mocked", words="", now=now)
    return ivans_interview, card


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_room_asks_few_queries_however_long_the_plan_and_the_notes(room, ivan, levels, problem_solving):
    interview, card = room
    client, address = signed_in(ivan), f"/interviews/{interview.pk}/room/"
    small = cost(client, address)
    section = KitVersion.objects.get(kit__key="coding").sections.get(title="Questions")
    for place in range(1, 60):
        version = make_question(
            key=f"q{place}", title=f"Q {place}", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving]
        )
        KitQuestion.objects.create(section=section, version=version, place=place)
    now = timezone.now()
    NoteLine.objects.bulk_create(
        NoteLine(id=uuid4(), scorecard=card, text=f"line {n}", offset=n, entered_at=now) for n in range(1000)
    )
    panels.plan_of.cache_clear()  # a published plan does not change; this one did

    assert cost(client, address) == small <= MOST
    assert client.get(address).content.decode().count("data-version=") == 60


def test_the_panels_of_sixty_questions_ask_as_often_as_those_of_one(room, ivan, levels, problem_solving):
    interview, _ = room
    client, address = signed_in(ivan), f"/interviews/{interview.pk}/room/questions/"
    one = cost(client, address)
    section = KitVersion.objects.get(kit__key="coding").sections.get(title="Questions")
    for place in range(1, 60):
        version = make_question(
            key=f"q{place}", title=f"Q {place}", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving]
        )
        KitQuestion.objects.create(section=section, version=version, place=place)

    assert cost(client, address) == one <= MOST
    answer = client.get(address)
    assert "private" in answer.headers["Cache-Control"]
    assert answer.content.decode().count("<template data-panel=") == 61
