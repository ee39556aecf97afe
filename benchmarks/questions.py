"""Searching the bank at any size: `.venv/bin/python -m benchmarks.questions --help`."""

import argparse
import statistics

from benchmarks.serving import Page, Tree, ask, own_servers, serving, sign_in

#: Words that are put before and after the copied words, so that a search finds a part of the bank and not all of it.
WORDS = (
    "amber basalt cedar delta ember fjord granite harbour island jasper kelp lagoon meadow nectar onyx pebble quartz river".split()  # noqa: SIM905 -- as a line of words it is read at once
)
SEARCHES = (
    ("two words", "/questions/?q=granite+limiter"),
    ("a word half typed", "/questions/?q=lim"),
    ("a competency, a level, a length", "/questions/?competency=coding&level=senior&minutes=30"),
    ("the whole list", "/questions/"),
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
    from benchmarks import data  # noqa: PLC0415

    data.begin()
    print("| questions | search | CPU ms | median ms | p95 ms |\n|---|---|---|---|---|")
    with serving("config.settings") as (server, port):
        for size in sizes:
            there = grow(size)
            for name, address in SEARCHES:
                page = Page(name, "", address)
                sign_in(page, "carla")
                ask(page, port, 16, clients=1)
                before = server.cpu() + database.cpu()
                times, _ = ask(page, port, requests, clients=1)
                cpu = (server.cpu() + database.cpu() - before) / requests
                p95 = statistics.quantiles(times, n=20)[-1]
                print(f"| {there:,} | {name} | {cpu:.0f} | {statistics.median(times):.0f} | {p95:.0f} |", flush=True)


def grow(size: int) -> int:
    """Copies of the shipped questions, each under a key of its own and with two other words in its title, up to so many."""
    from django.db import connection  # noqa: PLC0415

    from questionbank.models import Question  # noqa: PLC0415

    there = Question.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        cursor.execute(
            """
            WITH source AS (
                SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many
                FROM questionbank_question WHERE key NOT LIKE 'copy-%%'),
            copies AS (SELECT s.id, k, 1000000 + k AS copy FROM generate_series(%s, %s) k JOIN source s ON s.place = k %% s.many),
            questions AS (
                INSERT INTO questionbank_question (id, key, family, current_id, created_at, activated_at)
                SELECT c.copy, 'copy-' || c.k, 'copy-' || c.k, c.copy, now(), now() FROM copies c RETURNING id),
            versions AS (
                INSERT INTO questionbank_questionversion (id, question_id, number, title, category, minutes, difficulty,
                    lowest_level_id, highest_level_id, prompt, good, mixed, poor, notes, follow_ups, written_at, why)
                SELECT c.copy, c.copy, 1, (%s::text[])[1 + c.k %% 18] || ' ' || v.title || ' ' || (%s::text[])[1 + c.k / 18 %% 18],
                    v.category, v.minutes, v.difficulty, v.lowest_level_id, v.highest_level_id, v.prompt, v.good, v.mixed, v.poor,
                    v.notes, v.follow_ups, now(), 'Copied'
                FROM copies c JOIN questionbank_question q ON q.id = c.id JOIN questionbank_questionversion v ON v.id = q.current_id
                RETURNING id)
            INSERT INTO questionbank_tested (id, version_id, competency_id, place)
            SELECT c.copy * 10 + t.place, c.copy, t.competency_id, t.place
            FROM copies c JOIN questionbank_question q ON q.id = c.id JOIN questionbank_tested t ON t.version_id = q.current_id
            """,
            [there, size - 1, WORDS, WORDS],
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return Question.objects.count()


if __name__ == "__main__":
    main()
