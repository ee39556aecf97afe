"""Nobody sits in two places, whatever code path or race tries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from interviews.models import Seat
from tests.factories import make_interview, make_seat

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "refused"),
    [
        (TEN, True),
        (TEN + timedelta(minutes=59), True),
        (TEN - timedelta(minutes=59), True),
        (TEN + timedelta(minutes=60), False),  # touching is not overlapping
        (TEN - timedelta(minutes=60), False),
    ],
)
def test_a_person_has_no_two_overlapping_seats(ivans_interview, loop, ivan, starts_at, refused):
    stage = loop.stages.get(name="System design")

    if refused:
        with pytest.raises(IntegrityError, match="nobody_in_two_places"), transaction.atomic():
            make_interview(stage=stage, lead=ivan, starts_at=starts_at)
    else:
        make_interview(stage=stage, lead=ivan, starts_at=starts_at)

    assert Seat.objects.filter(person=ivan).count() == (1 if refused else 2)


def test_moving_an_interview_onto_a_persons_other_seat_is_refused(ivans_interview, loop, ivan):
    other = make_interview(stage=loop.stages.get(name="System design"), lead=ivan, starts_at=TEN + timedelta(hours=3))

    other.starts_at, other.ends_at = TEN, TEN + timedelta(hours=1)
    with pytest.raises(IntegrityError, match="nobody_in_two_places"), transaction.atomic():
        other.save(update_fields=["starts_at", "ends_at"])


def test_a_cancelled_interview_frees_its_people(ivans_interview, loop, ivan, lena, now):
    ivans_interview.cancelled_at, ivans_interview.cancelled_by, ivans_interview.cancel_reason = now, lena, "Ill"
    ivans_interview.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])

    make_interview(stage=loop.stages.get(name="System design"), lead=ivan, starts_at=TEN)

    assert Seat.objects.standing().filter(person=ivan).count() == 1


def test_a_declined_seat_frees_its_person(ivans_interview, loop, ivan, now):
    ivans_interview.seats.get().decline("On holiday", now=now)

    make_interview(stage=loop.stages.get(name="System design"), lead=ivan, starts_at=TEN)

    assert Seat.objects.standing().filter(person=ivan).count() == 1


def test_a_person_has_one_seat_in_an_interview(ivans_interview, ivan):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_seat(interview=ivans_interview, person=ivan, role="panel")
