"""Booking, moving, cancelling and seating: who is where, and what is refused in which words."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.access import Refused
from interviews import booking
from interviews.models import Away, Interview, LoadLimit, Qualification, Recusal, Seat
from tests.factories import make_candidate, make_loop

TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)


def book(stage, person, *, by, now, starts_at=TEN):
    return booking.book(
        stage, starts_at=starts_at, ends_at=starts_at + HOUR, people=[(person, "lead")], place="Room 1", by=by, now=now
    )


@pytest.fixture
def coding(loop):
    return loop.stages.get(name="Coding")


@pytest.fixture
def design(loop):
    return loop.stages.get(name="System design")


@pytest.fixture
def noahs_coding(plan, job, lena):
    """The same stage of another candidate's loop."""
    noah = make_candidate(name="Noah Berg", email="noah@example.org", added_by=lena)
    return make_loop(plan=plan, candidate=noah, job=job, recruiter=lena).stages.get(name="Coding")


def test_booking_seats_people_at_a_time(coding, ivan, ines, lena, now):
    interview = booking.book(
        coding, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead"), (ines, "shadow")], place="Room 1", by=lena, now=now
    )

    assert (interview.starts_at, interview.ends_at, interview.place) == (TEN, TEN + HOUR, "Room 1")
    assert [(seat.person, seat.role) for seat in interview.seats.order_by("pk")] == [(ivan, "lead"), (ines, "shadow")]


def test_booking_twice_is_one_booking(coding, ivan, lena, now):
    first = book(coding, ivan, by=lena, now=now)

    assert book(coding, ivan, by=lena, now=now) == first
    assert Interview.objects.count() == 1
    assert first.reminders.filter(kind="invitation").count() == 2


def test_a_stage_is_booked_once(coding, ivan, ines, lena, now):
    book(coding, ivan, by=lena, now=now)

    with pytest.raises(Refused) as refused:
        book(coding, ines, by=lena, now=now, starts_at=TEN + 3 * HOUR)

    assert refused.value.sentence == "Coding is booked already, for Tue 3 Mar, 11:00–12:00 Berlin. Move or cancel that one."


def test_a_clash_says_who_and_when(coding, noahs_coding, ivan, lena, now):
    book(coding, ivan, by=lena, now=now)

    with pytest.raises(booking.Clash) as clash:
        book(noahs_coding, ivan, by=lena, now=now, starts_at=TEN + timedelta(minutes=30))

    assert clash.value.sentences == {ivan.pk: "Ivan Interviewer has Coding with Maya Chen on Tue 3 Mar, 11:00–12:00 Berlin."}
    assert Interview.objects.filter(stage=noahs_coding).count() == 0


def test_a_clash_with_a_loop_that_the_booker_may_not_see_names_no_candidate(coding, noahs_coding, ivan, lena, ada, now):
    coding.loop.candidate.employee = ada
    coding.loop.candidate.save(update_fields=["employee"])
    book(coding, ivan, by=lena, now=now)

    with pytest.raises(booking.Clash) as clash:
        book(noahs_coding, ivan, by=ada, now=now)

    assert clash.value.sentences == {ivan.pk: "Ivan Interviewer has another interview on Tue 3 Mar, 10:00–11:00 UTC."}


def test_the_candidate_is_in_one_interview_at_a_time(coding, design, ivan, ines, lena, now):
    book(coding, ivan, by=lena, now=now)

    with pytest.raises(booking.Clash) as clash:
        book(design, ines, by=lena, now=now)

    assert clash.value.sentences == {None: "Maya Chen has Coding on Tue 3 Mar, 11:00–12:00 Berlin."}


def test_an_interview_after_another_is_no_clash(coding, design, ivan, lena, now):
    book(coding, ivan, by=lena, now=now)

    book(design, ivan, by=lena, now=now, starts_at=TEN + HOUR)

    assert Seat.objects.filter(person=ivan).count() == 2


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "sentence"),
    [
        (TEN, TEN, "The end has to be after the start."),
        (TEN, TEN - HOUR, "The end has to be after the start."),
        (TEN, TEN + 9 * HOUR, "An interview takes from 15 minutes to 8 hours."),
        (TEN, TEN + timedelta(minutes=14), "An interview takes from 15 minutes to 8 hours."),
        (TEN - timedelta(days=2), TEN - timedelta(days=2) + HOUR, "That time has passed. Choose a later one."),
        (
            datetime(9999, 12, 31, 22, tzinfo=UTC),
            datetime(9999, 12, 31, 23, tzinfo=UTC),
            "That is more than a year away. Choose an earlier day.",
        ),
    ],
)
def test_a_time_that_cannot_be_is_refused(coding, ivan, lena, now, starts_at, ends_at, sentence):
    with pytest.raises(booking.Clash) as clash:
        booking.book(coding, starts_at=starts_at, ends_at=ends_at, people=[(ivan, "lead")], place="", by=lena, now=now)

    assert clash.value.sentences == {None: sentence}


