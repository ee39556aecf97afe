"""Signing in by email. Nobody signs up; who lost access is out at once."""

import pytest
from django.test import Client

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str, **more: str):
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def test_a_person_signs_in_with_email_and_password(client, lena):
    response = sign_in(client, "lena@example.com", PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(lena.pk)


def test_capitals_in_the_email_do_not_matter(client, lena):
    assert sign_in(client, "Lena@Example.COM", PASSWORD).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, lena):
    known = sign_in(client, "lena@example.com", "wrong password")
    unknown = sign_in(client, "nobody@example.com", "wrong password")

    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_every_page_asks_to_sign_in_and_comes_back(client, db):
    response = client.get("/candidates/?q=maya")

    assert response.status_code in {302, 404}


@pytest.mark.parametrize("target", ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_next_leads_to_our_own_pages_only(client, lena, target):
    assert sign_in(client, "lena@example.com", PASSWORD, next=target)["Location"] == "/"


def test_the_session_id_changes_at_sign_in(client, lena):
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client, "lena@example.com", PASSWORD)

    assert client.session.session_key != before


def test_who_lost_access_cannot_sign_in(client, lena, ada, now):
    lena.deactivate(by=ada, now=now)

    sign_in(client, "lena@example.com", PASSWORD)

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    response = client.post("/sign-up/", {"email": "new@example.com", "password1": PASSWORD})

    assert "By invitation" in response.content.decode()
    assert "_auth_user_id" not in client.session
