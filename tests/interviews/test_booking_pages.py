"""The pages on which loops are opened and interviews booked, moved, cancelled, seated and answered."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from interviews import booking
from interviews.models import Interview, Loop
from tests.conftest import NOW
from tests.factories import make_candidate, make_competency, make_interview, make_loop, make_user

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
def monday():
    """The clock of the pages stands at Monday 2 March 2026, 09:00 UTC."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coding(loop):
    return loop.stages.get(name="Coding")


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages._queued_messages]


# A loop ------------------------------------------------------------------------------------------------------------------


def test_loop_new_opens_a_loop_from_a_plan(client, lena, maya, job, plan):
    client.force_login(lena)
    page = client.get(reverse("loop_new"), {"candidate": maya.pk})

    answer = client.post(
        page.request["PATH_INFO"] + f"?candidate={maya.pk}", {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk}
    )

    loop = Loop.objects.get()
    assert page.status_code == 200
    assert (answer.status_code, answer.url) == (302, reverse("loop", args=[loop.pk]))
    assert (loop.candidate, loop.job, loop.level, loop.recruiter, loop.opened_by) == (maya, job, plan.level, lena, lena)
    assert [stage.name for stage in loop.stages.order_by("place")] == ["Coding", "System design"]


def test_loop_new_leads_to_the_loop_that_is_open(client, lena, loop, maya, job, plan):
    client.force_login(lena)

    page = client.post(f"/loops/new/?candidate={maya.pk}", {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk})

    assert page.status_code == 422
    assert errors(page) == {"job": ["Maya Chen has an open loop for this job already."]}
    assert f'href="/loops/{loop.pk}/"' in page.content.decode()


def test_loop_new_asks_why_a_plan_may_leave_a_gap(client, lena, maya, job, plan):
    plan.weights.create(competency=make_competency(key="databases", name="Databases"), weight=2)
    client.force_login(lena)
    typed = {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk}

    refused = client.post(f"/loops/new/?candidate={maya.pk}", typed)
    taken = client.post(f"/loops/new/?candidate={maya.pk}", {**typed, "gap_reason": "Seen in the take-home"})

    assert refused.status_code == 422
    assert errors(refused) == {
        "gap_reason": ["No stage looks at Databases, which counts. Say why that is fine, or choose another plan."]
    }
    assert taken.status_code == 302
    assert Loop.objects.get().gap_reason == "Seen in the take-home"


def test_loop_new_says_what_is_missing(client, lena, maya, plan, job):
    client.force_login(lena)

    page = client.post(f"/loops/new/?candidate={maya.pk}", {"recruiter": "0"})

    assert page.status_code == 422
    assert errors(page) == {
        "job": ["Choose a job."],
        "plan": ["Choose a plan."],
        "recruiter": ["Choose a recruiter from the list."],
    }


@pytest.mark.parametrize("candidate", ["", "0", "x", "-1", "1e5", "²", "9" * 30, "999999"])
def test_loop_new_of_nobody_is_not_found(client, lena, candidate):
    client.force_login(lena)

    assert client.get("/loops/new/", {"candidate": candidate}).status_code == 404


# Booking -----------------------------------------------------------------------------------------------------------------


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


# Moving, cancelling, seats -----------------------------------------------------------------------------------------------


def test_move_gives_another_time(client, lena, ivans_interview):
    client.force_login(lena)
    page = client.get(reverse("move", args=[ivans_interview.pk]))

    answer = client.post(
        page.request["PATH_INFO"],
        {"on": "2026-03-03", "at": "15:00", "minutes": "60", "place": "Room 2", "reason": "Ivan is away"},
    )

    ivans_interview.refresh_from_db()
    assert (page.context["form"]["at"].value().hour, page.status_code) == (11, 200)  # 10:00 UTC on lena's clock
    assert answer.status_code == 302
    assert (ivans_interview.starts_at, ivans_interview.place) == (datetime(2026, 3, 3, 14, tzinfo=UTC), "Room 2")


def test_move_needs_a_reason_and_keeps_the_time(client, lena, ivans_interview):
    client.force_login(lena)

    page = client.post(reverse("move", args=[ivans_interview.pk]), {"on": "2026-03-03", "at": "15:00", "minutes": "60"})

    assert (page.status_code, errors(page)) == (422, {"reason": ["Say why it moves."]})
    assert page.context["form"]["at"].value() == "15:00"


def test_cancellation_needs_a_reason(client, lena, ivans_interview):
    client.force_login(lena)
    url = reverse("cancellation", args=[ivans_interview.pk])

    assert client.get(url).status_code == 200
    assert errors(client.post(url, {"reason": " "})) == {"reason": ["Say why, in a few words."]}
    assert client.post(url, {"reason": "Maya is ill"}).status_code == 302
    assert client.post(url, {"reason": "Maya is ill"}).status_code == 302
    ivans_interview.refresh_from_db()
    assert ivans_interview.cancel_reason == "Maya is ill"