def test_nobody_interviews_themselves(coding, ivan, lena, now):
    coding.loop.candidate.employee = ivan
    coding.loop.candidate.save(update_fields=["employee"])

    with pytest.raises(booking.Clash, match="Ivan Interviewer is the candidate and cannot interview in this loop"):
        book(coding, ivan, by=lena, now=now)


def test_who_left_cannot_be_seated(coding, ivan, lena, ada, now):
    ivan.deactivate(by=ada, now=now)

    with pytest.raises(booking.Clash, match="Ivan Interviewer no longer has access"):
        book(coding, ivan, by=lena, now=now)


def test_a_person_has_one_of_the_seats(coding, ivan, lena, now):
    with pytest.raises(booking.Clash, match="Ivan Interviewer has two seats here"):
        booking.book(
            coding, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead"), (ivan, "shadow")], place="", by=lena, now=now
        )


def test_what_speaks_against_a_booking_is_set_aside_for_a_reason(coding, ivan, lena, now):
    Away.objects.create(person=ivan, first_on=TEN.date(), last_on=TEN.date(), reason="Moving house")
    hour = {"starts_at": TEN, "ends_at": TEN + HOUR, "people": [(ivan, "lead")], "place": "", "by": lena, "now": now}

    with pytest.raises(booking.Clash) as clash:
        booking.book(coding, **hour)
    booked = booking.book(coding, **hour, despite="He offered it")

    assert (clash.value.sentences, clash.value.may_be) == ({ivan.pk: "Ivan Interviewer is away on Tue 3 Mar."}, True)
    assert [(one.person, one.words, one.reason, one.by) for one in booked.set_aside.all()] == [
        (ivan, "Ivan Interviewer is away on Tue 3 Mar.", "He offered it", lena)
    ]


def test_no_reason_seats_who_said_that_they_should_not_judge(coding, ivan, lena, now):
    Recusal.objects.create(person=ivan, candidate=coding.loop.candidate, said_at=now)

    with pytest.raises(booking.Clash, match="Ivan Interviewer said that they should not judge Maya Chen") as clash:
        booking.book(
            coding, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now, despite="Nobody else"
        )

    assert not clash.value.may_be


def test_a_pool_is_asked_for_once_somebody_is_in_it_and_of_those_who_judge(coding, ivan, ines, lena, now):
    Qualification.give(ines, coding.kind, by=lena, now=now)

    with pytest.raises(booking.Clash, match="Ivan Interviewer is not in the pool for Coding"):
        book(coding, ivan, by=lena, now=now)
    booked = book(coding, ines, by=lena, now=now, starts_at=TEN + 5 * HOUR)

    assert booking.add_seat(booked, ivan, "shadow", by=lena, now=now).role == "shadow"
    with pytest.raises(booking.Clash, match="Lena Recruiter is not in the pool for Coding"):
        booking.swap(booked.seats.get(person=ines), lena, by=lena, now=now)


def test_limits_hold_for_every_way_of_booking(coding, noahs_coding, ivan, lena, now):
    LoadLimit.objects.create(person=ivan, per_day=1, per_week=2)
    book(coding, ivan, by=lena, now=now)
    wednesday = book(noahs_coding, ivan, by=lena, now=now, starts_at=TEN + 24 * HOUR)

    with pytest.raises(booking.Clash, match=r"Ivan Interviewer has 1 interview on Tue 3 Mar and takes 1 a day\."):
        booking.move(wednesday, starts_at=TEN + 3 * HOUR, ends_at=TEN + 4 * HOUR, by=lena, reason="Earlier", now=now)

    moved = booking.move(wednesday, starts_at=TEN + 26 * HOUR, ends_at=TEN + 27 * HOUR, by=lena, reason="Later", now=now)
    assert moved.version == 2


