"""Measures live streams: `.venv/bin/python -m benchmarks.streams --help`."""

import argparse
import asyncio
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.serving import ROOT, Page, Tree, ask, own_servers, serving

ROOMS, SEATS, TYPING = 100, 5, 50
PACE = 50  # events a second, over all rooms
CSRF_COOKIE, TOKEN = "csrftoken", "a" * 32


def main() -> None:
    """Read the options, measure, print the tables."""
    parser = argparse.ArgumentParser(description="500 streams in 100 rooms, while 50 people type.")
    parser.add_argument("--seconds", type=int, default=20, help="for how long events are published (20)")
    parser.add_argument("--requests", type=int, default=200, help="lines saved for each round (200)")
    parser.add_argument("--rounds", type=int, default=3, help="with and without streams, of which the median counts (3)")
    options = parser.parse_args()
    with own_servers() as database:
        measure(options.seconds, options.requests, options.rounds, database)


def measure(seconds: int, requests: int, rounds: int, database: Tree) -> None:
    """Saves with and without idle streams, in turns; then events while people type."""
    import django  # noqa: PLC0415 -- the environment names the servers only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    seats = furnish()
    pages = [
        Page("save", "", f"/interviews/{room}/notes/", line="+ asks", cookie=f"{cookie}; {CSRF_COOKIE}={TOKEN}", token=TOKEN)
        for room, cookie in seats[::SEATS]
    ]
    with serving("config.settings") as (server, port), live_server() as (streams, live_port):
        listen(live_port, seats[:SEATS]).close()
        begun = memory(streams)  # once it has learnt what it learns only once, and before anything was freed
        first = listen(live_port, seats)
        each = (memory(streams) - begun) / len(seats)
        first.close()
        saves: dict[str, list[float]] = {"without": [], "with": []}
        for number in range(rounds + 1):  # the first warms up
            for name, measured in saves.items():
                listening = listen(live_port, seats if name == "with" else seats[:1])
                before = server.cpu() + database.cpu()
                ask(pages[0], port, requests)
                if number:
                    measured.append((server.cpu() + database.cpu() - before) / requests)
                listening.close()
        listening = listen(live_port, seats)
        events, late = with_typing(seconds, pages[:TYPING], port, listening, [room for room, _ in seats[::SEATS]])
    show(saves, each, events, late)


def furnish() -> list[tuple[int, str]]:
    """The rooms, each with an interview that is going on: for each seat the interview's number and a session's cookie."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from interviews.models import Candidate, Interview, Job, Loop, LoopPlan, Seat  # noqa: PLC0415
    from scorecards.demo import company  # noqa: PLC0415

    now = timezone.now()
    company.begin(now)
    lena, plan, job = User.objects.get(email=f"lena{company.DOMAIN}"), LoopPlan.objects.first(), Job.objects.first()
    found = []
    for number in range(ROOMS):
        candidate = Candidate.objects.create(
            name=f"Candidate {number}", email=f"c{number}@example.org", added_at=now, added_by=lena
        )
        loop = Loop.open_from(plan, candidate=candidate, job=job, recruiter=lena, by=lena, now=now)
        interview = Interview.objects.create(
            stage=loop.stages.first(), starts_at=now, ends_at=now + timedelta(hours=1), booked_at=now, booked_by=lena
        )
        for place in range(SEATS):
            person = User.objects.create(name=f"Person {number} {place}", email=f"p{number}-{place}@example.com")
            role = "panel" if place else "lead"
            Seat.objects.create(interview=interview, person=person, role=role, seated_at=now, seated_by=lena)
            client = Client(SERVER_NAME="localhost")
            client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
            found.append((interview.pk, f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"))
        interview.start(now=now)
    return found


@contextmanager
def live_server() -> Iterator[tuple[Tree, int]]:
    """Streams by one process, as a company runs them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--host=127.0.0.1", f"--port={port}", "--no-access-log", "--log-level=error", "--timeout-graceful-shutdown=1"]
    with Path(os.environ["MEDIA_ROOT"]).with_name("live.log").open("wb") as log:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", *options]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        yield Tree(process.pid), port
    finally:
        process.terminate()
        process.wait()


