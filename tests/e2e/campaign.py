"""The fault campaign: somebody types known lines in the room while things break; afterwards every line is there once, in order.

`Campaign(up, playwright, folder, seed=…).run(300)` breaks three hundred things, one after the other, chosen at random.
"""

import itertools
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
from playwright.sync_api import Error, Playwright, expect

from config.stack.supervisor import SHORTEST_LIFE
from tests.e2e.window import EMAIL, Window, executable, sign_in
from tests.up import Up
from tests.waiting import until

FILES = """SELECT note.text FROM scorecards_noteline note
JOIN scorecards_scorecard card ON card.id = note.scorecard_id JOIN interviews_seat seat ON seat.id = card.seat_id
WHERE seat.interview_id = %s AND note.deleted_at IS NULL AND note.text LIKE %s ORDER BY note.entered_at, note.id"""
LIVE = """SELECT interview.id FROM interviews_interview interview JOIN interviews_seat seat ON seat.interview_id = interview.id
JOIN accounts_user person ON person.id = seat.person_id
WHERE person.email = %s AND interview.started_at IS NOT NULL AND interview.ended_at IS NULL LIMIT 1"""
FULL = """() => { window.kept = [IDBObjectStore.prototype.put, IDBObjectStore.prototype.add];
IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
ROOM_AGAIN = """() => { [IDBObjectStore.prototype.put, IDBObjectStore.prototype.add] = window.kept; }"""


class Campaign(Window):
    """One person in one browser of their own, on one `up` of the tests' own."""

    def __init__(self, up: Up, playwright: Playwright, folder: Path, *, seed: int) -> None:
        """Open the browser and the room. `seed` decides what breaks and what is typed meanwhile."""
        self.up, self.playwright, self.folder = up, playwright, folder
        self.chance = random.Random(seed)  # noqa: S311 -- to be the same again, not to be secret
        self.database = psycopg.connect(up.env["DATABASE_URL"], autocommit=True)
        [[self.interview]] = self._ask(LIVE, EMAIL)
        self.number = itertools.count(1)
        self.typed: list[str] = []
        self.on_other_device: list[str] = []
        self.tally: Counter[str] = Counter()
        self.killed_at = 0.0
        self._open_browser()

    @property
    def faults(self) -> dict[str, Callable[[], None]]:
        """All that can break, by name."""
        return {
            "no net": self.no_net,
            "reload without a net": self.reload_without_net,
            "answers lost": self.answers_lost,
            "web killed": self.web_killed,
            "web frozen": self.web_frozen,
            "database crashed": self.database_crashed,
            "Redis frozen": self.redis_frozen,
            "signed out": self.signed_out,
            "tab closed": self.tab_closed,
            "browser killed": self.browser_killed,
            "two tabs": self.two_tabs,
            "two devices": self.two_devices,
            "clock wrong by hours": self.clock_wrong,
            "storage full": self.storage_full,
        }

    def run(self, count: int) -> Counter[str]:
        """Break so many things, each kind about as often; how often each was. Fails at the first line that is not as typed."""
        faults = self.faults
        wanted = list(itertools.islice(itertools.cycle(faults), count))
        self.chance.shuffle(wanted)
        for name in wanted:
            self.write(self.chance.randint(1, 3))
            try:
                faults[name]()
                self.write(self.chance.randint(0, 2))
                self.recover()
            except Exception as problem:
                if self.up.process.poll() is not None:
                    problem.add_note(self.up.read_until("\0"))
                problem.add_note(f"fault {self.tally.total() + 1} ({name}), after {dict(self.tally)}")
                raise
            self.tally[name] += 1
        return self.tally

    # What breaks -----------------------------------------------------------------------------------------------------
    def no_net(self) -> None:
        """Everything typed waits, then arrives."""
        self.context.set_offline(True)
        self.write(self.chance.randint(1, 5))
        self.context.set_offline(False)

    def reload_without_net(self) -> None:
        """The page comes from the browser's own store, with every line in it."""
        self.is_ready()
        self.context.set_offline(True)
        self.write(2)
        self.page.reload()
        self.is_in_room()
        for line in self.typed[-2:]:
            expect(self.page.locator("#note-lines").get_by_text(line, exact=True)).to_be_visible()
        self.write(1)
        self.context.set_offline(False)

    def answers_lost(self) -> None:
        """The server does it, and the browser never hears of it."""

        def lose(route) -> None:
            with suppress(Error):
                route.fetch()
            with suppress(Error):
                route.abort()

        self.page.route("**/notes/", lose, times=self.chance.randint(1, 3))
        self.write(2)

    def web_killed(self) -> None:
        """In the middle of typing, without a word. Not so soon again that `up` takes it for a server that cannot run."""
        self.page.wait_for_timeout(1000 * max(0, self.killed_at + 2 * SHORTEST_LIFE - time.monotonic()))
        self.killed_at = time.monotonic()
        with suppress(ValueError):  # it is just being started again
            os.kill(self.up.pid_of("config.stack.web"), signal.SIGKILL)
        self.write(2)

    def web_frozen(self) -> None:
        """It takes requests and answers none for a while."""
        until(self.web_runs, "the web process runs")
        pid = self.up.pid_of("config.stack.web")
        os.kill(pid, signal.SIGSTOP)
        self.write(2)
        time.sleep(self.chance.choice((1, 3)))
        os.kill(pid, signal.SIGCONT)

    def database_crashed(self) -> None:
        """PostgreSQL ends every connection and recovers from its log when one of its processes is killed."""
        self.page.wait_for_timeout(self.chance.randint(0, 300))
        [[backend]] = self._ask("SELECT pg_backend_pid()")
        os.kill(backend, signal.SIGKILL)
        self.write(2)

    def redis_frozen(self) -> None:
        """What is typed does not wait for what tells others of it."""
        pid = self.up.pid_of("valkey-server unixsocket:")  # so it names itself
        os.kill(pid, signal.SIGSTOP)
        self.write(2)
        time.sleep(1)
        os.kill(pid, signal.SIGCONT)

    def signed_out(self) -> None:
        """The session is gone; signing in beside the page goes on."""
        self._ask("DELETE FROM accounts_session RETURNING 1")
        self.write(1)
        expect(self.page.get_by_text("You were signed out.")).to_be_visible()
        beside = self.context.new_page()
        sign_in(beside, self.up.address)
        beside.close()
        self.page.bring_to_front()

    def tab_closed(self) -> None:
        """With lines that wait, closed and opened again later."""
        self.context.set_offline(True)
        self.write(2)
        self.on_disk()
        self.page.close()
        self.context.set_offline(False)
        self._open_page()

    def browser_killed(self) -> None:
        """A second after the last line, which did not leave the machine."""
        self.context.set_offline(True)
        self.write(2)
        self.on_disk()
        self._kill_browser()
        self._open_browser()

    def two_tabs(self) -> None:
        """Both show what either writes."""
        second = self.context.new_page()
        second.goto(self.address)
        first, self.page = self.page, second
        self.is_in_room()
        self.write(2)
        expect(first.locator("#note-lines").get_by_text(self.typed[-1], exact=True)).to_be_visible()
        self.page = first
        self.write(1)
        second.close()

    def two_devices(self) -> None:
        """The same person writes on another machine at the same time."""
        browser = self.playwright.chromium.launch(executable_path=executable())
        other = browser.new_page()
        sign_in(other, self.up.address)
        other.goto(self.address)
        for _ in range(2):
            self.write(1)
            line = f"device {next(self.number):05d}"
            other.get_by_label("Note", exact=True).fill(line)
            other.keyboard.press("Enter")
            self.on_other_device.append(line)
        until(lambda: self.stored("device %") == self.on_other_device, "the other device's lines are there once, in order")
        browser.close()

    def clock_wrong(self) -> None:
        """This machine's clock is hours ahead or behind from now on."""
        self.all_arrived()
        self.page.close()
        self._open_page(shift=self.chance.choice((-1, 1)) * self.chance.randint(1, 20) * 3_600_000)
        self.write(2)

    def storage_full(self) -> None:
        """The browser keeps nothing; what is typed is sent all the same."""
        self.all_arrived()
        self.page.evaluate(FULL)
        self.write(2)
        self.all_arrived()
        self.page.evaluate(ROOM_AGAIN)

    # What is looked at -----------------------------------------------------------------------------------------------
    def write(self, count: int) -> None:
        """Type so many lines."""
        for _ in range(count):
            line = f"line {next(self.number):05d}"
            note = self.page.get_by_label("Note", exact=True)
            note.focus()
            if self.chance.random() < 0.5:
                note.press_sequentially(line, delay=self.chance.choice((0, 15)))
            else:
                note.fill(line)
            self.page.keyboard.press("Enter")
            self.typed.append(line)
            expect(self.page.locator("#note-lines").get_by_text(line, exact=True)).to_be_visible()

    def recover(self) -> None:
        """Everything that was typed is on the server once, in the order in which it was typed, and the page says so."""
        until(self.web_runs, "the web process runs")
        self.all_arrived()
        assert self.stored("line %") == self.typed
        expect(self.page.locator("[data-outbox-state]")).to_have_attribute("data-state", "saved", timeout=60_000)

    def all_arrived(self) -> None:
        """Wait until the server has each line."""
        end = time.monotonic() + 90
        while len(self.stored("line %")) < len(self.typed):
            if time.monotonic() > end:
                raise AssertionError(f"not there: {sorted(set(self.typed) - set(self.stored('line %')))}")
            self.page.wait_for_timeout(50)  # the browser's own events, such as a held answer, go on meanwhile

    def stored(self, like: str) -> list[str]:
        """The lines on the server, in their order; none while it recovers."""
        try:
            return [text for (text,) in self._ask(FILES, self.interview, like)]
        except psycopg.OperationalError:
            with suppress(psycopg.OperationalError):
                self.database = psycopg.connect(self.up.env["DATABASE_URL"], autocommit=True)
            return []

    def on_disk(self) -> None:
        """What was typed has had its quarter of a second."""
        self.page.wait_for_timeout(250)

    def is_ready(self) -> None:
        """The page could be reloaded without a net."""
        expect(self.page.locator("html")).to_have_attribute("data-offline", "ready")

    def web_runs(self) -> bool:
        """Whether the web process is there."""
        try:
            return bool(self.up.pid_of("config.stack.web"))
        except (ValueError, OSError):
            return False

    def close(self) -> None:
        """End the browser and the look at the database."""
        with suppress(Error):
            self.context.close()
        self.database.close()

    def _ask(self, statement: str, *values: object) -> list[tuple]:
        return self.database.execute(statement, values).fetchall()
