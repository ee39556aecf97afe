"""Measures pages against the limit in one run: `.venv/bin/python -m benchmarks.run --help`."""

import argparse
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from uuid import uuid4

from benchmarks.serving import Page, Tree, ask, entry, own_servers, serving, sign_in

LINES = 1000
QUESTIONS = 60
#: What serves each of the limits: its settings and its WSGI function.
SERVERS = {
    "raw": ("config.settings", "benchmarks.raw:application"),
    "bare": ("benchmarks.bare_settings", "config.wsgi"),
    "limit": ("benchmarks.limit_settings", "config.wsgi"),
    "ours": ("config.settings", "config.wsgi"),
}
LIMIT = "the limit"
LIMITS = (("psycopg alone", "raw"), ("Django alone", "bare"), (LIMIT, "limit"))


def main() -> None:
    """Read the options, measure, print one table for each size."""
    parser = argparse.ArgumentParser(description="Pages against the limit, in CPU milliseconds per request.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 30_000], help="scorecards, growing (1000 30000)")
    parser.add_argument("--requests", type=int, default=80, help="for each page and round (80)")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts (3)")
    options = parser.parse_args()
    with own_servers() as database:
        measure(options.sizes, options.requests, options.rounds, database)


def measure(sizes: list[int], requests: int, rounds: int, database: Tree) -> None:
    """One table for each size."""
    import django  # noqa: PLC0415 -- the environment names the servers only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    from benchmarks import data, limits  # noqa: PLC0415

    limits.make_table()
    loop = data.begin()
    data.fill_room(questions=QUESTIONS, lines=LINES)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving(*what)) for name, what in SERVERS.items()}
        for size in sizes:
            there = data.grow(loop, size)
            pages = choose(loop)
            for page in pages:
                page.queries, page.rows = cost_of(page) if page.server == "ours" else (2, 1) if page.line else (1, 50)
            for number in range(rounds + 1):  # the first warms up
                for page in pages:
                    server, port = servers[page.server]
                    trim()
                    before = server.cpu() + database.cpu()
                    times, page.size = ask(page, port, requests if number else min(40, requests))
                    if number:
                        page.cpu.append((server.cpu() + database.cpu() - before) / requests)
                        page.times += times
            show(there, pages)


def choose(loop: object) -> list[Page]:
    """The pages to measure, each signed in as who uses it."""
    from interviews.models import Interview  # noqa: PLC0415

    live = Interview.objects.get(started_at__isnull=False, ended_at=None)
    room, debrief = f"/interviews/{live.pk}/room/", f"/loops/{loop.pk}/debrief/"  # type: ignore[attr-defined]
    pages = [
        *(Page(f"{name}: save", "", "/save/", server=server, line="what was said") for name, server in LIMITS),
        *(Page(f"{name}: 50 rows", "", "/rows/", server=server) for name, server in LIMITS),
        Page("save a note", f"{LIMIT}: save", f"/interviews/{live.pk}/notes/", line="+ asks what happens to bursts"),
        *(
            Page(name, f"{LIMIT}: 50 rows", address)
            for name, address in (
                ("the live room", room),
                ("the board of loops", "/loops/"),
                ("the list of candidates", "/candidates/"),
                ("search among candidates", "/candidates/?q=maya"),
                ("Today of a recruiter", "/"),
                ("the list of debriefs", "/debriefs/"),
                ("a loop", f"/loops/{loop.pk}/"),  # type: ignore[attr-defined]
                ("a debrief", debrief),
            )
        ),
    ]
    for page in pages:
        sign_in(page, "ivan" if "/interviews/" in page.address else "lena")
    return pages


def trim() -> None:
    """As many lines as a long hour leaves: without this each measured line would make the next one dearer."""
    from scorecards.models import NoteLine  # noqa: PLC0415

    lines = NoteLine.objects.filter(scorecard__seat__interview__ended_at=None)
    lines.exclude(pk__in=list(lines.order_by("entered_at", "pk").values_list("pk", flat=True)[:LINES])).delete()


def cost_of(page: Page) -> tuple[int, int]:
    """How many statements one request sends and how many rows they give, counted here once what never changes is known."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    statements, rows = 0, 0

    def count(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:  # noqa: FBT001 -- Django's signature
        nonlocal statements, rows
        result = execute(sql, params, many, context)
        statements += 1
        rows += max(context["cursor"].rowcount, 0)
        return result

    headers = {"cookie": page.cookie} | ({"hx-request": "true"} if page.line else {})
    client = Client(SERVER_NAME="localhost", headers=headers)
    if not page.line:
        client.get(page.address)
    with connection.execute_wrapper(count):
        if page.line:
            answer = client.post(page.address, {"line": page.line, "id": uuid4()}, headers=entry())
        else:
            answer = client.get(page.address)
    if answer.status_code != 200:
        sys.exit(f"{page.address} answered {answer.status_code}")
    return statements, rows


def show(scorecards: int, pages: list[Page]) -> None:
    """The table of one size."""
    limits = {page.name: statistics.median(page.cpu) for page in pages}
    print(f"\n{scorecards:,} scorecards\n")
    print("| page | queries | rows | KB | CPU ms | against the limit | p95 ms |\n|---|---|---|---|---|---|---|")
    for page in pages:
        cpu = statistics.median(page.cpu)
        limit = limits[page.limit or f"{LIMIT}: {page.name.partition(': ')[2]}"]
        ratio = f"{cpu / limit:.1f} ×"
        p95 = statistics.quantiles(page.times, n=20)[-1]
        print(
            f"| {page.name} | {page.queries} | {page.rows} | {page.size / 1024:.0f} | {cpu:.1f} | {ratio} | {p95:.0f} |", flush=True
        )


if __name__ == "__main__":
    main()
