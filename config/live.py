"""Tell the people who watch a topic that it changed. The sending half; config.streams holds the receiving one.

A topic is `prefix:id`, as in `interview:7`; a page listens at `/live/interview:7/`. An app says in its AppConfig.ready() who may:

    live.topics["interview"] = access.may_watch_interview     # (user, "7") -> bool

and its verbs call `live.publish("interview:7", "asked", html)`. Each event reaches everyone who watches, so its data may hold only
what each of them may know; where that differs from person to person, send no data and let the page ask.

Somebody without an account watches by a token: `/live/c:<token>/`, where `live.bearers["c"]` says which topic it opens. Of kinds in
`live.attended` it is kept who watches just now: `live.here("interview:7")`.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.db import transaction
from redis import RedisError

from config import broker

STREAM = "live"
KEPT = 5000
"""So many events are kept for those who come back after a break. Who was away for longer is told to load the page again."""

log = logging.getLogger(__name__)

topics: dict[str, Callable[[Any, str], bool]] = {}

together: dict[str, Callable[[set[tuple[int, str]]], set[tuple[int, str]]]] = {}
"""By kind of topic, in place of `topics`: which of these pairs of a person's number and an identity may watch, asked at once."""

bearers: dict[str, Callable[[str], str]] = {}
"""By kind of link: which topic a token opens, "" when none. A token opens this one topic, whoever holds it is signed in as."""

attended: set[str] = set()
"""The kinds of topic of which it is told who watches."""


def publish(topic: str, event: str, data: str = "") -> None:
    """Send an event to all who watch this topic, once the transaction under way has committed.

    A broker that is away costs the page at most a second and the watchers this event; nothing is raised.
    """
    transaction.on_commit(partial(_send, topic, event, data), robust=True)


def _send(topic: str, event: str, data: str) -> None:
    try:
        broker.client().xadd(STREAM, {"topic": topic, "event": event, "data": data}, maxlen=KEPT)
    except RedisError as problem:
        log.warning("A live event of %s was not sent: %s", topic, type(problem).__name__)


def presence_key(topic: str) -> str:
    """Where it is kept who watches a topic: a sorted set of people, each with the second until which that is known."""
    return f"here:{topic}"


def here(topic: str) -> set[int] | None:
    """Who watches a topic of an attended kind now, by number; none when the broker cannot tell."""
    try:
        people = cast("list[str]", broker.client().zrangebyscore(presence_key(topic), time.time(), "+inf"))
    except RedisError:
        return None
    return {int(member.partition(" ")[0]) for member in people}
