"""One `up` of the tests' own, and what can be seen of it from outside."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config.stack import guard
from config.stack.up import NOTED

ROOT = Path(__file__).resolve().parent.parent
ENV = {name: value for name, value in os.environ.items() if name not in {*NOTED, "TEST_TEMPLATE", "TEST_VALKEY"}}


class Up:
    """One `up`, and what can be seen of it from outside."""

    def __init__(self, folder: Path, *options: str, env: Mapping[str, str] = ENV) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.stack.up", f"--folder={folder}", *options],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def read_until(self, words: str) -> str:
        """All that was printed up to the line with these words, or until it ended."""
        while words not in self.said:
            line = self.process.stdout.readline()
            self.said += line
            if not line:
                self.process.communicate()
                break
        return self.said

    @property
    def address(self) -> str:
        """Where it runs, as it says itself."""
        return re.search(r"http://localhost:\d+", self.said)[0]

    @property
    def env(self) -> dict[str, str]:
        """What it notes down for other commands."""
        return dict(line.split("=", 1) for line in (self.folder / "env").read_text().splitlines())

    def family(self) -> dict[int, str]:
        """Every process that it has started, and those have, with what tells each from a later one of the same number."""
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: guard.identity(pid) for pid in found}

    def pid_of(self, word: str) -> int:
        """The one process with this word in its command."""
        [pid] = [pid for pid in self.family() if word in Path(f"/proc/{pid}/cmdline").read_text().replace("/", "\0").split("\0")]
        return pid

    def end(self, number: int) -> int:
        """Send a signal and wait until it has ended."""
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=30)[0]
        return self.process.returncode
