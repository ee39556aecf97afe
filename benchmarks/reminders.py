"""Measures reminders: `.venv/bin/python -m benchmarks.reminders --help`."""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.serving import ROOT, Tree, own_servers

PASTS = (1_000, 1_000_000)
DUE_IN_A_ROUND, PANEL = 20, 4
BLOCKS, WARM_UP = 3, 10


def main() -> None:
    """Read the options, measure the sweep and the sending, print the tables."""
    parser = argparse.ArgumentParser(description="10,000 reminders due at once, and the sweep over a long past.")
    parser.add_argument("--due", type=int, default=10_000, help="reminders due at once (10,000)")
    parser.add_argument("--workers", type=int, default=2, help="workers of one process each (2)")
    parser.add_argument("--rounds", type=int, default=200, help="sweeps measured with each past (200)")
    options = parser.parse_args()
    with own_servers() as database:
        import django  # noqa: PLC0415 -- the environment names the servers only now
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        sent(options.due, options.workers)
        swept(options.rounds, database)


# Sending -----------------------------------------------------------------------------------------------------------------
def sent(due: int, workers: int) -> None:
    """Everything is due at once: how many a second, and how much memory the workers take."""
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from accounts.models import Mail  # noqa: PLC0415
    from config.celery import app  # noqa: PLC0415

    booked(due)
    with sink() as (port, folder), working(workers, port) as trees:
        most = [0.0] * workers
        begun = time.monotonic()
        while Mail.objects.owed().exists():
            if Mail.objects.filter(claimed_until__gt=timezone.now(), sent_at=None).count() < workers * DUE_IN_A_ROUND:
                app.send_task("accounts.tasks.send_owed_mail", expires=1)  # as most facts do, and beat
            time.sleep(0.5)
            most = [max(before, memory(tree)) for before, tree in zip(most, trees, strict=True)]
        took = time.monotonic() - begun
        cpu = sum(tree.cpu() for tree in trees)
        arrived = len(list(folder.glob("*.eml")))
    states = {state: Mail.objects.filter(**{f"{state}__isnull": False}).count() for state in ("sent_at", "dropped_at", "failed_at")}
    print(f"\n{due:,} reminders due at once, {workers} workers, {os.cpu_count()} cores\n")
    print("| what | measured |\n|---|---|")
    print(f"| arrived | {arrived:,} of {due:,} |")
    print(f"| sent, dropped, failed | {states['sent_at']:,}, {states['dropped_at']:,}, {states['failed_at']:,} |")
    print(f"| seconds | {took:.1f} |")
    print(f"| a second | {due / took:.0f} |")
    print(f"| CPU of the workers for each | {cpu / due:.1f} ms |")
    print(f"| most memory of a worker | {max(most):.0f} MB |")


