"""A real Celery worker, in processes of its own, on the database and the broker of the tests."""

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


class Worker:
    """Runs the tasks of one queue, as `up` runs them."""

    def __init__(self, *, queue: str, log: Path, **environment: str) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        ours = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": settings.SECRET_KEY}
        command = [sys.executable, "-m", "celery", "--app=config", "--quiet", "worker", f"--queues={queue}", "--pool=threads"]
        with log.open("ab") as kept:
            self.process = subprocess.Popen(
                [*command, "--concurrency=2", "--without-gossip", "--without-mingle"],
                cwd=ROOT,
                env=os.environ | ours | environment,
                stdout=kept,
                stderr=kept,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it as a machine without power ends: no signal that it could answer."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def working(*, queue: str, log: Path, **environment: str) -> Iterator[Worker]:
    """A worker for the length of a block."""
    worker = Worker(queue=queue, log=log, **environment)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.kill()
