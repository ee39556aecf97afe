"""What was published, read once from Redis for all the streams of a process and handed to those that watch its topic."""

import asyncio
import logging
from collections import defaultdict, deque
from typing import NamedTuple, cast

from redis import RedisError
from redis.asyncio import Redis

from config.live import KEPT, STREAM

SECONDS_OF_WAITING = 5
LONGEST_QUEUE = 200
Entry = tuple[str, dict[str, str]]

log = logging.getLogger(__name__)


class Event(NamedTuple):
    """One entry of the Redis stream. Ids grow: milliseconds, a hyphen and a number."""

    id: str
    topic: str
    name: str
    data: str

    @property
    def number(self) -> tuple[int, int]:
        """The id as something that can be compared."""
        milliseconds, _, rest = self.id.partition("-")
        return int(milliseconds), int(rest)


RELOAD = Event("", "", "reload", "")
"""Tells a page that it may have missed something that nobody has kept."""


class Watcher:
    """One open stream: whose it is, what it asked for, which topic that is, and what waits to be sent to it."""

    def __init__(self, session_key: str, asked: str) -> None:
        self.session_key = session_key
        self.asked = asked
        self.topic = asked  # another one where a token was asked for, and then nobody in particular
        self.person: int | None = None
        self.waiting: asyncio.Queue[Event | None] = asyncio.Queue(LONGEST_QUEUE)

    def offer(self, event: Event) -> None:
        """Put an event in the queue. A reader too slow for it is ended; its browser comes back and says where it was."""
        if self.waiting.full():
            self.end()
        else:
            self.waiting.put_nowait(event)

    def end(self) -> None:
        """Let the stream end, without what still waits."""
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)


class Feed:
    """Follows the Redis stream, remembers its recent entries and knows who watches which topic."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, decode_responses=True, socket_connect_timeout=2, socket_timeout=SECONDS_OF_WAITING * 2)
        self._recent: deque[Event] = deque()
        self._watchers: dict[str, set[Watcher]] = defaultdict(set)
        self._complete_since: tuple[int, int] | None = None  # all that came later is in _recent; None: not read yet
        self.position = "0-0"
        self.has_begun = asyncio.Event()

    @property
    def watchers(self) -> list[Watcher]:
        """Everyone who watches anything."""
        return [watcher for watching in self._watchers.values() for watcher in watching]

    def watching(self, topic: str) -> frozenset[Watcher]:
        """Everyone who watches this topic."""
        return frozenset(self._watchers.get(topic, ()))

    def add(self, watcher: Watcher, *, after: str) -> None:
        """Hand the watcher all that comes, and first what came after this id. An empty id asks for nothing that has been."""
        self._watchers[watcher.topic].add(watcher)
        if not after:
            return
        place = _number(after)
        if self._complete_since is None or place is None or place < self._complete_since:
            watcher.offer(RELOAD)
            return
        for event in self._recent:
            if event.topic == watcher.topic and event.number > place:
                watcher.offer(event)

    def remove(self, watcher: Watcher) -> None:
        """Forget a watcher whose stream has ended."""
        watching = self._watchers[watcher.topic]
        watching.discard(watcher)
        if not watching:
            del self._watchers[watcher.topic]

    @property
    def redis(self) -> Redis:
        """The way to Redis of this process's streams."""
        return self._redis

    async def follow(self) -> None:
        """Read for as long as the process lives. Without Redis the streams stay open and go on where they were."""
        while True:
            try:
                if self._complete_since is None:
                    await self._begin()
                await self._read()
            except (RedisError, OSError) as problem:
                log.warning("Live events cannot be read: %s", type(problem).__name__)
                await asyncio.sleep(1)

    async def close(self) -> None:
        """Close the connection to Redis."""
        await self._redis.aclose()

    async def _begin(self) -> None:
        entries = [_event(entry) for entry in reversed(cast("list[Entry]", await self._redis.xrevrange(STREAM, count=KEPT)))]
        if entries:
            self.position = entries[-1].id
        else:
            seconds, microseconds = await self._redis.time()
            self.position = f"{seconds * 1000 + microseconds // 1000}-0"
        self._recent.extend(entries)
        # Fewer than are kept means that none has been dropped yet.
        first = entries[0].id if len(entries) >= KEPT else "0-0"
        self._complete_since = _number(first if entries else self.position)
        self.has_begun.set()

    async def _read(self) -> None:
        answer = await self._redis.xread({STREAM: self.position}, block=SECONDS_OF_WAITING * 1000)
        for _, entries in cast("list[tuple[str, list[Entry]]]", answer or ()):
            for entry in entries:
                self._hand_out(_event(entry))

    def _hand_out(self, event: Event) -> None:
        self.position = event.id
        self._recent.append(event)
        if len(self._recent) > KEPT:
            self._complete_since = _number(self._recent.popleft().id)
        for watcher in self._watchers.get(event.topic, ()):
            watcher.offer(event)


def _event(entry: Entry) -> Event:
    identity, fields = entry
    return Event(identity, fields["topic"], fields["event"], fields["data"])


def _number(identity: str) -> tuple[int, int] | None:
    """Return an id as something that can be compared, or nothing when it is none of ours."""
    head, _, tail = identity.partition("-")
    return (int(head), int(tail)) if head.isascii() and head.isdigit() and tail.isascii() and tail.isdigit() else None