def booked(due: int) -> None:
    """Interviews of four people in an hour, each with the reminder that is due now; one loop for each."""
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from accounts.models import User  # noqa: PLC0415
    from interviews.models import Candidate, Interview, Job, Loop, LoopPlan, Reminder, Seat, Stage  # noqa: PLC0415
    from interviews.models.reminder import Kind, Line  # noqa: PLC0415

    now = timezone.now()
    starts_at = now + timedelta(hours=1)
    lena = User.objects.create_user("lena@example.com", None, name="Lena", zone="Europe/Berlin", is_recruiter=True)
    job = Job.objects.create(title="Engineer", opened_at=now, opened_by=lena)
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.com", name=f"Person {number}", zone="Europe/Berlin", password="!") for number in range(due)
    )
    candidates = Candidate.objects.bulk_create(
        Candidate(name=f"Candidate {number}", email=f"c{number}@example.org", added_at=now, added_by=lena)
        for number in range(-(-due // PANEL))
    )
    first = Loop.open_from(LoopPlan.objects.first(), candidate=candidates[0], job=job, recruiter=lena, by=lena, now=now)
    loops = Loop.objects.bulk_create(_like(first, candidate=one) for one in candidates[1:])
    stage = first.stages.first()
    stages = [stage, *Stage.objects.bulk_create(_like(stage, loop=loop) for loop in loops)]
    facts = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "booked_at": now, "booked_by": lena}
    interviews = Interview.objects.bulk_create(Interview(stage=stage, **facts) for stage in stages)
    seats = Seat.objects.bulk_create(
        Seat(interview=interviews[number // PANEL], person=person, role="panel", seated_at=now, seated_by=lena)
        for number, person in enumerate(people)
    )
    lines = [
        Line(Kind.UPCOMING_HOUR, f"{seat.pk}", seat.interview, seat, "Panel in Coding", seat.person, "", now, starts_at)
        for seat in seats
    ]
    for number in range(0, due, 1000):
        Reminder.owe_all(lines[number : number + 1000], now=now)


def _like(row, **otherwise):
    """A new row like this one, but for what is said otherwise."""
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**{name: value for name, value in facts.items() if name.removesuffix("_id") not in otherwise}, **otherwise)


@contextmanager
def sink() -> Iterator[tuple[int, Path]]:
    """The mail server of `up`, which keeps every mail as a file."""
    folder = Path(os.environ["MEDIA_ROOT"]).with_name("mail")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, number = listener.getsockname()[1], listener.fileno()
        command = [sys.executable, "-P", str(ROOT / "config" / "stack" / "mail.py"), str(folder), str(number)]
        process = subprocess.Popen(command, pass_fds=[number])
    try:
        yield port, folder
    finally:
        process.terminate()
        process.wait()


@contextmanager
def working(count: int, port: int) -> Iterator[list[Tree]]:
    """So many workers, of one process that works each, as a company runs them."""
    environment = os.environ | {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    options = ["--quiet", "worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with Path(os.environ["MEDIA_ROOT"]).with_name("workers.log").open("wb") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "celery", "--app=config", *options, f"--hostname=worker{number}"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
            for number in range(count)
        ]
    try:
        time.sleep(10)  # until they are up: starting is not what is measured
        yield [Tree(process.pid) for process in processes]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def memory(tree: Tree) -> float:
    """Megabytes that a worker and what it started have in memory; what they share counts once for each."""
    found = 0.0
    for pid in tree.members():
        try:
            status = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found += float(status.partition("Pss:")[2].split()[0]) / 1024
    return found


# The sweep ---------------------------------------------------------------------------------------------------------------
def swept(rounds: int, database: Tree) -> None:
    """What it costs to look for due mails and to claim them, with few and with many that were sent long ago, in turns."""
    times: dict[int, list[float]] = {past: [] for past in PASTS}
    cpu = dict.fromkeys(PASTS, 0.0)
    rows = dict.fromkeys(PASTS, 0)
    for block in range(BLOCKS):
        for past in PASTS:
            remember(past)
            for number in range(WARM_UP):
                sweep(f"{block}:warm:{past}:{number}")
            before = database.cpu()
            times[past] += [sweep(f"{block}:{past}:{number}") for number in range(rounds // BLOCKS)]
            cpu[past] += database.cpu() - before
            rows[past] = rows_looked_at(f"{block}:{past}")
    print(f"\n{BLOCKS} times {rounds // BLOCKS} sweeps that claim {DUE_IN_A_ROUND} mails each, in turns\n")
    print("| past reminders | median ms | p95 ms | CPU of PostgreSQL ms, owing and marking too | rows looked at |")
    print("|---|---|---|---|---|")
    for past in PASTS:
        p95 = statistics.quantiles(times[past], n=20)[-1]
        each = cpu[past] / len(times[past])
        print(f"| {past:,} | {statistics.median(times[past]):.2f} | {p95:.2f} | {each:.2f} | {rows[past]} |")
    few, many = (statistics.median(times[past]) for past in PASTS)
    print(f"\n{PASTS[-1]:,} : {PASTS[0]:,} past reminders: median {many / few:.2f}, CPU {cpu[PASTS[-1]] / cpu[PASTS[0]]:.2f}")


def remember(past: int) -> None:
    """So many reminders were sent, one every twenty seconds until now."""
    from django.db import connection  # noqa: PLC0415 -- as above

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("TRUNCATE accounts_mail CASCADE")
        cursor.execute(PAST, [past])
        cursor.execute("VACUUM ANALYZE accounts_mail")


def sweep(name: str) -> float:
    """The milliseconds of one look that claims what is due, which is marked as sent afterwards."""
    from accounts.models import Mail  # noqa: PLC0415 -- as above

    owe(name)
    begun = time.perf_counter()
    mails = Mail.objects.claim()
    took = (time.perf_counter() - begun) * 1000
    if len(mails) != DUE_IN_A_ROUND:
        sys.exit(f"{len(mails)} were claimed")
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(sent_at=mails[0].due_at)
    return took


PAST = """INSERT INTO accounts_mail (key, kind, address, planned_at, due_at, claimed_until, tries, journaled_at, sent_at,
    drop_reason, last_error)
SELECT 'past:' || n, 'loop.upcoming_hour', 'p@example.com', at, at, at + interval '2 minutes', 1, at, at, '', ''
FROM (SELECT n, now() - n * interval '20 seconds' AS at FROM generate_series(1, %s) AS n) AS past"""


def owe(name: str) -> None:
    """As many as one round takes, due now, and some that are due later."""
    from django.utils import timezone  # noqa: PLC0415 -- as above

    from accounts.models import Mail  # noqa: PLC0415

    now = timezone.now() - timedelta(seconds=1)
    facts = {"kind": "loop.upcoming_hour", "address": "p@example.com", "planned_at": now}
    later = now + timedelta(days=1)
    Mail.objects.bulk_create(
        Mail(key=f"{name}:{one}", due_at=now if one < DUE_IN_A_ROUND else later, **facts) for one in range(DUE_IN_A_ROUND + 5)
    )


def rows_looked_at(name: str) -> int:
    """How many rows PostgreSQL looks at to find twenty that are due, by its own count."""
    from accounts.models import Mail  # noqa: PLC0415 -- as above

    owe(f"{name}:looked at")
    plan = Mail.objects.due().order_by("due_at", "pk")[:DUE_IN_A_ROUND].explain(analyze=True, format="json")

    def rows(node: dict) -> int:
        below = node.get("Plans", [])
        return sum(map(rows, below)) if below else int(node["Actual Rows"]) + int(node.get("Rows Removed by Filter", 0))

    return rows(json.loads(plan)[0]["Plan"])


if __name__ == "__main__":
    main()
