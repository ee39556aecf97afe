"""What is stopped at the door, and what a person reads when the database is away."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from config import guards


def echo(request):
    return HttpResponse(f"{request.path} {request.GET.get('q', '')} {request.POST.get('note', '')}")


def lose_the_database(_request):
    raise OperationalError("connection refused")


def break_it(_request):
    raise ZeroDivisionError


urlpatterns = [path("echo/", echo), path("away/", lose_the_database), path("broken/", break_it)]
handler400 = "config.guards.bad_request"
handler500 = "config.guards.server_error"

ask = RequestFactory()
answer = guards.bounds(echo)


@pytest.mark.parametrize(
    "request_",
    [
        ask.get("/echo/%00"),
        ask.get("/echo/%ff"),
        ask.get("/echo/%EF%BF%BD"),
        ask.get("/echo/", QUERY_STRING="q=%00"),
        ask.get("/echo/", QUERY_STRING="q=%c3%28"),
        ask.post("/echo/", {"note": "a\0b"}),
        ask.post("/echo/", {"no\0te": "b"}),
        ask.post("/echo/", "note=%00", content_type=guards.FORM),
        ask.post("/echo/", b"note=\xff\xfe", content_type=guards.FORM),
        ask.post("/echo/", "note=%ff", content_type=guards.FORM),
        ask.post("/echo/", b"no such boundary", content_type=guards.UPLOAD),
        ask.post("/echo/", {f"n{number}": "" for number in range(1100)}),
        ask.get("/echo/", CONTENT_LENGTH="many"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_answered_400_in_words(request_):
    response = answer(request_)

    assert response.status_code == 400
    assert "That could not be read" in response.text
    assert "Nothing was changed" in response.text


@pytest.mark.parametrize(
    "request_",
    [
        ask.post("/echo/", "note=" + "x" * 1024 * 1024, content_type=guards.FORM),
        ask.post("/echo/", {"note": "x" * 1024 * 1024}),
        ask.post("/echo/", b"", content_type=guards.UPLOAD, CONTENT_LENGTH=str(22 * 1024 * 1024 + 1)),
        ask.post("/echo/", b"{}", content_type="application/json", CONTENT_LENGTH=str(1024 * 1024 + 1)),
    ],
    ids=["form", "one field of an upload", "upload", "anything else"],
)
def test_what_is_too_large_is_answered_413_in_words(request_):
    response = answer(request_)

    assert response.status_code == 413
    assert "That was too large" in response.text


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (ask.get("/echo/ž", {"q": "żółw 🐢"}), "/echo/ž żółw 🐢 "),
        (ask.post("/echo/", {"note": "résumé \u202eabc\ufffd"}), "/echo/  résumé \u202eabc\ufffd"),
        (ask.post("/echo/", "note=%F0%9F%90%A2+%EF%BF%BD", content_type=guards.FORM), "/echo/  🐢 \ufffd"),
    ],
    ids=["address", "upload", "form"],
)
def test_every_writing_and_sign_passes(request_, text):
    assert answer(request_).text == text


@pytest.fixture
def own_addresses(settings, client):
    settings.ROOT_URLCONF = "tests.config.test_guards"
    settings.MIDDLEWARE = []
    client.raise_request_exception = False
    return client


def test_a_database_that_is_away_is_a_503_that_comes_back_by_itself(own_addresses):
    response = own_addresses.get("/away/")

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "5", "no-store")
    assert "This page tries again by itself" in response.text
    assert 'http-equiv="refresh"' in response.text


def test_a_form_sent_while_the_database_is_away_is_not_thrown_away_by_a_refresh(own_addresses):
    response = own_addresses.post("/away/", {"note": "kept"})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "reload this page: your browser sends it once more" in response.text
    assert 'http-equiv="refresh"' not in response.text


def test_our_own_mistake_is_a_500_that_says_what_to_do(own_addresses):
    response = own_addresses.get("/broken/")

    assert response.status_code == 500
    assert "Something broke on our side" in response.text
    assert "ZeroDivisionError" not in response.text


def test_a_host_that_is_not_ours_is_a_400(client):
    response = client.get("/healthz", HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert "That could not be read" in response.text


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "10.0.0.2"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.2"),
        (1, "", "10.0.0.2"),
    ],
)
def test_only_our_own_proxies_are_believed_about_where_a_request_comes_from(settings, proxies, forwarded, seen):
    settings.PROXIES = proxies
    answer = guards.own_address(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))

    response = answer(ask.get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=forwarded))

    assert response.text == seen