def test_hours_a_week_hold_for_every_way_of_booking(coding, noahs_coding, ivan, ines, otto, lena, now):
    """Two interviews of an hour are six hours by the rule of thumb; a reason sets the limit aside as it does the others."""
    LoadLimit.objects.create(person=ivan, hours_per_week=5)
    book(coding, ivan, by=lena, now=now)
    full = "Ivan Interviewer has 3 h of interview work in the week of Mon 2 Mar, this one adds 3 h, and they take 5 hours a week."

    with pytest.raises(booking.Clash) as refused:
        book(noahs_coding, ivan, by=lena, now=now, starts_at=TEN + 24 * HOUR)
    booked = book(noahs_coding, ines, by=lena, now=now, starts_at=TEN + 24 * HOUR)
    with pytest.raises(booking.Clash, match="this one adds 3 h"):
        booking.add_seat(booked, ivan, "shadow", by=lena, now=now)
    with pytest.raises(booking.Clash, match="this one adds 3 h"):
        booking.swap(booked.seats.get(person=ines), ivan, by=lena, now=now)

    assert (refused.value.sentence, refused.value.may_be) == (full, True)
    seat = booking.add_seat(booked, ivan, "shadow", by=lena, now=now, despite="Nobody else can")
    assert [one.words for one in seat.interview.set_aside.all()] == [full]


def test_a_closed_loop_takes_no_booking(coding, ivan, lena, now):
    coding.loop.close(by=lena, now=now)

    with pytest.raises(Refused, match="This loop is closed"):
        book(coding, ivan, by=lena, now=now)


def test_moving_keeps_what_was_and_asks_again(coding, ivan, lena, now):
    interview = book(coding, ivan, by=lena, now=now)
    booking.answer(interview.seats.get(), by=ivan, accepts=True, now=now)

    moved = booking.move(interview, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=lena, reason="Ivan is late", now=now)

    move = moved.moves.get()
    assert (moved.starts_at, moved.version, moved.place) == (TEN + HOUR, 2, "Room 1")
    assert (move.from_starts_at, move.version, move.reason) == (TEN, 1, "Ivan is late")
    assert moved.seats.get().answer == "not answered"


def test_the_same_move_twice_is_one_move(coding, ivan, lena, now):
    interview = book(coding, ivan, by=lena, now=now)

    for _ in range(2):
        booking.move(interview, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=lena, reason="Ivan is late", now=now)

    assert interview.moves.count() == 1


def test_moving_onto_somebodys_other_interview_is_refused(coding, noahs_coding, ivan, lena, now):
    book(coding, ivan, by=lena, now=now)
    interview = book(noahs_coding, ivan, by=lena, now=now, starts_at=TEN + 3 * HOUR)

    with pytest.raises(booking.Clash, match="Ivan Interviewer has Coding with Maya Chen on Tue 3 Mar"):
        booking.move(interview, starts_at=TEN, ends_at=TEN + HOUR, by=lena, reason="Earlier", now=now)

    interview.refresh_from_db()
    assert interview.starts_at == TEN + 3 * HOUR


def test_an_interview_may_move_into_its_own_time(coding, ivan, lena, now):
    interview = book(coding, ivan, by=lena, now=now)

    half = timedelta(minutes=30)
    moved = booking.move(interview, starts_at=TEN + half, ends_at=TEN + half + HOUR, by=lena, reason="Half an hour", now=now)

    assert moved.starts_at == TEN + half


def test_cancelling_frees_everybody(coding, noahs_coding, ivan, lena, now):
    interview = book(coding, ivan, by=lena, now=now)

    booking.cancel(interview, by=lena, reason="Maya is ill", now=now)
    booking.cancel(interview, by=lena, reason="Again", now=now)

    interview.refresh_from_db()
    assert interview.cancel_reason == "Maya is ill"
    assert book(noahs_coding, ivan, by=lena, now=now).seats.get().person == ivan
    assert book(coding, lena, by=lena, now=now).starts_at == TEN


@pytest.mark.parametrize("verb", ["move", "cancel", "swap", "add_seat", "remove_seat"])
def test_what_has_begun_is_not_changed(coding, ivan, ines, lena, now, verb):
    interview = book(coding, ivan, by=lena, now=now)
    seat = interview.seats.get()
    interview.start(now=TEN)
    change = {
        "move": lambda: booking.move(interview, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=lena, reason="Late", now=TEN),
        "cancel": lambda: booking.cancel(interview, by=lena, reason="Late", now=TEN),
        "swap": lambda: booking.swap(seat, ines, by=lena, now=TEN),
        "add_seat": lambda: booking.add_seat(interview, ines, "shadow", by=lena, now=TEN),
        "remove_seat": lambda: booking.remove_seat(seat, by=lena, now=TEN),
    }[verb]

    with pytest.raises(Refused) as refused:
        change()

    assert refused.value.sentence == "This interview has begun. It can no longer be changed."


