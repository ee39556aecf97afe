"""What `/healthz` and `/readyz` tell whoever watches over Fairloop."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from redis import Redis

from config import broker, health

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_tick_yet():
    broker.client().delete(health.TICK)


@pytest.fixture
def broker_away(monkeypatch, tmp_path):
    nobody = Redis.from_url(f"unix://{tmp_path}/nobody")
    monkeypatch.setattr(broker, "client", lambda: nobody)


def test_healthz_answers_the_token_of_this_start(client, monkeypatch):
    monkeypatch.setenv("INSTANCE", "4f2a")

    response = client.get("/healthz")

    assert (response.status_code, response.text, response["Cache-Control"]) == (
        200,
        "4f2a",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


def test_healthz_asks_neither_database_nor_broker(client, django_assert_num_queries, broker_away):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "running")


def test_readyz_says_that_all_is_there(client):
    health.record_tick(now=timezone.now())

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "answers",
        "migrations": "all applied",
        "broker": "answers",
        "beat": "ticked 0 seconds ago",
    }


def test_readyz_misses_a_beat_that_never_ticked(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["beat"] == "has not ticked yet: beat or the worker does not run"


def test_readyz_misses_a_beat_that_stopped(client):
    health.record_tick(now=timezone.now() - timedelta(seconds=90))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["beat"] == "ticked last 90 seconds ago: beat or the worker does not run"


def test_readyz_misses_the_broker(client, broker_away):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "database": "answers",
        "migrations": "all applied",
        "broker": "does not answer: live updates and mail wait for it",
        "beat": "cannot be asked while the broker is away",
    }


def test_readyz_counts_the_migrations_that_are_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions' RETURNING name, applied")
        gone = cursor.fetchall()
    try:
        response = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO django_migrations (app, name, applied) VALUES ('sessions', %s, %s)", gone)

    assert response.status_code == 503
    assert response.json()["migrations"] == "1 not applied: run `manage.py migrate`"


def test_readyz_does_not_wait_for_a_database_that_says_nothing(client, monkeypatch):
    def ask_something_long():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(3)")

    monkeypatch.setattr(health, "_database", ask_something_long)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "did not answer within 1 second"


def test_readyz_misses_the_database(client, monkeypatch, settings):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "host", "/nowhere")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "does not answer"
    assert "/nowhere" not in response.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_read(client, address):
    assert client.post(address).status_code == 405
