"""The second factor: a code from an app after the password, or a recovery code."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from accounts.emails import password_link
from accounts.models import Mail
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def wrong_code() -> str:
    near = {
        format_hotp_value(hotp_value(SECRET, counter)) for counter in range(int(time.time()) // 30 - 4, int(time.time()) // 30 + 5)
    }
    return next(code for code in ("000000", "111111", "222222", *map(str, range(333333, 333350))) if code not in near)


@pytest.fixture
def lena_with_app(lena):
    TOTP.activate(lena, SECRET)
    return lena


def give_password(client, email="lena@example.com"):
    return client.post("/sign-in/", {"login": email, "password": PASSWORD})


def sign_in_and_prove(client):
    """In by password, and the password once more, as whoever changes how they sign in is asked to."""
    give_password(client)
    client.post("/sign-in/again/", {"password": PASSWORD})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_does_not_let_in_who_has_an_app(client, lena_with_app):
    response = give_password(client)

    assert response["Location"] == "/sign-in/code/"
    assert not is_in(client)
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_password_and_code_let_in(client, lena_with_app):
    give_password(client)

    response = client.post("/sign-in/code/", {"code": code_now()})

    assert response["Location"] == "/"
    assert is_in(client)


def test_a_code_works_once(client, lena_with_app):
    code = code_now()
    give_password(client)
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    give_password(client)

    response = client.post("/sign-in/code/", {"code": code})

    assert response.status_code == 422
    assert not is_in(client)


def test_five_wrong_codes_close_the_door_even_to_the_right_one(client, lena_with_app):
    give_password(client)
    for _ in range(5):
        assert client.post("/sign-in/code/", {"code": wrong_code()}).status_code == 422

    response = client.post("/sign-in/code/", {"code": code_now()})

    assert response.status_code == 429
    assert not is_in(client)


def test_the_page_for_the_code_needs_the_password_first(client, lena_with_app):
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_a_new_password_does_not_get_around_the_code(client, lena_with_app):
    address = password_link(lena_with_app).removeprefix("http://localhost:8000")

    response = client.post(address, {"password": "quite another one"})

    assert response["Location"] == "/sign-in/code/"
    assert not is_in(client)


def test_switching_on_asks_for_the_password_of_an_old_session(client, lena):
    client.force_login(lena)

    response = client.get("/me/second-factor/on/")

    assert response["Location"].startswith("/sign-in/again/")


def test_the_wrong_password_does_not_lead_to_switching_on(client, lena):
    give_password(client)

    response = client.post("/sign-in/again/?next=/me/second-factor/on/", {"password": "not mine"})

    assert response.status_code == 422
    assert "Type the password you sign in with" in response.content.decode()
    assert client.get("/me/second-factor/on/").status_code == 302


def test_a_person_switches_on_the_app_and_gets_recovery_codes_and_a_mail(client, lena, django_capture_on_commit_callbacks):
    sign_in_and_prove(client)
    page = client.get("/me/second-factor/on/")
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/me/second-factor/on/", {"code": code_now(secret)})

    assert response["Location"] == "/me/recovery-codes/"
    codes = client.get("/me/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert sorted(Mail.objects.values_list("kind", flat=True)) == ["accounts.changed.totp_activated"]


def test_a_wrong_first_code_switches_nothing_on(client, lena):
    sign_in_and_prove(client)
    client.get("/me/second-factor/on/")

    response = client.post("/me/second-factor/on/", {"code": "12345"})

    assert response.status_code == 422
    assert "This code is not right" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_a_recovery_code_lets_in_once(client, lena):
    sign_in_and_prove(client)
    secret = client.get("/me/second-factor/on/").context["form"].secret
    client.post("/me/second-factor/on/", {"code": code_now(secret)})
    code = client.get("/me/recovery-codes/").context["unused_codes"][0]
    client.post("/sign-out/")
    give_password(client)
    first = client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    give_password(client)

    second = client.post("/sign-in/code/", {"code": code})

    assert (first.status_code, second.status_code) == (302, 422)


def test_switching_off_needs_the_button(client, lena_with_app):
    give_password(client)
    client.post("/sign-in/code/", {"code": code_now()})
    client.post("/sign-in/again/", {"password": PASSWORD})

    assert "Switch off the authenticator app?" in client.get("/me/second-factor/off/").content.decode()
    assert Authenticator.objects.filter(type="totp").count() == 1

    client.post("/me/second-factor/off/")

    assert not Authenticator.objects.exists()
