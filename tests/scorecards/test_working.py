"""What interviews of a kind take besides themselves: counted from openings and deeds of what is decided, never of one person."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from interviews.models import KindEffort, Opening
from scorecards import working
from scorecards.models import Debrief, Entry, capture, debate
from scorecards.models.entry import KEPT_FOR
from scorecards.models.sealing import submit
from scorecards.tasks import count_effort
from tests.clients import signed_in
from tests.factories import make_candidate, make_interview, make_loop, make_scorecard, make_user

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def written(plan, job, lena, carla, now):
    """`written(ivan, prepared=8, wrote=20)`: one more Coding, opened so long before and changed every four minutes for so long."""
    count = 0

    def one_more(lead, *, prepared: int, wrote: int, is_decided: bool = True) -> None:
        nonlocal count
        count += 1
        candidate = make_candidate(name=f"Candidate {count}", email=f"c{count}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        interview = make_interview(stage=loop.stages.get(name="Coding"), lead=lead, starts_at=now - count * DAY)
        seat = interview.seats.get()
        if prepared:
            Opening.note(seat, now=interview.starts_at - prepared * MINUTE)
        interview.start(now=interview.starts_at)
        interview.end(now=interview.ends_at)
        sealed_at = interview.ends_at + wrote * MINUTE
        for minute in range(4, wrote, 4):
            at = interview.ends_at + minute * MINUTE
            Entry.take(uuid4(), seat, done_at=at, now=at)
        seal(make_scorecard(interview=interview), sealed_at)
        if is_decided:
            debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
            debate.vote(debrief, carla, verdict=3, level=None, comment="", now=now)
            debate.reveal(debrief, now=now)
            debate.decide(Debrief.objects.get(pk=debrief.pk), outcome="no_hire", reason="Not now", by=lena, now=now)

    return one_more


def seal(card, at) -> None:
    for ladder in card.ladders():
        capture.note(card, id=uuid4(), line="+ did it", competency=ladder.competency, offset=60, now=at)
        capture.rate(card, ladder, step=4, now=at)
    card.summary, card.verdict, card.confidence, card.hire_level = "Did it", 3, 2, card.level
    card.save(update_fields=["summary", "verdict", "confidence", "hire_level"])
    submit(card, now=at)


@pytest.fixture
def noor(db):
    return make_user(name="Noor", email="noor@example.com")


def test_medians_of_what_is_decided_are_counted_from_enough_on(written, ivan, ines, noor, now, monkeypatch):
    monkeypatch.setattr(working, "FEWEST", 3)
    written(ivan, prepared=4, wrote=12)
    written(ines, prepared=8, wrote=40)
    written(noor, prepared=6, wrote=20, is_decided=False)
    written(noor, prepared=0, wrote=4)  # never opened here: prepared elsewhere, or not at all

    few = working.count(now=now)
    written(noor, prepared=6, wrote=24)
    counted = working.count(now=now), working.count(now=now)

    assert (few, counted) == (0, (1, 1))
    assert list(KindEffort.objects.values_list("kind__key", "preparing", "writing", "interviews", "people")) == [
        ("coding", 6, 24, 3, 3)
    ]


def test_few_people_are_no_kind(written, ivan, ines, now, monkeypatch):
    monkeypatch.setattr(working, "FEWEST", 3)
    for lead in (ivan, ivan, ines):
        written(lead, prepared=4, wrote=12)

    assert working.count(now=now) == 0


def test_openings_are_noted_before_the_start_once_a_minute_and_forgotten(loop, ivans_interview, ivan, lena, now):
    mine, hers = signed_in(ivan), signed_in(lena)
    address = reverse("interview", args=[ivans_interview.pk])
    with time_machine.travel(now, tick=False):
        for client in (mine, mine, hers):
            client.get(address)
    with time_machine.travel(now + MINUTE, tick=False):
        mine.get(reverse("interview_sheet", args=[ivans_interview.pk]))
    with time_machine.travel(now + 2 * MINUTE, tick=False):
        mine.get(reverse("room", args=[ivans_interview.pk]))
    ivans_interview.start(now=now + 3 * MINUTE)
    with time_machine.travel(now + 4 * MINUTE, tick=False):
        mine.get(address)

    assert list(Opening.objects.order_by("at").values_list("seat__person", "at")) == [
        (ivan.pk, now),
        (ivan.pk, now + MINUTE),
        (ivan.pk, now + 2 * MINUTE),
    ]
    with time_machine.travel(now + KEPT_FOR + MINUTE + timedelta(seconds=1), tick=False):
        count_effort()
    assert Opening.objects.count() == 1
