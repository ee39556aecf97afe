"""The way to Redis (or Valkey) from a page: quick to give up, because nothing that matters lives only there."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

# With a broker that swallows everything, a page waits at most two of these.
SECONDS_TO_CONNECT = 0.3
SECONDS_TO_ANSWER = 0.5


@cache
def client() -> Redis:
    """Return this process's client. Each command fails within about a second when the broker does not answer."""
    return Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_connect_timeout=SECONDS_TO_CONNECT,
        socket_timeout=SECONDS_TO_ANSWER,
        retry=Retry(NoBackoff(), 1),  # one retry, since after a restart of the broker the first write meets a dead connection
    )
