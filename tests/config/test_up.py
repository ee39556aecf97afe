"""`up` for real: its own PostgreSQL, Valkey, mail catcher, web, worker and beat, in a folder of the tests."""

import os
import shutil
import signal
import smtplib
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from config.stack import guard
from config.stack.supervisor import SHORTEST_LIFE
from tests.up import ENV, Up

pytestmark = pytest.mark.stack


def left(family: dict[int, str]) -> list[str]:
    """What of these processes still runs, by their commands."""
    running = [pid for pid, identity in family.items() if identity and guard.identity(pid) == identity]
    return [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in running]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder of which PostgreSQL's user may see its own part, when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="fairloop-up-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def first(folder) -> dict[str, object]:
    """The first `up --empty` in that folder, from start to SIGTERM."""
    up = Up(folder, "--empty")
    up.read_until("Ctrl-C stops")
    family = up.family()
    code = up.end(signal.SIGTERM)
    return {"said": up.said, "code": code, "started": len(family), "left": left(family)}


@pytest.fixture
def start(folder, first) -> Iterator[Callable[..., Up]]:
    """Start `up` in that folder again and wait until it is ready or has ended. What still runs after the test is killed."""
    started: list[Up] = []

    def start_one(*options: str) -> Up:
        up = Up(folder, *options)
        started.append(up)
        up.read_until("Ctrl-C stops")
        return up

    yield start_one
    for up in started:
        if up.process.poll() is None:
            up.end(signal.SIGKILL)


def test_up_starts_everything_and_sigterm_stops_it(first):
    assert "It is empty: the first person to open http://localhost:" in first["said"]
    assert first["started"] > 10
    assert first["code"] == 0
    assert first["left"] == []
    assert first["said"].rstrip().endswith("Stopped. The data stays for the next time.")


def test_while_it_runs(start, folder):
    up = start()
    with urllib.request.urlopen(f"{up.address}/healthz", timeout=5) as answer:
        token = answer.read().decode()
    second = start()
    with smtplib.SMTP("127.0.0.1", int(up.env["EMAIL_URL"].rpartition(":")[2])) as post:
        post.sendmail("a@example.com", ["../ivan@example.com"], "Subject: Ünicode\r\n\r\nCome at ten.\r\n".encode())
    mails = list((folder / "mail").iterdir())
    time.sleep(SHORTEST_LIFE)  # what ends sooner is taken for something that cannot run
    os.kill(up.pid_of("worker"), signal.SIGKILL)
    said = up.read_until("was started again")
    family = up.family()
    code = up.end(signal.SIGINT)

    assert len(token) == 16
    assert (second.process.wait(), second.said.strip()) == (1, f"Fairloop runs here already: {up.address}")
    assert [path.name.partition("_..-")[2] for path in mails] == ["ivan@example.com.eml"]
    assert "Come at ten." in mails[0].read_text()
    assert "worker had ended by itself and was started again" in said
    assert (code, left(family)) == (0, [])
    assert (folder / "env").read_text() == ""


def test_kill_9_leaves_nothing_behind_and_the_data_whole(start):
    up = start()
    with psycopg.connect(up.env["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE written (what text)")
        connection.execute("INSERT INTO written VALUES ('just before')")
    key, family = up.env["SECRET_KEY"], up.family()

    up.end(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while left(family) and time.monotonic() < deadline:
        time.sleep(0.05)
    remains = left(family)
    second = start()
    key_again, family = second.env["SECRET_KEY"], second.family()

    os.kill(second.pid_of("guard.py"), signal.SIGKILL)  # now nobody is left to stop the others
    second.end(signal.SIGKILL)
    outlived = left(family)
    third = start()
    remains_at_last = left(family)
    with psycopg.connect(third.env["DATABASE_URL"]) as connection:
        written = connection.execute("SELECT what FROM written").fetchall()
    code = third.end(signal.SIGHUP)

    assert remains == []
    assert key_again == key
    assert len(outlived) > 5
    assert remains_at_last == []
    assert written == [("just before",)]
    assert code == 0


def test_starting_over_removes_what_was_there(start, folder):
    (folder / "mail" / "old.eml").write_text("of an earlier company")
    key = (folder / "secret_key").read_text()

    fresh = start("--fresh", "--empty")

    assert "It is empty" in fresh.said
    assert list((folder / "mail").iterdir()) == []
    assert (folder / "secret_key").read_text() == key


def test_starting_over_does_not_touch_the_database_of_somebody_else(folder, first):
    up = Up(folder, "--fresh", env=ENV | {"DATABASE_URL": "postgresql://db.example/company"})
    up.read_until("(never said)")

    assert up.process.wait() == 1
    assert up.said.strip() == "Starting over is for the database that `up` makes itself. Empty the one of DATABASE_URL yourself."


def test_a_port_that_is_taken_is_refused_when_it_was_asked_for(folder, first):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        up = Up(folder, f"--port={port}")
        up.read_until("(never said)")

    assert up.process.wait() == 1
    assert up.said.strip() == f"Port {port} is taken. Choose another with --port, or none to get a free one."
