"""Live streams, the receiving half: `GET /live/<topic>/` answers server-sent events. How to publish: config.live.

A page gets `open` when it is connected (what it shows may be older than that: let it ask once), then the topic's events, each with
an id. Its browser comes back by itself after a break and names the last id, so nothing is lost; `reload` says that the break was
too long for that.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import DatabaseError, close_old_connections, connections
from django.http import parse_cookie
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Session, User
from config.feed import Event, Feed, Watcher
from config.live import bearers, together, topics
from config.presence import Presence

Message = Any  # of ASGI: a dict whose keys depend on its type
Scope = Any
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PREFIX = "/live/"
SECONDS_BETWEEN_CHECKS = 4  # so that a right that is withdrawn ends its streams within five seconds
SECONDS_BETWEEN_SIGNS_OF_LIFE = 15  # proxies cut a connection on which nothing moves
SECONDS_TO_BEGIN = 2
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

log = logging.getLogger(__name__)


class Right(NamedTuple):
    """What somebody may watch, and who it is; nobody in particular where it is by a token."""

    topic: str
    person: int | None


class Streams:
    """The ASGI application. One feed and one round of checks serve every stream of the process."""

    def __init__(self) -> None:
        self._feed: Feed
        self._presence: Presence
        self._tasks: list[asyncio.Task[None]] = []
        # Django's database connections belong to threads: two of these, however many streams there are. A round of checks may
        # take a while, and who comes in must not wait for it.
        self._at_the_door = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-door")
        self._on_rounds = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-rounds")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for a stream, or carry the server's own start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["method"] != "GET":
            await _refuse(send, 405)
        else:
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._feed = Feed(settings.REDIS_URL)
        self._presence = Presence(self._feed.redis)
        self._tasks = [asyncio.create_task(self._feed.follow()), asyncio.create_task(self._check_rights())]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._feed.close()
        for thread in (self._at_the_door, self._on_rounds):
            thread.submit(connections.close_all)
            thread.shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        watcher = Watcher(cookies.get(settings.SESSION_COOKIE_NAME, ""), scope["path"].removeprefix(PREFIX).removesuffix("/"))
        try:
            rights = await _in_thread(self._at_the_door, [watcher])
        except DatabaseError:
            await _refuse(send, 503)
            return
        if watcher not in rights:
            await _refuse(send, 404)
            return
        watcher.topic, watcher.person = rights[watcher]
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
        await self._stream(watcher, receive, send, after=headers.get(b"last-event-id", b"").decode("latin-1") or asked)

    async def _stream(self, watcher: Watcher, receive: Receive, send: Send, *, after: str) -> None:
        feed = self._feed
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(feed.has_begun.wait(), SECONDS_TO_BEGIN)
        closing = asyncio.create_task(_end_with_connection(watcher, receive))
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        feed.add(watcher, after=after)
        try:
            await self._presence.arrive(watcher, feed.watching(watcher.topic))
            await _write(send, _lines(Event(feed.position if not after else "", "", "open", "")))
            while event := await self._next(watcher, send):
                await _write(send, _lines(event))
            await send({"type": "http.response.body", "body": b""})
        finally:
            feed.remove(watcher)
            closing.cancel()
            await asyncio.shield(self._presence.leave(watcher, feed.watching(watcher.topic)))

    async def _next(self, watcher: Watcher, send: Send) -> Event | None:
        """Wait for the next event of this stream; none means that it is over."""
        while True:
            try:
                return await asyncio.wait_for(watcher.waiting.get(), SECONDS_BETWEEN_SIGNS_OF_LIFE)
            except TimeoutError:
                # The place reached: a break starts from here, not from the topic's last event, which may be long ago.
                await _write(send, f": still here\nid: {self._feed.position}\n\n")

    async def _check_rights(self) -> None:
        """End the streams of who has signed out, was deactivated or has lost the right to watch."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_CHECKS)
            watchers = self._feed.watchers
            try:
                still = await _in_thread(self._on_rounds, watchers)
            except DatabaseError as problem:
                # While the database is away nothing can be changed, so there is nothing to tell that should stay secret.
                log.warning("Rights to live streams could not be checked: %s", type(problem).__name__)
                continue
            for watcher in watchers:
                if still.get(watcher, Right("", None)).topic != watcher.topic:
                    watcher.end()
            await self._presence.stay(watcher for watcher in watchers if watcher in still)


application = Streams()


def allowed(watchers: Iterable[Watcher]) -> dict[Watcher, Right]:
    """What each may watch, for those who may: two queries in all, and what the topics ask."""
    people = _people(watchers)
    asked = [(person, *watcher.asked.partition(":")[::2]) for watcher in watchers if (person := people.get(watcher.session_key))]
    may = {kind: check({(person.pk, identity) for person, of, identity in asked if of == kind}) for kind, check in together.items()}
    rights = {}
    for watcher in watchers:
        kind, _, identity = watcher.asked.partition(":")
        person = people.get(watcher.session_key)
        if kind in bearers:  # whose session comes with it adds nothing and takes nothing away
            if topic := bearers[kind](identity):
                rights[watcher] = Right(topic, None)
        elif person and ((person.pk, identity) in may[kind] if kind in may else kind in topics and topics[kind](person, identity)):
            rights[watcher] = Right(watcher.asked, person.pk)
    return rights


def _people(watchers: Iterable[Watcher]) -> dict[str, User]:
    """By session who is signed in with it."""
    keys = {watcher.session_key for watcher in watchers if watcher.session_key}
    if not keys:
        return {}
    sessions = {
        session.session_key: session.get_decoded()
        for session in Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    }
    wanted = [session[SESSION_KEY] for session in sessions.values() if SESSION_KEY in session]
    active = {str(person.pk): person for person in User.objects.active().filter(pk__in=wanted)}
    return {
        key: person
        for key, session in sessions.items()
        # The hash changes with the password, which ends all sessions of a person.
        if (person := active.get(session.get(SESSION_KEY, "")))
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    }


async def _in_thread(thread: ThreadPoolExecutor, watchers: Iterable[Watcher]) -> dict[Watcher, Right]:
    def ask() -> dict[Watcher, Right]:
        close_old_connections()
        return allowed(watchers)

    return await asyncio.get_running_loop().run_in_executor(thread, ask)


async def _end_with_connection(watcher: Watcher, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    watcher.end()


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _lines(event: Event) -> str:
    """One event as it goes over the line. Data of several lines is sent in as many."""
    data = "".join(f"data: {line}\n" for line in event.data.splitlines() or [""])
    place = f"id: {event.id}\n" if event.id else ""
    return f"{place}event: {event.name}\n{data}\n"
