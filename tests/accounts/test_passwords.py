"""Choosing a password by a link from a mail; forgetting it; changing it."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.emails import password_link
from accounts.models import Mail, Session
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "quite another one"


def link(person) -> str:
    return password_link(person).removeprefix(settings.BASE_URL)


@pytest.fixture
def nora(db):
    """Invited, without a password yet."""
    person = make_user(name="Nora New", email="nora@example.com")
    person.set_unusable_password()
    person.save(update_fields=["password"])
    return person


def test_who_is_invited_chooses_a_password_and_is_in(client, nora):
    response = client.post(link(nora), {"password": NEW})

    nora.refresh_from_db()
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert nora.check_password(NEW)


def test_opening_the_link_changes_nothing(client, nora):
    address = link(nora)

    first, second = client.get(address), client.get(address)

    nora.refresh_from_db()
    assert (first.status_code, second.status_code) == (200, 200)
    assert not nora.has_usable_password()
    assert first["Referrer-Policy"] == "no-referrer"
    assert "no-store" in first["Cache-Control"]


def test_the_link_works_once(client, nora):
    address = link(nora)
    client.post(address, {"password": NEW})

    response = Client().post(address, {"password": "a third one of mine"})

    nora.refresh_from_db()
    assert response.status_code == 410
    assert "This link does not work any more" in response.content.decode()
    assert nora.check_password(NEW)


def test_a_link_altered_by_one_letter_does_not_work(client, nora):
    address = link(nora)
    last = "b" if address[-2] != "b" else "c"

    assert client.get(f"{address[:-2]}{last}/").status_code == 410


def test_a_link_of_somebody_else_does_not_work(client, nora, lena):
    _, _, uid, _, _ = link(lena).split("/")
    _, _, _, token, _ = link(nora).split("/")

    assert client.get(f"/password/{uid}/{token}/").status_code == 410


@pytest.mark.parametrize("uid", ["AAAA", "!!", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_link_of_nobody_does_not_work(client, db, uid):
    assert client.get(f"/password/{uid}/abc-def/").status_code == 410


def test_the_link_ends_with_access(client, nora, ada, now):
    address = link(nora)
    nora.deactivate(by=ada, now=now)

    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("", False),
        ("short", False),
        ("password", False),
        ("nora@example.com", False),
        ("x" * 201, False),
        ("eightfit", True),
        (" spaces count too ", True),
        ("y" * 200, True),
        ("пароль из слов", True),
    ],
)
def test_what_a_password_may_be(client, nora, password, accepted):
    response = client.post(link(nora), {"password": password})

    nora.refresh_from_db()
    assert response.status_code == (302 if accepted else 422)
    assert nora.check_password(password) is accepted


def test_a_known_and_an_unknown_address_get_the_same_answer_and_one_mail_is_owed(client, lena):
    known = client.post("/sign-in/password/", {"email": "lena@example.com"})
    unknown = client.post("/sign-in/password/", {"email": "nobody@example.com"})

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.templates[0].name == unknown.templates[0].name == "accounts/link_sent.html"
    assert "If nobody@example.com belongs to somebody here, a link is on its way." in unknown.content.decode()
    assert list(Mail.objects.values_list("address", "kind")) == [("lena@example.com", "accounts.password")]


def test_asking_for_many_links_is_stopped(client, lena):
    for number in range(20):
        client.post("/sign-in/password/", {"email": f"guess{number}@example.com"})

    response = client.post("/sign-in/password/", {"email": "lena@example.com"})

    assert response.status_code == 429
    assert not Mail.objects.exists()


def test_something_that_is_no_address_is_kept_and_explained(client, lena):
    response = client.post("/sign-in/password/", {"email": "lena at example"})

    assert response.status_code == 422
    assert "Type an email like name@example.com" in response.content.decode()
    assert 'value="lena at example"' in response.content.decode()


def test_a_person_changes_the_password_and_is_out_everywhere_else(client, lena):
    client.force_login(lena)
    elsewhere = Client()
    elsewhere.force_login(lena)

    response = client.post("/me/password/", {"current": PASSWORD, "password": NEW})

    lena.refresh_from_db()
    assert response["Location"] == "/me/"
    assert lena.check_password(NEW)
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/")["Location"] == "/sign-in/?next=/me/"
    assert Session.objects.of(lena).count() == 1
    assert list(Mail.objects.values_list("kind", "address")) == [("accounts.changed.password", "lena@example.com")]


def test_the_wrong_present_password_changes_nothing(client, lena):
    client.force_login(lena)

    response = client.post("/me/password/", {"current": "not mine", "password": NEW})

    lena.refresh_from_db()
    assert response.status_code == 422
    assert "This is not your present password" in response.content.decode()
    assert lena.check_password(PASSWORD)


def test_guessing_the_present_password_is_stopped(client, lena):
    client.force_login(lena)
    for _ in range(5):
        client.post("/me/password/", {"current": "not mine", "password": NEW})

    assert client.post("/me/password/", {"current": PASSWORD, "password": NEW}).status_code == 429
