"""Live streams as a browser gets them: a real server, a real Valkey, sessions in the real database."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse

import pytest
import uvicorn
from django.db import transaction
from django.test import Client

from config import broker, feed, live, streams

pytestmark = pytest.mark.django_db(transaction=True)


class Stream:
    """One reader of a live stream."""

    def __init__(self, port: int, topic: str, who: Client, headers: dict[str, str], method: str, query: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=10)
        cookies = {name: morsel.value for name, morsel in who.cookies.items()}
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.connection.request(method, f"/live/{topic}/{query}", headers={"Cookie": cookie, **headers})
        self.response: HTTPResponse = self.connection.getresponse()

    def next(self) -> dict[str, str]:
        """The next event, as its fields; comments and bare places are passed over."""
        fields: dict[str, str] = {}
        while line := self.response.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if not name and "event" in fields:
                return fields
            if name in {"id", "event"}:
                fields[name] = value
            if name == "data":
                fields["data"] = f"{fields['data']}\n{value}" if "data" in fields else value
        return {"event": "(the stream ended)"}


@pytest.fixture
def rooms() -> Iterator[set[str]]:
    """Who may watch which room, as `ivan@example.com 7`."""
    may_watch: set[str] = set()
    live.topics["room"] = lambda user, identity: f"{user.email} {identity}" in may_watch
    yield may_watch
    del live.topics["room"]


@contextmanager
def serving() -> Iterator[int]:
    """Run a server process's worth of streams, here in a thread, and give its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(streams.Streams(), log_level="critical", timeout_graceful_shutdown=0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture
def server(rooms):
    broker.client().delete(live.STREAM, live.presence_key("room:7"), live.presence_key("room:8"))
    with serving() as port:
        yield port


