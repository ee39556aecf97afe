"""Stop what a supervisor started once the supervisor has gone, whatever ended it.

Runs as a process of its own, on the standard library alone. Each line of its input is one JSON object: a process to stop, or a
folder to remove. The end of the input, which the kernel makes even after a `kill -9` of the writer, is the order to do it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Process = dict[str, Any]
"""pid and identity; stop, the signal's name; grace, in seconds; force, the signal after that; server: stopped after the others."""


def identity(pid: int) -> str:
    """Tell this process from a later one with the same number. Empty when it has ended, also as a zombie that nobody reaps."""
    try:
        # The name in brackets may hold blanks; after it come the state (field 3) and, as field 22, the time of start.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except ProcessLookupError:
        return ""
    except FileNotFoundError:
        return "" if Path("/proc/self").exists() else _identity_from_ps(pid)
    return "" if fields[0] in "ZX" else fields[19]


def _identity_from_ps(pid: int) -> str:
    """Do the same where there is no /proc, as on macOS."""
    told = subprocess.run(
        ["/bin/ps", "-o", "state=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return "" if told.startswith("Z") else told


def carry_out(orders: Iterable[Process]) -> None:
    """Stop the processes, those that use the servers first, all at once, then the servers; then remove the folders."""
    orders = list(orders)
    processes = [order for order in orders if "pid" in order]
    _stop([process for process in processes if not process["server"]])
    _stop([process for process in processes if process["server"]])
    for order in orders:
        if "remove" in order:
            shutil.rmtree(order["remove"], ignore_errors=True)


def _stop(processes: list[Process]) -> None:
    for process in processes:
        _send(process, process["stop"])
    start = time.monotonic()
    while waiting := [process for process in processes if _is_alive(process)]:
        late = [process for process in waiting if time.monotonic() - start > process["grace"]]
        for process in late:
            _send(process, process["force"])
            process["force"], process["grace"] = "SIGKILL", process["grace"] + 1
        time.sleep(0.02)
    for process in processes:
        _kill_children(process)


def _is_alive(process: Process) -> bool:
    return identity(process["pid"]) == process["identity"]


def _send(process: Process, name: str) -> None:
    if _is_alive(process):
        try:
            os.kill(process["pid"], signal.Signals[name])
        except ProcessLookupError:
            return


def _kill_children(process: Process) -> None:
    """Each process leads a group of its own, so what it forked and left behind still bears its number."""
    try:
        os.killpg(process["pid"], signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def main() -> None:
    """Read orders until the writer has gone or says so, then carry them out."""
    # Ctrl-C reaches every process of a terminal's group; the guard acts on the end of its input only.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    carry_out([json.loads(line) for line in sys.stdin])


if __name__ == "__main__":
    main()
