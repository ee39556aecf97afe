"""The page on which an interview is booked."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from interviews.models import Away, Interview
from tests.clients import errors
from tests.factories import make_candidate, make_interview, make_loop

pytestmark = pytest.mark.usefixtures("monday")

TYPED = {
    "on": "2026-03-03",
    "at": "10:30",
    "minutes": "60",
    "place": "Room 1",
    "person_0": "Ivan Interviewer",
    "person_extra": "",
    "role_extra": "shadow",
}


@pytest.fixture
def coding(loop):
    return loop.stages.get(name="Coding")


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages._queued_messages]


def test_booking_books_in_the_recruiters_own_time(client, lena, ivan, ines, coding):
    client.force_login(lena)
    page = client.get(reverse("booking", args=[coding.pk]))

    answer = client.post(page.request["PATH_INFO"], {**TYPED, "person_extra": "INES@example.com"})

    interview = Interview.objects.get()
    assert page.status_code == 200
    assert (answer.status_code, answer.url) == (302, f"/loops/{coding.loop_id}/")
    assert interview.starts_at == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # 10:30 in Berlin
    assert [(seat.person, seat.role) for seat in interview.seats.order_by("pk")] == [(ivan, "lead"), (ines, "shadow")]
    assert said(answer) == [
        "Coding is booked for Tue 3 Mar, 10:30–11:30 Berlin. Everybody gets an invitation by mail.",
        "04:30–05:30 New York is outside the working hours of Ines Interviewer, 09:00–17:00.",
    ]


def test_a_clash_keeps_what_was_typed(client, lena, ivan, coding, plan, job):
    noah = make_candidate(name="Noah Berg", email="noah@example.org", added_by=lena)
    other = make_loop(plan=plan, candidate=noah, job=job, recruiter=lena)
    make_interview(stage=other.stages.get(name="Coding"), lead=ivan, starts_at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    client.force_login(lena)

    page = client.post(reverse("booking", args=[coding.pk]), TYPED)

    assert page.status_code == 422
    assert errors(page) == {"person_0": ["Ivan Interviewer has Coding with Noah Berg on Tue 3 Mar, 11:00–12:00 Berlin."]}
    assert {name: page.context["form"][name].value() for name in TYPED} == TYPED
    assert "<title>Error: Book Coding" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("on", "", "Choose a date."),
        ("on", "tomorrow", "Enter a date, for example 2026-03-02."),
        ("on", "2026-02-30", "Enter a date, for example 2026-03-02."),
        ("on", "0001-01-01", "That day has passed. Choose today or a later one."),
        ("on", "2026-03-01", "That day has passed. Choose today or a later one."),
        ("on", "9999-12-31", "That is more than a year away. Choose an earlier day."),
        ("at", "", "Choose a start time."),
        ("at", "25:00", "Enter a time from 00:00 to 23:59, for example 10:30."),
        ("minutes", "", "Enter how many minutes it takes."),
        ("minutes", "an hour", "Enter a whole number of minutes, for example 60."),
        ("minutes", "-60", "Enter from 15 to 480 minutes."),
        ("minutes", "9" * 40, "Enter from 15 to 480 minutes."),
        ("place", "x" * 301, "Keep the place under 300 characters."),
        ("person_0", "", "Choose who is lead."),
        ("person_0", "Nemo", "Nobody here is called “Nemo”. Choose a person from the list."),
        ("person_0", "nemo@example.com", "Nobody here is called “nemo@example.com”. Choose a person from the list."),
        ("person_extra", "Ivan Interviewer", "Ivan Interviewer has two seats here. Choose somebody else for one of them."),
        ("role_extra", "king", "Choose a role from the list."),
    ],
)
def test_what_cannot_be_booked_is_said_at_its_field(client, lena, ivan, coding, field, typed, sentence):
    client.force_login(lena)

    page = client.post(reverse("booking", args=[coding.pk]), {**TYPED, field: typed})

    assert page.status_code == 422
    assert errors(page) == {field: [sentence]}
    assert Interview.objects.count() == 0


def test_a_passed_time_of_today_is_refused(client, lena, ivan, coding):
    client.force_login(lena)

    page = client.post(reverse("booking", args=[coding.pk]), {**TYPED, "on": "2026-03-02", "at": "09:59"})

    assert errors(page) == {"at": ["That time has passed. Choose a later one."]}


def test_a_time_that_the_clocks_skip_is_refused(client, lena, ivan, coding):
    client.force_login(lena)

    page = client.post(reverse("booking", args=[coding.pk]), {**TYPED, "on": "2026-03-29", "at": "02:30"})

    assert page.status_code == 422
    assert errors(page) == {"at": ["02:30 does not exist on that day in Berlin: the clocks go forward. Choose another time."]}


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_a_time_that_comes_twice_asks_which(client, lena, ivan, coding, which, hour):
    client.force_login(lena)
    typed = {**TYPED, "on": "2026-10-25", "at": "02:30"}

    asked = client.post(reverse("booking", args=[coding.pk]), typed)
    client.post(reverse("booking", args=[coding.pk]), {**typed, "which": which})

    assert errors(asked) == {
        "which": ["02:30 comes twice on that day in Berlin: the clocks go back. Say which of the two you mean."]
    }
    assert 'name="which"' in asked.content.decode()
    assert Interview.objects.get().starts_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_looking_books_nothing(client, lena, ivan, coding):
    client.force_login(lena)

    page = client.post(reverse("booking", args=[coding.pk]), {**TYPED, "minutes": "45", "look": "1"})

    assert page.status_code == 200
    assert page.context["outlook"].times == [
        ("Maya Chen", "Tue 3 Mar, 09:30–10:15 UTC"),
        ("Ivan Interviewer", "Tue 3 Mar, 09:30–10:15 Lisbon"),
    ]
    assert page.context["outlook"].warnings == ["The kit takes 60 minutes; this is 45."]
    assert Interview.objects.count() == 0


def test_the_outlook_answers_while_the_form_is_half_filled(client, lena, ivan, coding):
    client.force_login(lena)
    url = reverse("outlook", args=[coding.pk])

    empty = client.get(url, {"on": "2026-03-03", "at": ""})
    half = client.get(url, {"on": "2026-03-03", "at": "22:00", "minutes": "60", "person_0": "Iva"})

    assert (empty.status_code, empty.context["outlook"]) == (200, None)
    assert half.context["outlook"].times == [("Maya Chen", "Tue 3 Mar, 21:00–22:00 UTC")]
    assert half.context["outlook"].warnings == ["It is 21:00 UTC for Maya Chen."]


def test_booking_a_booked_stage_leads_back(client, lena, ivans_interview):
    client.force_login(lena)

    answer = client.get(reverse("booking", args=[ivans_interview.stage_id]))

    assert (answer.status_code, said(answer)) == (302, ["Coding is booked already. Move or cancel that interview."])


def test_people_choices_finds_by_name_and_email(client, lena, ivan, ines, otto):
    client.force_login(lena)

    assert client.get("/people/choices/", {"person_0": "INTERV"}).context["people"] == [
        "Ines Interviewer (ines@example.com)",
        "Ivan Interviewer (ivan@example.com)",
    ]
    assert client.get("/people/choices/", {"person": "otto@"}).context["people"] == ["Otto Outside (otto@example.com)"]
    assert client.get("/people/choices/", {"person": "%"}).context["people"] == []


def test_a_rule_is_set_aside_once_a_reason_is_typed(client, lena, ivan, coding):
    Away.objects.create(person=ivan, first_on="2026-03-03", last_on="2026-03-03", reason="Moving house")
    client.force_login(lena)

    refused = client.post(reverse("booking", args=[coding.pk]), TYPED)
    booked = client.post(reverse("booking", args=[coding.pk]), {**TYPED, "despite": "He offered it"})

    assert (refused.status_code, errors(refused)) == (422, {"person_0": ["Ivan Interviewer is away on Tue 3 Mar."]})
    assert "Why all the same" in refused.content.decode()
    assert "Moving house" not in refused.content.decode()
    assert (booked.status_code, Interview.objects.count()) == (302, 1)
    assert "He offered it" in client.get(reverse("seats", args=[Interview.objects.get().pk])).content.decode()
