"""Signing in by email. Nobody signs up; who lost access is out at once."""

import pytest
from django.test import Client

from accounts.models import Event
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
MISMATCH = "Email and password do not belong together. Try again, or choose a new password below"
TOO_MANY = "Too many tries. Wait five minutes and try again, or choose a new password below"


def sign_in(client: Client, email: str, password: str, *, address: str = "192.0.2.1", **more: str):
    return client.post("/sign-in/", {"login": email, "password": password, **more}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def said(response) -> list[str]:
    return response.context["form"].non_field_errors()


def test_a_person_signs_in_with_email_and_password(client, lena):
    response = sign_in(client, "lena@example.com", PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(lena.pk)


def test_capitals_in_the_email_do_not_matter(client, lena):
    assert sign_in(client, "Lena@Example.COM", PASSWORD).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, lena):
    known = sign_in(client, "lena@example.com", "wrong password")
    unknown = sign_in(client, "nobo@example.com", "wrong password")

    assert known.status_code == unknown.status_code == 422
    assert said(known) == said(unknown) == [MISMATCH]
    assert {**known.headers, "Expires": ""} == {**unknown.headers, "Expires": ""}
    assert not is_in(client)


def test_a_wrong_password_keeps_the_typed_email(client, lena):
    page = sign_in(client, "lena@example.com", "wrong password").content.decode()

    assert 'value="lena@example.com"' in page
    assert "wrong password" not in page


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", PASSWORD, "Type your email"),
        ("lena", PASSWORD, "Type an email like name@example.com"),
        ("lena@example.com", "", "Type your password"),
    ],
)
def test_an_incomplete_form_says_what_is_missing(client, lena, email, password, sentence):
    response = sign_in(client, email, password)

    assert response.status_code == 422
    assert [error for errors in response.context["form"].errors.values() for error in errors] == [sentence]


def test_every_page_asks_to_sign_in_and_comes_back(client, lena):
    response = client.get("/candidates/?q=maya")

    assert response["Location"] == "/sign-in/?next=/candidates/%3Fq%3Dmaya"
    assert sign_in(client, "lena@example.com", PASSWORD, next="/candidates/?q=maya")["Location"] == "/candidates/?q=maya"


@pytest.mark.parametrize("target", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_next_leads_to_our_own_pages_only(client, lena, target):
    assert sign_in(client, "lena@example.com", PASSWORD, next=target)["Location"] == "/"


def test_a_session_id_planted_before_signing_in_is_dead_afterwards(client, lena):
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    sign_in(client, "lena@example.com", PASSWORD)

    assert client.session.session_key != planted
    assert not client.session.exists(planted)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, lena):
    cookie = sign_in(client, "lena@example.com", PASSWORD).cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_who_lost_access_cannot_sign_in(client, lena, ada, now):
    lena.deactivate(by=ada, now=now)

    response = sign_in(client, "lena@example.com", PASSWORD)

    assert response["Location"] == "/sign-in/inactive/"
    assert not is_in(client)
    assert "Your access was taken away" in client.get("/sign-in/inactive/").content.decode()


def test_who_loses_access_is_out_at_the_next_request(client, lena, ada, now):
    sign_in(client, "lena@example.com", PASSWORD)

    lena.deactivate(by=ada, now=now)

    assert client.get("/").headers["Location"] == "/sign-in/?next=/"


def test_five_wrong_passwords_close_an_account_for_a_while_from_wherever_they_come(client, lena):
    for number in range(5):
        assert sign_in(client, "lena@example.com", "wrong password", address=f"192.0.2.{number}").status_code == 422

    response = sign_in(client, "lena@example.com", PASSWORD, address="192.0.2.77")

    assert (response.status_code, said(response)) == (429, [TOO_MANY])
    assert not is_in(client)


def test_twenty_wrong_passwords_close_the_door_to_an_address(client, lena, ivan):
    for number in range(20):
        sign_in(client, f"guess{number}@example.com", "wrong password")

    response = sign_in(client, "ivan@example.com", PASSWORD)

    assert (response.status_code, said(response)) == (429, [TOO_MANY])


def test_a_forged_forwarding_header_does_not_reset_the_count(client, lena):
    for number in range(20):
        client.post(
            "/sign-in/",
            {"login": f"guess{number}@example.com", "password": "wrong password"},
            REMOTE_ADDR="192.0.2.1",
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    assert sign_in(client, "lena@example.com", PASSWORD).status_code == 429


def test_signing_in_does_not_clear_an_address_of_its_wrong_tries(client, lena, ivan):
    for number in range(19):
        sign_in(client, f"guess{number}@example.com", "wrong password")
    sign_in(client, "ivan@example.com", PASSWORD)
    client.logout()

    sign_in(client, "guess20@example.com", "wrong password")

    assert sign_in(client, "lena@example.com", PASSWORD).status_code == 429


def test_sixty_tries_a_minute_get_the_page_for_too_many(client, lena):
    for _ in range(60):
        sign_in(client, "", "")

    response = sign_in(client, "", "")

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Too many tries" in response.content.decode()


def test_signing_in_and_failing_to_is_noted_with_the_address(client, lena):
    sign_in(client, "lena@example.com", "wrong password", address="192.0.2.7")
    sign_in(client, "lena@example.com", PASSWORD, address="192.0.2.8")

    noted = Event.objects.order_by("pk").values_list("verb", "noun", "who", "address")

    assert list(noted) == [
        ("failed to sign in", f"user {lena.pk}", None, "192.0.2.7"),
        ("signed in", f"user {lena.pk}", lena.pk, "192.0.2.8"),
    ]


def test_signing_out_ends_the_session_and_asks_the_browser_to_forget(client, lena):
    sign_in(client, "lena@example.com", PASSWORD)
    old = client.session.session_key

    response = client.post("/sign-out/")

    assert (response["Location"], response["Clear-Site-Data"]) == ("/sign-in/", '"cache", "storage"')
    assert not client.session.exists(old)
    assert Event.objects.filter(verb="signed out", who=lena).count() == 1


def test_opening_the_address_of_signing_out_signs_nobody_out(client, lena):
    sign_in(client, "lena@example.com", PASSWORD)

    page = client.get("/sign-out/").content.decode()

    assert "Sign out?" in page
    assert is_in(client)


def test_nobody_signs_up(client, lena):
    response = client.post("/sign-up/", {"email": "new@example.com", "password1": PASSWORD})

    assert "By invitation" in response.content.decode()
    assert not is_in(client)


def test_pages_of_signing_in_are_never_kept_by_a_cache(client, lena):
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]
