"""Serving pages by gunicorn and asking for them from several clients at once."""

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
WORKERS, CLIENTS = 2, 8
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Page:
    """One address to measure, and what was measured of it."""

    name: str
    limit: str  # the page of the limit that it is held against, "" for those themselves
    address: str
    server: str = "ours"
    line: str = ""  # what is posted, with an id of its own each time; "" for a page that is read
    is_part: bool = False  # asked for by htmx
    cookie: str = ""
    token: str = ""
    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    size: int = 0
    queries: int = 0
    rows: int = 0


class Tree:
    """A process and all that it started: the CPU time they used, also of those that have ended since."""

    def __init__(self, root: int) -> None:
        self.root = root

    def cpu(self) -> float:
        """Milliseconds so far."""
        return sum(self.members().values()) * 1000 / TICK

    def members(self) -> dict[int, int]:
        """The processes that run now, each with the ticks that it used."""
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
        return {pid: used.get(pid, 0) for pid in found}


@contextmanager
def own_servers() -> Iterator[Tree]:
    """A PostgreSQL and a Valkey for one run, named in the environment; gives the processes of PostgreSQL."""
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
            yield Tree(int((postgres.data / "postmaster.pid").read_text().split()[0]))
        finally:
            supervisor.stop()


@contextmanager
def serving(settings: str, application: str = "config.wsgi", *, workers: int = WORKERS) -> Iterator[tuple[Tree, int]]:
    """Pages by gunicorn, as a company runs them: processes of one thread with lasting database connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--bind=127.0.0.1:{port}", f"--workers={workers}", "--log-level=error"]
    command = [sys.executable, "-m", "gunicorn", application, *options]
    with Path(os.environ["MEDIA_ROOT"]).with_name(f"{settings}.{application}.log").open("wb") as log:
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


def entry() -> dict[str, str]:
    """How the room's browser names what it sends."""
    return {"Entry-Id": str(uuid4()), "Entry-At": str(int(time.time() * 1000))}


def ask(page: Page, port: int, requests: int, *, clients: int = CLIENTS) -> tuple[list[float], int]:
    """Ask so often from several clients at once; the milliseconds of each answer, and the bytes of the last."""
    times: list[float] = []
    sizes = [0]
    failures: list[int] = []

    def client(count: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": page.cookie, "Host": "localhost"} | ({"HX-Request": "true"} if page.is_part else {})
        for _ in range(count):
            body = None
            if page.line:
                body = urlencode({"line": page.line, "id": uuid4(), "csrfmiddlewaretoken": page.token})
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", **entry()}
            began = time.perf_counter()
            connection.request("POST" if page.line else "GET", page.address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            times.append((time.perf_counter() - began) * 1000)
            failures.extend([answer.status] if answer.status != 200 else [])
            sizes[0] = len(content)
        connection.close()

    counts = [requests // clients + (number < requests % clients) for number in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, counts))  # raises what a client met
    if failures:
        sys.exit(f"{page.address} answered {failures[0]}")
    return times, sizes[0]


def sign_in(page: Page, who: str) -> None:
    """Give a page the cookies of one of the demo's people, and what its forms need."""
    from django.test import Client  # noqa: PLC0415 -- the environment names the servers only later

    from accounts.models import User  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    person = User.objects.get(email=f"{who}@brightwater.example")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    body = client.get("/me/").content.decode()
    page.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)[1]  # type: ignore[index]
    page.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
