"""The form of a scorecard says who will read it, and that is who may."""

import pytest

from accounts.models import User
from interviews.models import Seat
from scorecards import readers
from scorecards.models import Scorecard, debate
from tests.clients import signed_in
from tests.factories import make_scorecard, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ivans_seat(ivans_interview, ines_interview) -> Seat:
    return ivans_interview.seats.select_related("interview__stage__loop__candidate").get()


def test_those_who_are_named_are_those_who_read(loop, ivans_seat, ines_interview, carla, ada, lena, otto, now):
    make_seat(interview=ines_interview, person=otto, role="observer")
    card = make_scorecard(interview=ivans_seat.interview, submitted=True)
    make_scorecard(interview=ines_interview, submitted=True)
    debate.open_debrief(loop, members=[carla], by=lena, now=now)

    told = {person for part in (readers.recruiting, readers.interviewing, readers.voting) for person in part(ivans_seat)}

    assert told == {person for person in User.objects.all() if Scorecard.objects.visible_to(person).filter(pk=card.pk).exists()}
    assert {person.name for person in told} == {
        "Ada Administrator",
        "Carla Committee",
        "Ines Interviewer",
        "Ivan Interviewer",
        "Lena Recruiter",
    }


def test_the_form_names_them_before_a_word_is_written(ivans_seat, ivan, ada):
    page = signed_in(ivan).get(f"/interviews/{ivans_seat.interview_id}/scorecard/").content.decode()

    assert (
        "Only you read this until you submit. Then also: recruiters and administrators (Ada Administrator, Lena Recruiter); "
        "interviewers of this loop (Ines Interviewer) once theirs is in; those who vote in the debrief. "
        "Maya Chen may ask to read it, without your name."
    ) in page


def test_a_colleague_who_is_the_candidate_is_not_among_them(ivans_seat, maya, ada):
    maya.employee = ada
    maya.save(update_fields=["employee"])
    ivans_seat.interview.stage.loop.candidate.refresh_from_db()

    assert [part.names for part in readers.readers_of(ivans_seat)] == [["Lena Recruiter"], ["Ines Interviewer"], []]


def test_of_many_some_are_named(ivans_seat):
    for number in range(readers.NAMED):
        make_user(name=f"Recruiter {number}", email=f"r{number}@example.com", is_recruiter=True)

    part = readers.readers_of(ivans_seat)[0]

    assert (len(part.names), part.has_more) == (readers.NAMED, True)


def test_naming_them_costs_two_queries(ivans_seat, django_assert_num_queries):
    with django_assert_num_queries(2):
        readers.readers_of(ivans_seat)
