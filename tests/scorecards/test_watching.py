"""Who hears what happens in a room: asked for everybody who listens, in one question."""

import pytest
from django.utils import timezone

from scorecards import access
from tests.factories import make_seat

pytestmark = pytest.mark.django_db


def test_who_holds_a_standing_seat_hears_the_room_and_nobody_else(
    ivans_interview, ines_interview, ivan, ines, otto, lena, django_assert_num_queries
):
    room, other = str(ivans_interview.pk), str(ines_interview.pk)
    seat = make_seat(interview=ivans_interview, person=otto, role="observer")
    asked = {
        (person.pk, identity) for person in (ivan, ines, otto, lena) for identity in (room, other, "987654", "x", "٣", "9" * 30)
    }

    with django_assert_num_queries(1):
        assert access.may_watch_interviews(asked) == {(ivan.pk, room), (otto.pk, room), (ines.pk, other)}

    seat.remove(by=lena, now=timezone.now())
    assert access.may_watch_interviews(asked) == {(ivan.pk, room), (ines.pk, other)}