class Listening:
    """Readers of streams, in a process of their own so that they do not wait for what is measured here."""

    def __init__(self, port: int, seats: list[tuple[int, str]]) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_run, args=(port, seats, theirs), daemon=True)
        self._process.start()
        if self._ours.recv() != len(seats):
            sys.exit("Not every stream was opened")

    def close(self) -> list[float]:
        """End all streams. How late, in milliseconds, each event that was heard came."""
        self._ours.send("enough")
        late: list[float] = self._ours.recv()
        self._process.join()
        return late


def listen(port: int, seats: list[tuple[int, str]]) -> Listening:
    """Open a stream for each seat and wait until all are open and have heard who else came."""
    listening = Listening(port, seats)
    time.sleep(2)
    return listening


def _run(port: int, seats: list[tuple[int, str]], pipe: Connection) -> None:
    asyncio.run(_listen(port, seats, pipe))


async def _listen(port: int, seats: list[tuple[int, str]], pipe: Connection) -> None:
    late: list[float] = []
    opened = [await _open(port, room, cookie) for room, cookie in seats]
    readers = [asyncio.create_task(_read(reader, late)) for reader, _ in opened]
    pipe.send(len(readers))
    await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    pipe.send(late)
    for _, writer in opened:
        writer.close()


async def _open(port: int, room: int, cookie: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live/interview:{room}/ HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        sys.exit(f"A stream was answered {status.decode()}")
    while b"event: open" not in await reader.readline():
        pass
    return reader, writer


async def _read(reader: asyncio.StreamReader, late: list[float]) -> None:
    while line := await reader.readline():
        if line.startswith(b"data: at "):
            late.append((time.monotonic() - float(line.removeprefix(b"data: at "))) * 1000)


def with_typing(seconds: int, pages: list[Page], port: int, listening: Listening, rooms: list[int]) -> tuple[int, list[float]]:
    """Publish while people type a line every two seconds; how many were to be heard, and how late each came."""
    stop = threading.Event()
    typists = [threading.Thread(target=_type, args=(page, port, stop)) for page in pages]
    for typist in typists:
        typist.start()
        time.sleep(2 / len(pages))
    begun, published = time.monotonic(), 0
    while time.monotonic() - begun < seconds:
        _publish(rooms[published % len(rooms)])
        published += 1
        time.sleep(max(0, begun + published / PACE - time.monotonic()))
    stop.set()
    for typist in typists:
        typist.join()
    time.sleep(1)
    return published * SEATS, listening.close()


def _type(page: Page, port: int, stop: threading.Event) -> None:
    while not stop.wait(2):
        ask(page, port, 1, clients=1)


def _publish(room: int) -> None:
    """A change that commits, and right after it the event, which holds when that was."""
    from django.db import transaction  # noqa: PLC0415

    from config import live  # noqa: PLC0415
    from interviews.models import Interview  # noqa: PLC0415

    with transaction.atomic():
        Interview.objects.filter(pk=room).update(place="Room 1")
        transaction.on_commit(lambda: live.publish(f"interview:{room}", "changed", f"at {time.monotonic()}"))


def memory(tree: Tree) -> float:
    """Kilobytes that this process has in memory."""
    status = Path(f"/proc/{tree.root}/status").read_text()
    return float(status.partition("VmRSS:")[2].split()[0])


def show(saves: dict[str, list[float]], each: float, events: int, late: list[float]) -> None:
    """One table."""
    without, with_ = statistics.median(saves["without"]), statistics.median(saves["with"])
    print(f"\n{ROOMS * SEATS} streams in {ROOMS} rooms, {TYPING} people typing, {os.cpu_count()} cores\n")
    print("| what | measured |\n|---|---|")
    print(f"| commit to receipt, median | {statistics.median(late):.1f} ms |")
    print(f"| commit to receipt, p95 | {statistics.quantiles(late, n=20)[-1]:.1f} ms |")
    print(f"| heard of what was to be heard | {len(late):,} of {events:,} |")
    print(f"| memory for each stream | {each:.0f} KB |")
    print(f"| saving a line, CPU, without streams | {without:.1f} ms |")
    print(f"| saving a line, CPU, with all of them idle | {with_:.1f} ms |")
    print(f"| saves with, of those without | {without / with_:.2f} |")


if __name__ == "__main__":
    main()
