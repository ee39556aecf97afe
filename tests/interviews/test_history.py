"""How a booking came to be: each change of time or people is a version, with who, what and why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from interviews import booking, replacing
from interviews.history import versions
from interviews.models import Interview, Qualification
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def booked(loop, ivan, lena, now):
    """Coding on Thursday at 15:00 UTC with ivan, booked on Monday."""
    stage, at = loop.stages.get(name="Coding"), now + 3 * DAY + 6 * HOUR
    return booking.book(stage, starts_at=at, ends_at=at + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)


def told(interview) -> list[tuple]:
    whole = Interview.objects.with_people().get(pk=interview.pk)
    return [(one.number, one.by, one.what, f"{one.span[0]:%H:%M}", one.people) for one in versions(whole)]


def test_each_change_of_time_and_people_is_a_version(booked, ivan, ines, otto, carla, lena, now):
    for person in (ivan, ines, carla):
        Qualification.give(person, booked.stage.kind, by=lena, now=now)
    seat = booking.add_seat(booked, otto, "shadow", by=lena, now=now + HOUR)
    at = booked.starts_at
    booking.move(booked, starts_at=at + HOUR, ends_at=at + 2 * HOUR, by=lena, reason="Earlier train", now=now + 2 * HOUR)
    booking.remove_seat(seat, by=lena, now=now + 3 * HOUR)
    lead = booked.seats.held().get(role="lead")
    booking.swap(lead, carla, by=lena, now=now + 4 * HOUR)
    last = booked.seats.held().get(role="lead")
    booking.answer(last, by=carla, accepts=False, reason="I am ill", now=now + 5 * HOUR)
    replacing.replace(last, now=now + 6 * HOUR)
    booking.cancel(booked, by=lena, reason="The candidate withdrew", now=now + 7 * HOUR)

    assert told(booked) == [
        (1, "Lena Recruiter", "booked", "15:00", "Ivan Interviewer (Lead)"),
        (2, "Lena Recruiter", "with Otto Outside (Shadow)", "15:00", "Ivan Interviewer (Lead), Otto Outside (Shadow)"),
        (3, "Lena Recruiter", "moved: Earlier train", "16:00", "Ivan Interviewer (Lead), Otto Outside (Shadow)"),
        (4, "Lena Recruiter", "without Otto Outside (Shadow)", "16:00", "Ivan Interviewer (Lead)"),
        (
            5,
            "Lena Recruiter",
            "without Ivan Interviewer (Lead), with Carla Committee (Lead)",
            "16:00",
            "Carla Committee (Lead)",
        ),
        (6, "Carla Committee", "declined: I am ill", "16:00", ""),
        (7, "Lena Recruiter", "with Ines Interviewer (Lead)", "16:00", "Ines Interviewer (Lead)"),
        (8, "Lena Recruiter", "cancelled: The candidate withdrew", "16:00", "Ines Interviewer (Lead)"),
    ]


def test_what_the_candidate_did_is_theirs(booked, lena, now):
    at = booked.starts_at
    later = {"starts_at": at + HOUR, "ends_at": at + 2 * HOUR}
    booking.move(booked, **later, by=lena, reason="A lecture", now=now + HOUR, is_candidates=True)
    booking.cancel(booked, by=lena, reason="Another offer", now=now + 2 * HOUR, is_candidates=True)

    assert [one[:3] for one in told(booked)[1:]] == [
        (2, "Maya Chen", "moved: A lecture"),
        (3, "Maya Chen", "cancelled: Another offer"),
    ]


@pytest.mark.usefixtures("monday")
def test_who_recruits_reads_it_with_the_interview(booked, ivan, ines, lena, now):
    page = signed_in(lena).get(reverse("interview", args=[booked.pk]))
    assert "How this booking came to be" not in page.text  # one version is no story
    booking.add_seat(booked, ines, "observer", by=lena, now=now + HOUR)

    page = signed_in(lena).get(reverse("interview", args=[booked.pk]))

    assert "2. With Ines Interviewer (Observer)" in page.text
    assert "Thu 5 Mar, 16:00–17:00 Berlin: Ivan Interviewer (Lead), Ines Interviewer (Observer)" in page.text
    assert "How this booking came to be" not in signed_in(ivan).get(reverse("interview", args=[booked.pk])).text