def test_a_swap_gives_the_seat_to_another(coding, ivan, ines, lena, now):
    interview = book(coding, ivan, by=lena, now=now)
    seat = interview.seats.get()

    for _ in range(2):
        booking.swap(seat, ines, by=lena, now=now)

    assert [(held.person, held.role) for held in interview.seats.held()] == [(ines, "lead")]


def test_a_declined_seat_is_swapped(coding, ivan, ines, lena, now):
    interview = book(coding, ivan, by=lena, now=now)
    booking.answer(interview.seats.get(), by=ivan, accepts=False, reason="On holiday", now=now)
    assert [seat.decline_reason for seat in interview.seats.empty()] == ["On holiday"]

    booking.swap(interview.seats.get(), ines, by=lena, now=now)

    assert [seat.person for seat in interview.seats.held()] == [ines]
    assert list(interview.seats.empty()) == []


def test_a_swap_to_somebody_taken_is_refused(coding, noahs_coding, ivan, ines, lena, now):
    book(coding, ivan, by=lena, now=now)
    interview = book(noahs_coding, ines, by=lena, now=now)

    with pytest.raises(booking.Clash, match="Ivan Interviewer has Coding with Maya Chen"):
        booking.swap(interview.seats.get(), ivan, by=lena, now=now)

    assert [seat.person for seat in interview.seats.held()] == [ines]


def test_a_seat_more_and_a_seat_less(coding, ivan, ines, lena, now):
    interview = book(coding, ivan, by=lena, now=now)

    seat = booking.add_seat(interview, ines, "shadow", by=lena, now=now)
    assert booking.add_seat(interview, ines, "shadow", by=lena, now=now) == seat
    with pytest.raises(booking.Clash, match="Ines Interviewer has a seat in this interview already, as shadow"):
        booking.add_seat(interview, ines, "panel", by=lena, now=now)
    booking.remove_seat(seat, by=lena, now=now)
    booking.remove_seat(seat, by=lena, now=now)

    assert [held.person for held in interview.seats.held()] == [ivan]


def test_somebody_has_to_lead(coding, ivan, ines, lena, now):
    interview = book(coding, ivan, by=lena, now=now)
    booking.add_seat(interview, ines, "shadow", by=lena, now=now)

    with pytest.raises(Refused, match="Somebody has to lead this interview"):
        booking.remove_seat(interview.seats.get(person=ivan), by=lena, now=now)


def test_only_the_person_answers(coding, ivan, ines, lena, now):
    interview = book(coding, ivan, by=lena, now=now)

    with pytest.raises(Refused, match="Only the person invited can answer"):
        booking.answer(interview.seats.get(), by=ines, accepts=True, now=now)


def test_who_declined_asks_for_the_seat_back(coding, ivan, lena, now):
    seat = book(coding, ivan, by=lena, now=now).seats.get()
    booking.answer(seat, by=ivan, accepts=False, reason="On holiday", now=now)

    with pytest.raises(Refused, match=r"You declined this interview\. Ask Lena Recruiter for your seat back\."):
        booking.answer(seat, by=ivan, accepts=True, now=now)


@pytest.mark.parametrize(
    ("minute", "now_for", "next_for"),
    [(-31, False, True), (-30, True, False), (0, True, False), (60 + 30, True, False), (60 + 31, False, False)],
)
def test_an_interview_is_now_from_half_an_hour_before_to_half_an_hour_after(ivans_interview, ivan, minute, now_for, next_for):
    now = ivans_interview.starts_at + timedelta(minutes=minute)

    assert list(Interview.objects.now_for(ivan, now)) == ([ivans_interview] if now_for else [])
    assert list(Interview.objects.next_for(ivan, now)) == ([ivans_interview] if next_for else [])


def test_a_long_interview_stays_now_until_it_ended(ivans_interview, ivan):
    ivans_interview.start(now=ivans_interview.starts_at)
    late = ivans_interview.ends_at + timedelta(hours=2)
    assert list(Interview.objects.now_for(ivan, late)) == [ivans_interview]

    ivans_interview.end(now=late)

    assert list(Interview.objects.now_for(ivan, late + timedelta(minutes=30))) == [ivans_interview]
    assert list(Interview.objects.now_for(ivan, late + timedelta(minutes=31))) == []
