"""Measures pages against the limit in one run: `.venv/bin/python -m benchmarks.run --help`."""

import argparse
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from config.stack.postgres import Postgres
from config.stack.supervisor import Supervisor
from config.stack.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
WORKERS, CLIENTS, ROUNDS = 2, 8, 3
LINES = 40
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Page:
    """One address to measure, and what was measured of it."""

    name: str
    limit: str  # the page of the limit that it is held against, "" for those themselves
    address: str
    line: str = ""  # what is posted, with an id of its own each time; "" for a page that is read
    cookie: str = ""
    token: str = ""
    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    size: int = 0
    queries: int = 0


def main() -> None:
    """Read the options, measure, print one table for each size."""
    parser = argparse.ArgumentParser(description="Pages against the limit, in CPU milliseconds per request.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 30_000], help="scorecards, growing (1000 30000)")
    parser.add_argument("--requests", type=int, default=200, help="for each page and round (200)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairloop-bench-") as folder:
        Path(folder).chmod(0o711)
        supervisor = Supervisor(Path(folder))
        try:
            postgres, valkey = Postgres(Path(folder) / "postgres"), Valkey(Path(folder) / "valkey")
            postgres.start(supervisor)
            valkey.start(supervisor)
            os.environ |= {
                "DATABASE_URL": postgres.url,
                "REDIS_URL": valkey.url,
                "SECRET_KEY": secrets.token_hex(),
                "MEDIA_ROOT": f"{folder}/media",
                "STATIC_FROM_SOURCE": "yes",
                "DJANGO_SETTINGS_MODULE": "config.settings",
            }
            postmaster = int((postgres.data / "postmaster.pid").read_text().split()[0])
            measure(options.sizes, options.requests, Tree(postmaster))
        finally:
            supervisor.stop()


class Tree:
    """A process and all that it started: the CPU time they used, also of those that have ended since."""

    def __init__(self, root: int) -> None:
        self.root = root

    def cpu(self) -> float:
        """Milliseconds so far."""
        parents, used = {}, {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(path.parent.name)] = int(fields[1])
            used[int(path.parent.name)] = sum(map(int, fields[11:15]))
        found = {self.root}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return sum(used.get(pid, 0) for pid in found) * 1000 / TICK


def measure(sizes: list[int], requests: int, database: Tree) -> None:
    """One table for each size."""
    import django  # noqa: PLC0415 -- the environment names the servers only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    from benchmarks import data, limits  # noqa: PLC0415

    limits.make_table()
    loop = data.begin()
    with serving("config.settings") as ours, serving("benchmarks.limit_settings") as theirs:
        for size in sizes:
            there = data.grow(loop, size)
            pages = choose(loop)
            for page in pages:
                page.queries = queries_of(page) if page.limit else 2
            for number in range(ROUNDS + 1):  # the first warms up
                for page in pages:
                    server = ours if page.limit else theirs
                    trim()
                    before = server[0].cpu() + database.cpu()
                    times, page.size = ask(page, server[1], requests if number else 40)
                    if number:
                        page.cpu.append((server[0].cpu() + database.cpu() - before) / requests)
                        page.times += times
            show(there, pages)


def choose(loop: object) -> list[Page]:
    """The pages to measure, each signed in as who uses it."""
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from interviews.models import Interview  # noqa: PLC0415

    live = Interview.objects.get(started_at__isnull=False, ended_at=None)
    pages = [
        Page("the limit: save", "", "/save/", line="what was said"),
        Page("the limit: 50 rows", "", "/rows/"),
        Page("save a note", "the limit: save", f"/interviews/{live.pk}/notes/", line="+ asks what happens to bursts"),
        Page("the live room", "the limit: 50 rows", f"/interviews/{live.pk}/room/"),
        Page("the board of loops", "the limit: 50 rows", "/loops/"),
        Page("the list of candidates", "the limit: 50 rows", "/candidates/"),
        Page("search among candidates", "the limit: 50 rows", "/candidates/?q=maya"),
        Page("a loop", "the limit: 50 rows", f"/loops/{loop.pk}/"),  # type: ignore[attr-defined]
        Page("a debrief", "the limit: 50 rows", f"/loops/{loop.pk}/debrief/"),  # type: ignore[attr-defined]
    ]
    for page in pages:
        client = Client(SERVER_NAME="localhost")
        who = "ivan" if "/interviews/" in page.address else "lena"
        person = User.objects.get(email=f"{who}@brightwater.example")
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        client.get("/questions/")
        page.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/me/").content.decode())[1]  # type: ignore[index]
        page.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return pages


def trim() -> None:
    """As many lines as are written in an hour: without this each measured line would make the next one dearer."""
    from scorecards.models import NoteLine  # noqa: PLC0415

    lines = NoteLine.objects.filter(scorecard__seat__interview__ended_at=None)
    lines.exclude(pk__in=list(lines.order_by("pk").values_list("pk", flat=True)[:LINES])).delete()


def queries_of(page: Page) -> int:
    """How many statements one request sends, counted in this process."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    headers = {"cookie": page.cookie} | ({"hx-request": "true"} if page.line else {})
    client = Client(SERVER_NAME="localhost", headers=headers)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(page.address, {"line": page.line, "id": uuid4()}) if page.line else client.get(page.address)
    if answer.status_code != 200:
        sys.exit(f"{page.address} answered {answer.status_code}")
    return len(asked)


@contextmanager
def serving(settings: str) -> Iterator[tuple[Tree, int]]:
    """Pages by gunicorn, as a company runs them: processes of one thread with lasting database connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", "--log-level=error"]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *options]
    with Path(os.environ["MEDIA_ROOT"]).with_name(f"{settings}.log").open("wb") as log:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    sys.exit("gunicorn did not start")
                time.sleep(0.1)
        yield Tree(process.pid), port
    finally:
        process.terminate()
        process.wait()


def ask(page: Page, port: int, requests: int) -> tuple[list[float], int]:
    """Ask so often from several clients at once; the milliseconds of each answer, and the bytes of the last."""
    times: list[float] = []
    sizes = [0]
    failures: list[int] = []

    def client(count: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": page.cookie, "Host": "localhost"}
        for _ in range(count):
            body = None
            if page.line:
                body = urlencode({"line": page.line, "id": uuid4(), "csrfmiddlewaretoken": page.token})
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
            began = time.perf_counter()
            connection.request("POST" if page.line else "GET", page.address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            times.append((time.perf_counter() - began) * 1000)
            failures.extend([answer.status] if answer.status != 200 else [])
            sizes[0] = len(content)
        connection.close()

    clients = [threading.Thread(target=client, args=(requests // CLIENTS,)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    if failures:
        sys.exit(f"{page.address} answered {failures[0]}")
    return times, sizes[0]


def show(scorecards: int, pages: list[Page]) -> None:
    """The table of one size."""
    limits = {page.name: statistics.median(page.cpu) for page in pages}
    print(f"\n{scorecards:,} scorecards\n")
    print("| page | queries | KB | CPU ms | against the limit | p95 ms |\n|---|---|---|---|---|---|")
    for page in pages:
        cpu = statistics.median(page.cpu)
        ratio = f"{cpu / limits[page.limit]:.1f} ×" if page.limit else "1"
        p95 = statistics.quantiles(page.times, n=20)[-1]
        print(f"| {page.name} | {page.queries} | {page.size / 1024:.0f} | {cpu:.1f} | {ratio} | {p95:.0f} |", flush=True)


if __name__ == "__main__":
    main()
