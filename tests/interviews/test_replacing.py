"""A declined seat: who is asked next, in which order, how often, and who is told."""

from dataclasses import replace as changed
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Mail
from interviews import booking, replacing, tasks
from interviews.models import Away, Qualification, Reminder, Replacement
from interviews.schedule import Diary
from tests.clients import signed_in
from tests.factories import make_interview, make_seat, make_user

THURSDAY = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)  # 10:00 in New York; `now` is Monday 09:00
HOUR = timedelta(hours=1)
NINE_TO_SIX = tuple((day, time(9), time(18)) for day in range(5))


def diary(pk: int, **facts) -> Diary:
    return Diary(**{"pk": pk, "name": f"P{pk}", "zone": ZoneInfo("UTC"), "hours": NINE_TO_SIX, "kinds": frozenset({1}), **facts})


def ranked(*diaries: Diary, met: set[int] | None = None, seed: int = 1) -> list[int]:
    return [one.pk for one in replacing.order(diaries, THURSDAY, THURSDAY + HOUR, kind=1, met=met or set(), seed=seed)]


def test_the_order_is_qualified_then_load_against_the_limit_then_who_sat_longest_ago():
    once = ((THURSDAY - 24 * HOUR, THURSDAY - 23 * HOUR),)
    least = diary(1)
    half = diary(2, seats=once, limits=changed(least.limits, per_week=2))
    fifth = diary(3, seats=once)
    rested = diary(4, last_at=THURSDAY - timedelta(days=20))
    tired = diary(5, last_at=THURSDAY - timedelta(days=9))
    outside = diary(6, kinds=frozenset({2}))
    busy = diary(7, busy=((THURSDAY, THURSDAY + HOUR),))

    assert ranked(half, fifth, tired, rested, least, outside, busy) == [1, 4, 5, 3, 2]
    assert ranked(least, rested, met={1}) == [4, 1]


def test_equals_are_drawn_by_a_lot_that_is_told():
    drawn = {ranked(diary(1), diary(2), seed=seed)[0] for seed in range(20)}
    first, _ = replacing.order([diary(1), diary(2)], THURSDAY, THURSDAY + HOUR, kind=1, met=set(), seed=12)

    assert drawn == {1, 2}
    assert (
        first.words == "In the pool and free: 1 of 5 interviews that week, none in the weeks before. By lot among equals (seed 12)."
    )


@pytest.fixture
def booked(loop, ivan, ines, otto, lena, now):
    """Coding on Thursday with ivan; ines and otto are in the pool too, and otto has an interview that week."""
    stage = loop.stages.get(name="Coding")
    for person in (ivan, ines, otto):
        Qualification.give(person, stage.kind, by=lena, now=now)
    make_interview(stage=loop.stages.get(name="System design"), lead=otto, starts_at=THURSDAY + 20 * HOUR)
    return booking.book(stage, starts_at=THURSDAY, ends_at=THURSDAY + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)


def decline(interview, now) -> Replacement | None:
    """Whoever leads declines, and somebody is looked for."""
    seat = interview.seats.held().get(role="lead")
    booking.answer(seat, by=seat.person, accepts=False, reason="On holiday", now=now)
    return replacing.replace(seat, now=now)


def owed(address: str) -> list[str]:
    mails = Reminder.objects.filter(mail__in=Mail.objects.owed(), mail__address=address).order_by("mail__due_at", "pk")
    return [one.why for one in mails if one.kind in {"seat_declined", "invitation"}]


@pytest.mark.django_db
def test_the_next_of_the_pool_takes_the_seat_and_everybody_is_told(booked, now):
    made = decline(booked, now)

    told = "Ines Interviewer takes the seat of Ivan Interviewer, who declined"
    assert [str(seat.person) for seat in booked.seats.held()] == ["Ines Interviewer"]
    assert (made.number, made.words) == (1, "In the pool and free: 1 of 5 interviews that week, none in the weeks before.")
    assert owed("ines@example.com") == [told]
    assert owed("maya@example.org") == [told]  # the name that she was given changed
    assert owed("lena@example.com") == ["Coding: Ivan Interviewer declined, Ines Interviewer takes the seat"]
    assert replacing.replace(made.declined, now=now) is None  # the worker comes twice
    assert Replacement.objects.count() == 1


@pytest.mark.django_db
def test_after_three_tries_the_recruiter_chooses(booked, lena, now):
    made = [decline(booked, now), decline(booked, now)]
    for number in (1, 2):
        late = make_user(name=f"Late {number}", email=f"late{number}@example.com")
        Qualification.give(late, booked.stage.kind, by=lena, now=now)
        made.append(decline(booked, now))

    assert [one.number for one in made] == [1, 2, 3, 4]
    assert [bool(one.seat) for one in made] == [True, True, True, False]
    assert made[1].words.endswith("meets the candidate a second time.")
    assert made[3].words == "3 people were asked in turn already."
    page = signed_in(lena).get(f"/loops/{booked.stage.loop_id}/").content.decode()
    assert "3 people were asked in turn already." in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours_before", "happens", "why"),
    [
        (48, "", "It is less than 48 hours before."),
        (49, "nobody in the pool", "Nobody is in the pool for Coding."),
        (49, "all away", "Nobody else of the pool for Coding is free then."),
    ],
)
def test_when_nobody_is_found_the_recruiter_is_told_why(booked, ines, otto, hours_before, happens, why):
    if happens == "nobody in the pool":
        Qualification.objects.all().delete()
    if happens == "all away":
        for person in (ines, otto):
            Away.objects.create(person=person, first_on=THURSDAY.date(), last_on=THURSDAY.date())

    made = decline(booked, THURSDAY - hours_before * HOUR)

    assert (made.seat, made.words) == (None, why)
    assert owed("lena@example.com") == ["Coding: Ivan Interviewer declined, nobody was found"]


@pytest.mark.django_db
def test_a_seat_that_only_learns_is_not_filled_and_holds_nothing_up(booked, ines, lena, monday, now):
    shadow = make_seat(interview=booked, person=ines, role="shadow")
    booking.answer(booked.seats.get(role="lead"), by=booked.seats.get(role="lead").person, accepts=True, now=now)
    booking.answer(shadow, by=ines, accepts=False, reason="On holiday", now=now)

    tasks.replace_declined()

    assert not Replacement.objects.exists()
    assert "declined Coding" not in signed_in(lena).get("/loops/").content.decode()


@pytest.mark.django_db
def test_the_worker_finds_what_was_declined(booked, ivan, monday, now):
    signed_in(ivan).post(f"/seats/{booked.seats.get().pk}/answer/", {"answer": "decline", "reason": "On holiday"})

    tasks.replace_declined()
    tasks.replace_declined()

    assert Replacement.objects.get().seat.person.name == "Ines Interviewer"
