"""Whether this process runs, and whether the whole can do its work: in words, without versions or addresses."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError

from config import broker

TICK = "beat:tick"
TICK_IS_LATE = timedelta(seconds=60)  # beat ticks every 15 seconds
SECONDS_FOR_THE_DATABASE = 1

# A database that accepts a connection and says nothing must not hold the page that is asked about it.
_asking = ThreadPoolExecutor(max_workers=2, thread_name_prefix="readyz")


class NotReady(Exception):  # noqa: N818 -- a finding, not an error of the program
    """Its text says what is wrong."""


@require_safe
@never_cache
@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that this process runs. Under `up` the answer is the token of that start, so no stranger can pass for it."""
    return HttpResponse(os.environ.get("INSTANCE", "running"), content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when everything is there that the work needs, else 503; in both cases one line for each part."""
    now = timezone.now()
    parts: dict[str, Callable[[], str]] = {
        "database": lambda: _in_time(_database),
        "migrations": lambda: _in_time(_migrations),
        "broker": _broker,
        "beat": lambda: _beat(now=now),
    }
    found, is_ready = {}, True
    for name, look in parts.items():
        try:
            found[name] = look()
        except NotReady as problem:
            found[name], is_ready = str(problem), False
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503, json_dumps_params={"indent": 1})


def record_tick(*, now: datetime) -> None:
    """Keep the time at which a worker last did what beat had sent. Raises RedisError when the broker is away."""
    broker.client().set(TICK, now.isoformat())


def _in_time(look: Callable[[], str]) -> str:
    try:
        return _asking.submit(_with_own_connection, look).result(timeout=SECONDS_FOR_THE_DATABASE)
    except TimeoutError:
        raise NotReady(f"did not answer within {SECONDS_FOR_THE_DATABASE} second") from None
    except DatabaseError:
        raise NotReady("does not answer") from None


def _with_own_connection(look: Callable[[], str]) -> str:
    try:
        return look()
    finally:
        connection.close()


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "answers"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady(f"{len(missing)} not applied: run `manage.py migrate`")
    return "all applied"


def _broker() -> str:
    try:
        broker.client().ping()
    except RedisError:
        raise NotReady("does not answer: live updates and mail wait for it") from None
    return "answers"


def _beat(*, now: datetime) -> str:
    try:
        tick = broker.client().get(TICK)
    except RedisError:
        raise NotReady("cannot be asked while the broker is away") from None
    if not tick:
        raise NotReady("has not ticked yet: beat or the worker does not run")
    age = now - datetime.fromisoformat(str(tick))
    if age > TICK_IS_LATE:
        raise NotReady(f"ticked last {age.total_seconds():.0f} seconds ago: beat or the worker does not run")
    return f"ticked {age.total_seconds():.0f} seconds ago"
