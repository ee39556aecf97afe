"""Real Celery workers and beats, in processes of their own, on the database and the broker of the tests."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


CELERY = ["-m", "celery"]
#: As CELERY, on a clock that is so many seconds wrong. PostgreSQL's stays right, and so does what measures how long something took.
WRONG = """import sys, time, time_machine
time_machine.travel(time.time() + float(sys.argv.pop(1))).start()
from celery.__main__ import main
sys.argv[0] = "celery"
sys.exit(main())"""


class Celery:
    """One program of Celery's."""

    def __init__(self, *words: str, log: Path, seconds_wrong: int = 0, **environment: str) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        ours = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": settings.SECRET_KEY}
        program = ["-c", WRONG, str(seconds_wrong)] if seconds_wrong else CELERY
        with log.open("ab") as kept:
            self.process = subprocess.Popen(
                [sys.executable, *program, "--app=config", "--quiet", *words],
                cwd=ROOT,
                env=os.environ | ours | environment,
                stdout=kept,
                stderr=kept,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it as a machine without power ends: no signal that it could answer."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Worker(Celery):
    """Runs the tasks of one queue, as `up` runs them."""

    def __init__(self, *, queue: str, log: Path, seconds_wrong: int = 0, **environment: str) -> None:
        words = ["worker", f"--queues={queue}", "--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle"]
        super().__init__(*words, log=log, seconds_wrong=seconds_wrong, **environment)


class Beat(Celery):
    """Sends what is due by the timetable; what it remembers of it lies beside its log."""

    def __init__(self, *, log: Path, **environment: str) -> None:
        super().__init__("beat", "--pidfile=", f"--schedule={log.with_suffix('.schedule')}", log=log, **environment)


@contextmanager
def working(*, queue: str, log: Path, **environment: str) -> Iterator[Worker]:
    """A worker for the length of a block."""
    worker = Worker(queue=queue, log=log, **environment)
    try:
        yield worker
    finally:
        worker.kill()
