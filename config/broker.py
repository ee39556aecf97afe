"""The way to Redis (or Valkey) from a page: quick to give up, because nothing that matters lives only there."""

from functools import cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@cache
def client() -> Redis:
    """Return this process's client. Each command fails within about a second when the broker does not answer."""
    return Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        socket_connect_timeout=0.3,
        socket_timeout=0.5,
        retry=Retry(NoBackoff(), 1),  # one retry, since after a restart of the broker the first write meets a dead connection
    )
