"""Eight people book one interviewer's hour at the same moment: one gets it, seven get the sentence."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from interviews import booking
from interviews.models import Interview, Seat, Stage
from tests.clients import signed_in
from tests.factories import make_candidate, make_interview, make_loop

TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SENTENCE = "Ivan Interviewer has Coding with {winner} on Tue 3 Mar, 11:00–12:00 Berlin."

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def eight_stages(plan, job, lena) -> list[Stage]:
    """The coding stages of eight candidates."""
    names = ["Ada", "Bo", "Cy", "Di", "Ed", "Fay", "Gus", "Hal"]
    candidates = [make_candidate(name=name, email=f"{name}@example.org", added_by=lena) for name in names]
    return [make_loop(plan=plan, candidate=one, job=job, recruiter=lena).stages.get(name="Coding") for one in candidates]


def at_once(attempts) -> list[str]:
    """What came of each attempt, all begun at the same moment on connections of their own: "" or the sentence."""
    gate = Barrier(len(attempts))

    def run(attempt) -> str:
        try:
            gate.wait(timeout=10)
            attempt()
        except booking.Clash as clash:
            return clash.sentence
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_eight_bookings_of_one_hour_leave_one(eight_stages, ivan, lena, now):
    def attempt(stage):
        return lambda: booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)

    outcomes = at_once([attempt(stage) for stage in eight_stages])

    winner = Interview.objects.get().stage.loop.candidate.name
    assert sorted(outcomes) == ["", *[SENTENCE.format(winner=winner)] * 7]
    assert Seat.objects.filter(person=ivan).count() == 1


def test_bookings_of_the_same_two_people_in_either_order_never_lock_each_other_out(eight_stages, ivan, ines, lena, now):
    def attempt(number, stage):
        people = [(ivan, "lead"), (ines, "panel")] if number % 2 else [(ines, "lead"), (ivan, "panel")]
        return lambda: booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=people, place="", by=lena, now=now)

    outcomes = at_once([attempt(number, stage) for number, stage in enumerate(eight_stages)])

    assert outcomes.count("") == 1
    assert Seat.objects.count() == 2


def test_eight_double_clicks_are_one_booking(eight_stages, ivan, lena, now):
    stage = eight_stages[0]

    def attempt():
        booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)

    assert at_once([attempt] * 8) == [""] * 8
    assert Interview.objects.count() == 1


def test_two_interviews_are_moved_onto_one_hour(eight_stages, ivan, lena, now):
    first, second = (
        make_interview(stage=stage, lead=ivan, starts_at=TEN + (2 + 2 * number) * HOUR)
        for number, stage in enumerate(eight_stages[:2])
    )

    def attempt(interview):
        return lambda: booking.move(interview, starts_at=TEN, ends_at=TEN + HOUR, by=lena, reason="Earlier", now=now)

    outcomes = at_once([attempt(first), attempt(second)])

    winner = Interview.objects.get(starts_at=TEN).stage.loop.candidate.name
    assert sorted(outcomes) == ["", SENTENCE.format(winner=winner)]


def test_a_seat_written_by_other_code_in_the_same_moment_is_answered_in_words(eight_stages, ivan, lena, now):
    """The other transaction is open while we look, so only the constraint can see its seat; it commits while we wait for it."""
    theirs, ours = eight_stages[:2]
    gate = Barrier(2)

    def other_code():
        with transaction.atomic():
            make_interview(stage=theirs, lead=ivan, starts_at=TEN)
            gate.wait(timeout=10)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.5)")

    def attempt():
        gate.wait(timeout=10)
        booking.book(ours, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)

    def closing(run):
        try:
            return run()
        except booking.Clash as clash:
            return clash.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(closing, [other_code, attempt]))

    assert outcomes == [None, SENTENCE.format(winner="Ada")]


def test_two_loops_that_need_the_same_people_the_other_way_round_are_booked_whole_or_not_at_all(
    eight_stages, ivan, ines, lena, now
):
    """Four want one day and four the next; of each four one loop gets both its interviews, and the others get none."""

    def attempt(number, coding):
        design = coding.loop.stages.get(name="System design")
        first, second = (ivan, ines) if number % 2 else (ines, ivan)
        start = TEN + (number % 2) * 24 * HOUR
        sittings = [
            booking.Sitting(coding, start, start + HOUR, [(first, "lead")]),
            booking.Sitting(design, start + HOUR, start + 2 * HOUR, [(second, "lead")]),
        ]
        return lambda: booking.book_all(coding.loop, sittings, place="", by=lena, now=now)

    outcomes = at_once([attempt(number, stage) for number, stage in enumerate(eight_stages)])

    assert outcomes.count("") == 2
    booked = Interview.objects.values_list("stage__loop", flat=True)
    assert sorted(Counter(booked).values()) == [2, 2]


@pytest.mark.parametrize("what", ["book", "move", "cancel", "decline"])
def test_who_waits_too_long_is_told_in_a_sentence_and_keeps_what_was_typed(loop, lena, ivan, somebody_else, what):
    when = (timezone.now() + 7 * timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    coding = loop.stages.get(name="Coding")
    if what == "book":
        address, who, typed = f"/stages/{coding.pk}/booking/", lena, {"person_0": ivan.name, "place": "Room 17"}
    else:
        interview = make_interview(stage=coding, lead=ivan, starts_at=when)
        seat = interview.seats.get()
        who = ivan if what == "decline" else lena
        address = {
            "move": f"/interviews/{interview.pk}/move/",
            "cancel": f"/interviews/{interview.pk}/cancellation/",
            "decline": f"/seats/{seat.pk}/answer/",
        }[what]
        typed = {"reason": "Room 17 is taken"}
    typed |= {"on": f"{when + timedelta(days=1):%Y-%m-%d}", "at": "10:00", "minutes": "60"}
    client = signed_in(who)
    with somebody_else.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_user WHERE id = %s FOR UPDATE", [ivan.pk])
        before = list(Seat.objects.values()), list(Interview.objects.values())
        answer = client.post(address, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else is just changing an interview of the same people." in page
    assert "Room 17" in page
    assert (list(Seat.objects.values()), list(Interview.objects.values())) == before
