"""The PostgreSQL and the Valkey of a test run."""

import atexit
import os
import tempfile
from pathlib import Path

from config.stack.postgres import Postgres
from config.stack.supervisor import Supervisor
from config.stack.valkey import Valkey


def start() -> None:
    """Start what DATABASE_URL and REDIS_URL do not name already, for as long as this process lives, and name it there.

    The first process of a run gets here first, so the workers it starts inherit the two names and share the servers.
    """
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="fairloop-test-"))
    folder.chmod(0o711)  # PostgreSQL may run as another user
    supervisor = Supervisor(folder)
    supervisor.remove_in_the_end(folder)
    atexit.register(supervisor.stop)
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres(folder / "postgres", durable=False)
        postgres.start(supervisor)
        os.environ["DATABASE_URL"] = postgres.url
    if "REDIS_URL" not in os.environ:
        valkey = Valkey(folder / "valkey")
        valkey.start(supervisor)
        os.environ["REDIS_URL"] = valkey.url
