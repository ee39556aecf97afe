"""Searching the bank at any size: `.venv/bin/python -m benchmarks.questions --help`."""

import argparse
import statistics

from benchmarks.serving import Page, Tree, ask, own_servers, serving, sign_in

#: What is asked for by somebody who types: the list alone, and after it the counts beside the choices; then whole pages.
SEARCHES = (
    ("two words", "/questions/?q=queue+retry", True),
    ("a common word half typed", "/questions/?q=lim", True),
    ("a typing error", "/questions/?q=idempotncy", True),
    ("three choices", "/questions/?competency=coding&level=senior&minutes=30", True),
    ("two words in the room", "/interviews/{interview}/room/search/?q=queue+retry", True),
    ("a typing error in the room", "/interviews/{interview}/room/search/?q=idempotncy", True),
    ("counts for two words", "/questions/counts/?q=queue+retry", True),
    ("counts for everything", "/questions/counts/", True),
    ("the page with two words", "/questions/?q=queue+retry", False),
    ("the page with everything", "/questions/", False),
)


def main() -> None:
    """Read the options, measure, print one table."""
    parser = argparse.ArgumentParser(description="Searching the question bank, p95 and CPU milliseconds per request.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], help="questions, growing")
    parser.add_argument("--requests", type=int, default=80, help="for each search (80), by one client")
    options = parser.parse_args()
    with own_servers() as database:
        measure(options.sizes, options.requests, database)


def measure(sizes: list[int], requests: int, database: Tree) -> None:
    """One line for each search and size."""
    import django  # noqa: PLC0415 -- the environment names the servers only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    from benchmarks import bank, data  # noqa: PLC0415
    from interviews.models import Seat  # noqa: PLC0415

    data.begin()
    seat = Seat.objects.standing().filter(interview__started_at__isnull=False).select_related("person").first()
    print("| questions | search | CPU ms | median ms | p95 ms | p95 to 1,000 |\n|---|---|---|---|---|---|")
    first: dict[str, float] = {}
    with serving("config.settings") as (server, port):
        for size in sizes:
            there = bank.grow(size)
            for name, address, is_part in SEARCHES:
                page = Page(name, "", address.format(interview=seat.interview_id), is_part=is_part)
                sign_in(page, seat.person.email.partition("@")[0])
                ask(page, port, 16, clients=1)
                before = server.cpu() + database.cpu()
                times, _ = ask(page, port, requests, clients=1)
                cpu = (server.cpu() + database.cpu() - before) / requests
                p95 = statistics.quantiles(times, n=20)[-1]
                ratio = p95 / first.setdefault(name, p95)
                print(f"| {there:,} | {name} | {cpu:.0f} | {statistics.median(times):.0f} | {p95:.0f} | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main()
