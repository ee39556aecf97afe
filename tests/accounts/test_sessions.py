"""Sessions: how long they last, and ending those one has elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Session
from accounts.sessions import browser_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def sign_in(client: Client, agent: str = FIREFOX) -> Client:
    client.post(
        "/sign-in/", {"login": "lena@example.com", "password": PASSWORD}, headers={"User-Agent": agent}, REMOTE_ADDR="192.0.2.1"
    )
    return client


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_session_is_a_row_with_its_person_browser_and_address(client, lena):
    sign_in(client)

    assert list(Session.objects.values_list("person", "browser", "address")) == [(lena.pk, "Firefox on Linux", "192.0.2.1")]


def test_who_makes_no_request_for_twelve_hours_is_signed_out(client, lena, now):
    with time_machine.travel(now, tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(hours=11, minutes=59))
        just_in_time = is_in(client)
        clock.shift(timedelta(hours=12, minutes=1))

        assert (just_in_time, is_in(client)) == (True, False)


def test_who_keeps_working_stays_signed_in_for_thirty_days_and_no_longer(client, lena, now):
    with time_machine.travel(now, tick=False) as clock:
        sign_in(client)
        for _ in range(60):  # just under half a day each
            assert is_in(client)
            clock.shift(timedelta(hours=11, minutes=55))
        clock.move_to(now + timedelta(days=30, minutes=1))

        assert not is_in(client)


def test_a_session_is_not_written_at_every_request(client, lena, django_assert_num_queries):
    sign_in(client)

    with django_assert_num_queries(6):
        client.get("/me/")


def test_a_person_ends_one_other_session(client, lena):
    sign_in(client)
    telephone = sign_in(Client(), IPHONE)
    other = Session.objects.get(browser="Safari on iPhone")

    response = client.post(f"/me/sessions/{other.uid}/end/")

    assert response["Location"] == "/me/"
    assert not is_in(telephone)
    assert is_in(client)


def test_a_person_ends_every_other_session(client, lena):
    sign_in(client)
    others = [sign_in(Client(), IPHONE), sign_in(Client())]

    client.post("/me/sessions/end/")

    assert [is_in(other) for other in others] == [False, False]
    assert is_in(client)


def test_nobody_ends_the_session_of_somebody_else(client, lena, ivan):
    sign_in(client)
    stranger = Client()
    stranger.force_login(ivan)

    response = stranger.post(f"/me/sessions/{Session.objects.get(person=lena).uid}/end/")

    assert response.status_code == 404
    assert is_in(client)


def test_a_link_ends_no_session(client, lena):
    sign_in(client)

    assert client.get(f"/me/sessions/{Session.objects.get().uid}/end/").status_code == 405
    assert client.get("/me/sessions/end/").status_code == 405


def test_no_page_shows_the_key_of_a_session(client, lena):
    sign_in(client)
    sign_in(Client(), IPHONE)

    page = client.get("/me/").content.decode()

    assert [key for key in Session.objects.values_list("session_key", flat=True) if key in page] == []


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("<script>alert(1)</script>\x1b[31m", "scriptalert1/script31m"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert browser_of(agent) == words
