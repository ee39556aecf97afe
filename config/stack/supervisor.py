"""Start processes that end when this one does."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from config.stack import guard

LARGEST_LOG = 2_000_000
SHORTEST_LIFE = 5  # seconds; what ends sooner would only end again


class StackError(Exception):
    """A part of the stack did not start, or ended by itself. Its text is for the person at the terminal."""


@dataclass
class Program:
    """A process to start, and how it ends: by `stop`, after `grace` seconds by `force`; a server after the others."""

    name: str
    command: list[str]
    stop: str = "SIGTERM"
    grace: float = 2.5
    force: str = "SIGKILL"
    is_server: bool = False
    may_end: bool = False  # it has one thing to do; failing at it is an error, having done it is not
    may_fail: bool = False  # nor is failing at it: what it left undone is done at the next start
    is_restarted: bool = False  # when it ends by itself
    popen: dict[str, Any] = field(default_factory=dict)  # env, cwd, user


class Supervisor:
    """Starts processes, each with a session and a log file of its own, and lets a guard stop them in the end."""

    def __init__(self, folder: Path) -> None:
        """Keep logs and the list of what runs in this folder, and stop what an earlier supervisor could not."""
        self.folder = folder
        self._record = folder / "processes.json"
        self._started: dict[str, tuple[Program, subprocess.Popen[bytes], float]] = {}
        self._stop_leftovers()
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd="/",
        )
        self._orders_out = cast("IO[str]", self._guard.stdin)
        self._orders: list[guard.Process] = [{"guard": self._guard.pid, "identity": guard.identity(self._guard.pid)}]

    def start(self, program: Program) -> None:
        """Start one process."""
        log = self.log(program.name)
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("ab") as output:
            process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **program.popen,
            )
        self._started[program.name] = program, process, time.monotonic()
        self._order(
            {
                "pid": process.pid,
                "identity": guard.identity(process.pid),
                "stop": program.stop,
                "grace": program.grace,
                "force": program.force,
                "server": program.is_server,
            },
        )

    def remove_in_the_end(self, folder: Path) -> None:
        """Remove this folder, with all it holds, after the last process has stopped."""
        self._order({"remove": str(folder)})

    def log(self, name: str) -> Path:
        """Where a process writes what it has to say."""
        return self.folder / f"{name}.log"

    def wait_for(self, name: str, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Return when `is_ready`. A process that ends meanwhile, or the time running out, is a StackError with the log's end."""
        end = time.monotonic() + seconds
        while not _asked(is_ready):
            self.check()
            if time.monotonic() > end:
                raise StackError(f"{name} did not come up within {seconds:g} seconds.\n{self._last_words(name)}")
            time.sleep(0.02)

    def has_done(self, name: str) -> bool:
        """Whether a process that may end has done so, and well."""
        return self._started[name][1].poll() == 0

    def check(self) -> list[str]:
        """Start again what has ended by itself and may be; return its names. For any other, raise a StackError."""
        restarted = []
        for name, (program, process, began) in list(self._started.items()):
            code = process.poll()
            if code is None or (program.may_end and (code == 0 or program.may_fail)):
                continue
            if not program.is_restarted or time.monotonic() - began < SHORTEST_LIFE:
                raise StackError(f"{name} ended by itself (exit code {code}).\n{self._last_words(name)}")
            self.start(program)
            restarted.append(name)
        return restarted

    def stop(self) -> None:
        """Stop everything and return when it has stopped. The way is the one taken after a `kill -9`: the guard does it."""
        self._orders_out.close()
        while self._guard.poll() is None:
            for _, process, _ in self._started.values():
                process.poll()  # reap, or the guard waits for a process that has ended
            time.sleep(0.02)
        self._record.unlink(missing_ok=True)

    def _order(self, order: guard.Process) -> None:
        self._orders_out.write(json.dumps(order) + "\n")
        self._orders_out.flush()
        self._orders.append(order)
        self._record.write_text(json.dumps(self._orders))

    def _stop_leftovers(self) -> None:
        """Let the guard of a supervisor that was killed finish; where it was killed too, do what it would have done."""
        if not self._record.exists():
            return
        orders = json.loads(self._record.read_text())
        former = orders[0]
        while guard.identity(former["guard"]) == former["identity"]:
            time.sleep(0.02)
        guard.carry_out(orders[1:])

    def _last_words(self, name: str) -> str:
        log = self.log(name)
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        return os.linesep.join([*text.splitlines()[-15:], f"All of it: {log}"])


def _asked(is_ready: Callable[[], bool]) -> bool:
    try:
        return is_ready()
    except OSError:
        return False
