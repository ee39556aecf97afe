"""Measures how long a vote takes to everyone's screen: `.venv/bin/python -m benchmarks.voting --help`.

Thirty people have a debrief open. One of them votes; each of the others hears of it by their stream and asks for the part of the
page that says who has voted, as the page's script does. Counted is the time from sending the vote until that part has arrived
with each of them. Painting it is the browser's and not counted.
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import sys
import time
from datetime import timedelta
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from urllib.parse import urlencode

from benchmarks.serving import own_servers, serving
from benchmarks.streams import CSRF_COOKIE, TOKEN, live_server

VIEWERS = 30
QUIET = 0.3  # seconds between two votes once all have the one before


def main() -> None:
    """Read the options, measure, print the table."""
    parser = argparse.ArgumentParser(description="A vote to everyone's screen, with 30 people who have the debrief open.")
    parser.add_argument("--votes", type=int, default=30, help="how many are cast, one after the other (30)")
    options = parser.parse_args()
    with own_servers():
        measure(options.votes)


def measure(votes: int) -> None:
    """Cast votes, and print how long each took to each of the viewers."""
    import django  # noqa: PLC0415 -- the environment names the servers only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    loop, cookies = furnish()
    with serving("config.settings") as (_, port), live_server() as (_, live_port):
        ours, theirs = multiprocessing.Pipe()
        watching = multiprocessing.get_context("fork").Process(
            target=_run, args=(port, live_port, loop, cookies, theirs), daemon=True
        )
        watching.start()
        theirs.close()  # or this end would wait for good for viewers that have failed
        ours.recv()
        late = [wait for number in range(votes) for wait in _vote(port, loop, cookies[number % VIEWERS], ours, number)]
        ours.send(None)
        watching.join()
    show(late[VIEWERS:], votes - 1)  # the first vote warms up


def furnish() -> tuple[int, list[str]]:
    """A debrief in which thirty people vote, who have all read: the loop's number, and of each a session's cookie."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from benchmarks import data  # noqa: PLC0415
    from scorecards.models import Debrief, membership, protocol  # noqa: PLC0415

    now = timezone.now()
    debrief = Debrief.objects.select_related("loop").get(loop=data.begin())
    lena, cookies = debrief.loop.recruiter, []
    for number in range(VIEWERS):
        person = User.objects.create(name=f"Member {number}", email=f"m{number}@example.com", is_committee=True)
        membership.add_later(debrief, person, by=lena, now=now)
        protocol.end_reading(debrief, person, now=now + timedelta(seconds=1))
        client = Client(SERVER_NAME="localhost")
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; {CSRF_COOKIE}={TOKEN}")
    return debrief.loop_id, cookies


def _vote(port: int, loop: int, cookie: str, viewers: Connection, number: int) -> list[float]:
    """Cast one vote; for each viewer the milliseconds until they had the part with who votes."""
    from interviews.models import LoopWeight  # noqa: PLC0415

    time.sleep(QUIET)
    rated = {f"rating_{one}": "3" for one in LoopWeight.objects.filter(loop=loop).values_list("competency", flat=True)}
    said = rated | {"verdict": "3", "comment": f"Vote {number}", "csrfmiddlewaretoken": TOKEN}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
    viewers.send(number)
    viewers.recv()  # they look out from now on
    began = time.monotonic()
    connection.request("POST", f"/loops/{loop}/debrief/vote/", urlencode(said), headers)
    answer = connection.getresponse()
    if answer.status != 302:
        sys.exit(f"The vote was answered {answer.status}")
    connection.close()
    if not viewers.poll(60):
        sys.exit("Not everybody heard of the vote")
    return [(at - began) * 1000 for at in viewers.recv()]


def _run(port: int, live_port: int, loop: int, cookies: list[str], pipe: Connection) -> None:
    asyncio.run(_watch(port, live_port, loop, cookies, pipe))


async def _watch(port: int, live_port: int, loop: int, cookies: list[str], pipe: Connection) -> None:
    """Open a stream for each; then, as often as asked to, tell when each of them had the part of the page."""
    arrived: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    tasks = [asyncio.create_task(_view(port, live_port, loop, cookie, arrived)) for cookie in cookies]
    for task in asyncio.as_completed([_quiet(arrived), *tasks]):
        await task  # everybody has come and heard who else came; or somebody failed
        break
    pipe.send("ready")
    events = asyncio.get_running_loop()
    while await events.run_in_executor(None, pipe.recv) is not None:
        while not arrived.empty():
            arrived.get_nowait()
        pipe.send("go")
        first: dict[str, float] = {}
        while len(first) < len(cookies):
            viewer, at = await arrived.get()
            first.setdefault(viewer, at)
        pipe.send(list(first.values()))
    for task in tasks:
        task.cancel()


async def _quiet(arrived: "asyncio.Queue[tuple[str, float]]") -> None:
    """Wait until nothing has been brought to anybody for three seconds, once something was."""
    await arrived.get()
    while True:
        try:
            await asyncio.wait_for(arrived.get(), timeout=3)
        except TimeoutError:
            return


async def _view(port: int, live_port: int, loop: int, cookie: str, arrived: "asyncio.Queue[tuple[str, float]]") -> None:
    """One person's page: hear, ask for the part, take it in. One reading at a time, as the page has it."""
    reader, _stream = await _get(live_port, f"/live/debrief:{loop}/", cookie)  # which ends with its writer
    heard = asyncio.Event()

    async def listen() -> None:
        while line := await reader.readline():
            if line.strip() in {b"event: open", b"event: presence"}:
                heard.set()

    listening = asyncio.create_task(listen())
    while not listening.done():
        await heard.wait()
        heard.clear()
        part, writer = await _get(port, f"/loops/{loop}/debrief/who/", cookie, close=True)
        content = await part.read()
        writer.close()
        if b"debrief-who" not in content:
            sys.exit("The part did not come")
        arrived.put_nowait((cookie, time.monotonic()))


async def _get(port: int, address: str, cookie: str, *, close: bool = False) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    ends = "Connection: close\r\n" if close else ""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{ends}\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        sys.exit(f"{address} was answered {status.decode()}")
    return reader, writer


def show(late: list[float], votes: int) -> None:
    """One table."""
    print(f"\n{VIEWERS} people with the debrief open, {votes} votes, {os.cpu_count()} cores\n")
    print("| what | measured |\n|---|---|")
    print(f"| vote to everyone's screen, p50 | {statistics.median(late):.0f} ms |")
    print(f"| vote to everyone's screen, p95 | {statistics.quantiles(late, n=20)[-1]:.0f} ms |")
    print(f"| the last of all | {max(late):.0f} ms |")


if __name__ == "__main__":
    main()
