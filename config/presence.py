"""Who watches what, kept in Redis for as long as the streams are open. Nothing of it reaches the database."""

import logging
import time
from collections.abc import Iterable
from uuid import uuid4

from redis import RedisError
from redis.asyncio import Redis

from config import live
from config.feed import Watcher

SECONDS = 15
"""For so long somebody counts as here after the last sign of their stream: three rounds of checks."""
CHANGED = "presence"

log = logging.getLogger(__name__)


class Presence:
    """The presence of those whose streams this process holds. Who has two streams open on one topic is here once."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._process = uuid4().hex[:8]  # a person may have streams in two processes, of which one ends

    async def arrive(self, watcher: Watcher, others: Iterable[Watcher]) -> None:
        """Somebody has opened a stream. Those who watch are told, unless this person watched already."""
        if _counts(watcher):
            await self._note([watcher], news=None if _has_another(watcher, others) else watcher.topic)

    async def leave(self, watcher: Watcher, others: Iterable[Watcher]) -> None:
        """A stream has ended. Those who watch are told, unless this person has another one open."""
        if not _counts(watcher) or _has_another(watcher, others):
            return
        try:
            pipe = self._redis.pipeline(transaction=False)
            pipe.zrem(live.presence_key(watcher.topic), self._member(watcher))
            pipe.xadd(live.STREAM, {"topic": watcher.topic, "event": CHANGED, "data": ""}, maxlen=live.KEPT)
            await pipe.execute()
        except RedisError as problem:
            log.warning("Who left a page was not noted: %s", type(problem).__name__)

    async def stay(self, watchers: Iterable[Watcher]) -> None:
        """All of these are still here."""
        await self._note([one for one in watchers if _counts(one)], news=None)

    async def _note(self, watchers: list[Watcher], *, news: str | None) -> None:
        if not watchers:
            return
        now = time.time()
        try:
            pipe = self._redis.pipeline(transaction=False)
            for topic, people in _by_topic(watchers).items():
                key = live.presence_key(topic)
                pipe.zadd(key, {self._member(one): now + SECONDS for one in people})
                pipe.expire(key, SECONDS)
            if news:
                pipe.zremrangebyscore(live.presence_key(news), "-inf", now)
                pipe.xadd(live.STREAM, {"topic": news, "event": CHANGED, "data": ""}, maxlen=live.KEPT)
            await pipe.execute()
        except RedisError as problem:
            log.warning("Who is on a page was not noted: %s", type(problem).__name__)

    def _member(self, watcher: Watcher) -> str:
        return f"{watcher.person} {self._process}"


def _by_topic(watchers: list[Watcher]) -> dict[str, list[Watcher]]:
    found: dict[str, list[Watcher]] = {}
    for one in watchers:
        found.setdefault(one.topic, []).append(one)
    return found


def _counts(watcher: Watcher) -> bool:
    return watcher.person is not None and watcher.topic.partition(":")[0] in live.attended


def _has_another(watcher: Watcher, others: Iterable[Watcher]) -> bool:
    return any(one is not watcher and one.person == watcher.person and one.topic == watcher.topic for one in others)
