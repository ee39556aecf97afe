"""Start processes that end when this one does."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, cast

from config.stack import guard


class StackError(Exception):
    """A part of the stack did not start, or ended by itself. Its text is for the person at the terminal."""


class Supervisor:
    """Starts processes, each with a session and a log file of its own, and lets a guard stop them in the end."""

    def __init__(self, folder: Path) -> None:
        """Keep logs and the list of what runs in this folder, and stop what an earlier supervisor could not."""
        self.folder = folder
        self._record = folder / "processes.json"
        self._started: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._orders: list[guard.Process] = []
        self._stop_leftovers()
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd="/",
        )
        self._orders_out = cast("IO[str]", self._guard.stdin)

    def start(
        self,
        name: str,
        command: list[str],
        *,
        env: Mapping[str, str] | None = None,
        stop: str = "SIGTERM",
        grace: float = 2.5,
        force: str = "SIGKILL",
        server: bool = False,
        **popen: Any,
    ) -> None:
        """Start one process. It is stopped with `stop`, after `grace` seconds with `force`; a server after the others."""
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **popen,
            )
        self._started.append((name, process))
        order = {
            "pid": process.pid,
            "identity": guard.identity(process.pid),
            "stop": stop,
            "grace": grace,
            "force": force,
            "server": server,
        }
        self._tell_guard(order)
        self._orders.append(order)
        self._record.write_text(json.dumps(self._orders))

    def remove_in_the_end(self, folder: Path) -> None:
        """Remove this folder, with all it holds, after the last process has stopped."""
        self._tell_guard({"remove": str(folder)})

    def log(self, name: str) -> Path:
        """Where a process writes what it has to say."""
        return self.folder / f"{name}.log"

    def wait_for(self, name: str, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Return when `is_ready`. A process that ends meanwhile, or the time running out, is a StackError with the log's end."""
        end = time.monotonic() + seconds
        while not self._asked(is_ready):
            self.check()
            if time.monotonic() > end:
                raise StackError(f"{name} did not come up within {seconds:g} seconds.\n{self._last_words(name)}")
            time.sleep(0.02)

    def check(self) -> None:
        """Raise a StackError when one of the processes has ended by itself."""
        for name, process in self._started:
            if process.poll() is not None:
                raise StackError(f"{name} ended by itself (exit code {process.returncode}).\n{self._last_words(name)}")

    def stop(self) -> None:
        """Stop everything and return when it has stopped. The way is the one taken after a `kill -9`: the guard does it."""
        self._orders_out.close()
        while self._guard.poll() is None:
            for _, process in self._started:
                process.poll()  # reap, or the guard waits for a process that has ended
            time.sleep(0.02)
        self._record.unlink(missing_ok=True)

    def _stop_leftovers(self) -> None:
        """Stop what still runs because a supervisor and its guard were killed together."""
        if self._record.exists():
            guard.stop_all(json.loads(self._record.read_text()))

    def _tell_guard(self, order: Mapping[str, Any]) -> None:
        self._orders_out.write(json.dumps(order) + "\n")
        self._orders_out.flush()

    @staticmethod
    def _asked(is_ready: Callable[[], bool]) -> bool:
        try:
            return is_ready()
        except OSError:
            return False

    def _last_words(self, name: str) -> str:
        log = self.log(name)
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        return os.linesep.join([*text.splitlines()[-15:], f"All of it: {log}"])