@pytest.fixture
def watch(server):
    opened: list[Stream] = []

    def open_stream(topic, *, by, method="GET", query="", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        stream = Stream(server, topic, by, named, method, query)
        opened.append(stream)
        return stream

    yield open_stream
    for stream in opened:
        stream.connection.close()


@pytest.fixture
def ivans_browser(ivan):
    browser = Client()
    browser.force_login(ivan)
    return browser


def test_a_watcher_hears_what_is_published_on_the_topic(watch, ivans_browser, rooms):
    rooms.add("ivan@example.com 7")
    stream = watch("room:7", by=ivans_browser)

    opened = stream.next()
    live.publish("room:8", "asked", "of another room")
    live.publish("room:7", "asked", "<p>Rate limiter</p>\n<p>second line</p>")
    event = stream.next()

    assert stream.response.status == 200
    assert stream.response.headers["Content-Type"] == "text/event-stream"
    assert stream.response.headers["Cache-Control"] == "no-store"
    assert stream.response.headers["X-Accel-Buffering"] == "no"
    assert opened["event"] == "open"
    assert (event["event"], event["data"]) == ("asked", "<p>Rate limiter</p>\n<p>second line</p>")


def test_nothing_is_heard_of_a_change_that_was_rolled_back(watch, ivans_browser, rooms):
    rooms.add("ivan@example.com 7")
    stream = watch("room:7", by=ivans_browser)
    stream.next()

    with transaction.atomic():
        live.publish("room:7", "asked", "rolled back")
        transaction.set_rollback(True)
    live.publish("room:7", "asked", "committed")

    assert stream.next()["data"] == "committed"


def test_who_comes_back_hears_what_was_said_meanwhile(watch, ivans_browser, rooms):
    rooms.add("ivan@example.com 7")
    first = watch("room:7", by=ivans_browser)
    first.next()
    live.publish("room:7", "asked", "one")
    place = first.next()["id"]
    first.connection.close()
    live.publish("room:7", "asked", "two")
    live.publish("room:8", "asked", "of another room")
    live.publish("room:7", "hint", "three")

    again = watch("room:7", by=ivans_browser, Last_Event_ID=place)
    named = watch("room:7", by=ivans_browser, query=f"?after={place}")

    assert [again.next().get("data") for _ in range(3)] == ["", "two", "three"]
    assert [named.next().get("data") for _ in range(3)] == ["", "two", "three"]


@pytest.mark.parametrize("place", ["1-0", "nonsense", "٣-0", "-"])
def test_who_was_away_for_too_long_is_told_to_load_the_page_again(watch, ivans_browser, rooms, monkeypatch, place):
    monkeypatch.setattr(feed, "KEPT", 2)
    rooms.add("ivan@example.com 7")
    stream = watch("room:7", by=ivans_browser)
    stream.next()
    for text in ("one", "two", "three"):
        live.publish("room:7", "asked", text)
        stream.next()

    again = watch("room:7", by=ivans_browser, Last_Event_ID=place.encode().decode("latin-1"))

    assert [again.next()["event"] for _ in range(2)] == ["open", "reload"]


def test_a_new_process_knows_what_was_said_before_it_began(watch, ivans_browser, rooms):
    rooms.add("ivan@example.com 7")
    stream = watch("room:7", by=ivans_browser)
    place = stream.next()["id"]
    live.publish("room:7", "asked", "before")
    stream.next()

    with serving() as port:
        again = Stream(port, "room:7", ivans_browser, {"Last-Event-ID": place}, "GET", "")
        heard = [again.next().get("data") for _ in range(2)]
        again.connection.close()

    assert heard == ["", "before"]


@pytest.mark.parametrize("topic", ["room:8", "room", "nothing:7", "room:7/more", ""])
def test_what_one_may_not_watch_and_what_is_not_there_are_the_same_404(watch, ivans_browser, rooms, topic):
    rooms.add("ivan@example.com 7")

    stream = watch(topic, by=ivans_browser)

    assert (stream.response.status, stream.response.read()) == (404, b"")


def test_without_a_session_there_is_nothing_to_watch(watch, rooms):
    rooms.add("ivan@example.com 7")

    assert watch("room:7", by=Client()).response.status == 404


def test_a_stream_is_only_read(watch, ivans_browser, rooms):
    rooms.add("ivan@example.com 7")

    assert watch("room:7", by=ivans_browser, method="POST").response.status == 405


def test_a_stream_ends_when_the_right_is_withdrawn(watch, ivans_browser, rooms):
    rooms.update({"ivan@example.com 7", "ivan@example.com 8"})
    withdrawn, kept = watch("room:7", by=ivans_browser), watch("room:8", by=ivans_browser)
    withdrawn.next(), kept.next()

    rooms.remove("ivan@example.com 7")
    ended = withdrawn.next()
    live.publish("room:8", "asked", "still heard")

    assert ended == {"event": "(the stream ended)"}
    assert kept.next()["data"] == "still heard"


@pytest.mark.parametrize("end", ["signs out", "is deactivated", "changes the password elsewhere"])
def test_a_stream_ends_with_the_session(watch, ivans_browser, rooms, ivan, ada, now, end):
    rooms.add("ivan@example.com 7")
    stream = watch("room:7", by=ivans_browser)
    stream.next()

    if end == "signs out":
        ivans_browser.logout()
    elif end == "is deactivated":
        type(ivan).objects.filter(pk=ivan.pk).update(deactivated_at=now, deactivated_by=ada)
    else:
        ivan.set_password("another one altogether")
        ivan.save(update_fields=["password"])

    assert stream.next() == {"event": "(the stream ended)"}


def test_a_reader_too_slow_is_ended_and_may_come_back():
    watcher = feed.Watcher("session", "room:7")

    for number in range(feed.LONGEST_QUEUE + 1):
        watcher.offer(feed.Event(f"{number}-0", "room:7", "asked", ""))

    assert watcher.waiting.get_nowait() is None
    assert watcher.waiting.empty()


def test_an_open_stream_shows_signs_of_life(watch, ivans_browser, rooms, monkeypatch):
    monkeypatch.setattr(streams, "SECONDS_BETWEEN_SIGNS_OF_LIFE", 0.1)
    rooms.add("ivan@example.com 7")
    stream = watch("room:7", by=ivans_browser)
    place = stream.next()["id"]

    lines = [stream.response.readline().decode() for _ in range(3)]

    assert lines == [": still here\n", f"id: {place}\n", "\n"]


def test_publishing_without_a_broker_costs_the_page_nothing_but_the_event(caplog, settings):
    broker.client.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        live.publish("room:7", "asked", "a secret")
    finally:
        broker.client.cache_clear()

    assert [record.getMessage() for record in caplog.records] == ["A live event of room:7 was not sent: ConnectionError"]


def test_publishing_gives_up_on_a_broker_that_swallows_everything(caplog, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker.client.cache_clear()
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        began = time.monotonic()
        try:
            live.publish("room:7", "asked", "a secret")
        finally:
            broker.client.cache_clear()

    assert [record.getMessage() for record in caplog.records] == ["A live event of room:7 was not sent: TimeoutError"]
    assert time.monotonic() - began < settings.EMAIL_TIMEOUT  # it ended by itself; how fast is the benchmarks' business


def test_streams_and_pages_share_one_address(settings):
    from config import asgi  # noqa: PLC0415 -- sets the broker's patience of web processes for good

    assert asgi.streams.PREFIX == "/live/"
    assert settings.ASGI_APPLICATION == "config.asgi.application"


def here_soon(topic: str, people: set[int]) -> bool:
    """Whether it is soon so that just these people watch."""
    end = time.monotonic() + 8
    while time.monotonic() < end:
        if live.here(topic) == people:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def attended(rooms):
    live.attended.add("room")
    yield rooms
    live.attended.discard("room")


def test_it_is_told_who_watches_and_who_no_longer_does(watch, ivans_browser, attended, ivan, ines):
    attended.update({"ivan@example.com 7", "ines@example.com 7"})
    iness_browser = Client()
    iness_browser.force_login(ines)
    first, again = watch("room:7", by=ivans_browser), watch("room:7", by=ivans_browser)
    first.next()
    other = watch("room:7", by=iness_browser)

    assert here_soon("room:7", {ivan.pk, ines.pk})
    assert live.here("room:8") == set()

    again.connection.close()
    again.response.close()
    other.connection.close()
    other.response.close()
    assert here_soon("room:7", {ivan.pk})


def test_who_watches_is_told_that_somebody_came(watch, ivans_browser, attended, ines):
    attended.update({"ivan@example.com 7", "ines@example.com 7"})
    stream = watch("room:7", by=ivans_browser)
    iness_browser = Client()
    iness_browser.force_login(ines)
    assert [stream.next()["event"] for _ in range(2)] == ["open", "presence"]

    watch("room:7", by=iness_browser).next()
    watch("room:7", by=iness_browser).next()
    live.publish("room:7", "asked")

    assert [stream.next()["event"] for _ in range(2)] == ["presence", "asked"]


def test_of_what_is_not_attended_nobody_is_kept(watch, ivans_browser, rooms):
    rooms.add("ivan@example.com 7")
    watch("room:7", by=ivans_browser).next()

    assert live.here("room:7") == set()


@pytest.fixture
def links(rooms):
    """Which token opens which topic."""
    opens = {"good": "outside:7"}
    live.bearers["c"] = lambda token: opens.get(token, "")
    yield opens
    from interviews.views import candidate_room  # noqa: PLC0415 -- puts back what the app registered

    live.bearers["c"] = candidate_room.topic_of


def test_a_token_opens_its_one_topic_without_a_session_and_no_other(watch, links, rooms, ivans_browser):
    rooms.add("ivan@example.com 7")
    stream, signed_in = watch("c:good", by=Client()), watch("c:good", by=ivans_browser)
    for one in (stream, signed_in):
        one.next()

    live.publish("room:7", "asked", "not for outside")
    live.publish("outside:7", "changed", "for outside")

    assert [one.next()["data"] for one in (stream, signed_in)] == ["for outside", "for outside"]
    for topic in ("c:bad", "c:", "outside:7", "room:7", "room:good", "c:good:room:7"):
        assert watch(topic, by=Client()).response.status == 404
    assert watch("outside:7", by=ivans_browser).response.status == 404


def test_a_stream_by_a_token_ends_with_the_link_or_when_it_opens_something_else(watch, links):
    revoked = watch("c:good", by=Client())
    revoked.next()
    links.clear()
    assert revoked.next() == {"event": "(the stream ended)"}

    links["good"] = "outside:7"
    moved = watch("c:good", by=Client())
    moved.next()
    links["good"] = "outside:8"
    assert moved.next() == {"event": "(the stream ended)"}
