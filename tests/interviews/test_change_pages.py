"""The pages on which interviews are moved, cancelled, seated and answered, and who may come to them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from interviews import booking
from tests.clients import errors
from tests.conftest import NOW
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def coding(loop):
    return loop.stages.get(name="Coding")


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

    with django_assert_num_queries(16):
        client.get(reverse("booking", args=[coding.pk]))