def test_seats_are_added_swapped_and_taken_out(client, lena, ines, carla, ivans_interview):
    client.force_login(lena)
    url = reverse("seats", args=[ivans_interview.pk])

    assert client.get(url).status_code == 200
    client.post(url, {"person": "Ines Interviewer", "role": "observer"})
    lead, observer = ivans_interview.seats.order_by("pk")
    assert client.get(reverse("swap", args=[lead.pk])).status_code == 200
    client.post(reverse("swap", args=[lead.pk]), {"person": "Carla Committee (carla@example.com)"})
    client.post(reverse("removal", args=[observer.pk]))

    assert [(seat.person, seat.role) for seat in ivans_interview.seats.held()] == [(carla, "lead")]


def test_a_swap_to_nobody_is_said_at_the_field(client, lena, ivans_interview):
    client.force_login(lena)

    page = client.post(reverse("swap", args=[ivans_interview.seats.get().pk]), {"person": "Nemo"})

    assert (page.status_code, errors(page)) == (
        422,
        {"person": ["Nobody here is called “Nemo”. Choose a person from the list."]},
    )


def test_the_invited_person_accepts_or_declines(client, ivan, ivans_interview):
    client.force_login(ivan)
    seat = ivans_interview.seats.get()
    url = reverse("answer", args=[seat.pk])

    accepted = client.post(url, {"answer": "accept"})
    unsaid = client.post(url, {"answer": "decline", "reason": ""})
    declined = client.post(url, {"answer": "decline", "reason": "On holiday"})

    seat.refresh_from_db()
    assert (accepted.url, unsaid.status_code, declined.url) == (f"/interviews/{ivans_interview.pk}/", 422, "/")
    assert errors(unsaid) == {"reason": ["Say why, in a few words."]}
    assert seat.decline_reason == "On holiday"


# Who may -----------------------------------------------------------------------------------------------------------------


PAGES = {
    "loop_new": lambda interview: f"/loops/new/?candidate={interview.stage.loop.candidate_id}",
    "booking": lambda interview: reverse("booking", args=[interview.stage_id]),
    "outlook": lambda interview: reverse("outlook", args=[interview.stage_id]),
    "move": lambda interview: reverse("move", args=[interview.pk]),
    "cancellation": lambda interview: reverse("cancellation", args=[interview.pk]),
    "seats": lambda interview: reverse("seats", args=[interview.pk]),
    "swap": lambda interview: reverse("swap", args=[interview.seats.get().pk]),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), [("otto", 404), ("carla", 404), ("ivan", 403), ("lena", 200), ("ada", 200)])
def test_who_may_book(request, client, ivans_interview, page, who, status):
    client.force_login(request.getfixturevalue(who))
    if page == "booking" and status == 200:
        booking.cancel(ivans_interview, by=request.getfixturevalue("lena"), reason="To book again", now=NOW)

    assert client.get(PAGES[page](ivans_interview)).status_code == status


@pytest.mark.parametrize("page", ["move", "cancellation", "seats", "swap", "removal"])
@pytest.mark.parametrize(("who", "status"), [("otto", 404), ("ivan", 403)])
def test_who_may_not_changes_nothing(request, client, ivans_interview, ines, page, who, status):
    target = ivans_interview.seats.get().pk if page in {"swap", "removal"} else ivans_interview.pk
    client.force_login(request.getfixturevalue(who))
    typed = {
        "on": "2026-03-03",
        "at": "15:00",
        "minutes": "60",
        "reason": "Mischief",
        "person": "Ines Interviewer",
        "role": "shadow",
    }

    answer = client.post(reverse(page, args=[target]), typed)

    ivans_interview.refresh_from_db()
    assert answer.status_code == status
    assert (ivans_interview.version, ivans_interview.cancelled_at) == (1, None)
    assert [seat.person.name for seat in ivans_interview.seats.held()] == ["Ivan Interviewer"]


@pytest.mark.parametrize("who", ["otto", "ines", "lena", "ada"])
def test_nobody_answers_for_another(request, client, ivans_interview, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.post(reverse("answer", args=[ivans_interview.seats.get().pk]), {"answer": "accept"})

    assert answer.status_code == 404
    assert ivans_interview.seats.get().accepted_at is None


def test_the_candidate_of_a_loop_who_recruits_here_does_not_find_it(client, ada, ivans_interview):
    candidate = ivans_interview.stage.loop.candidate
    candidate.employee = ada
    candidate.save(update_fields=["employee"])
    client.force_login(ada)

    assert [client.get(url(ivans_interview)).status_code for url in PAGES.values()] == [404] * len(PAGES)


@pytest.mark.parametrize(("method", "page"), [("put", "booking"), ("delete", "move"), ("get", "removal"), ("post", "outlook")])
def test_other_methods_are_refused(client, lena, ivans_interview, method, page):
    client.force_login(lena)
    seat = ivans_interview.seats.get()
    target = {"booking": ivans_interview.stage_id, "outlook": ivans_interview.stage_id, "removal": seat.pk}

    answer = getattr(client, method)(reverse(page, args=[target.get(page, ivans_interview.pk)]))

    assert answer.status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_booking_page_costs_the_same_for_more_people(client, lena, coding, rows, django_assert_num_queries):
    for number in range(rows):
        make_user(name=f"Person {number}", email=f"{number}@example.com")
    client.force_login(lena)

    with django_assert_num_queries(5):
        client.get(reverse("booking", args=[coding.pk]))
