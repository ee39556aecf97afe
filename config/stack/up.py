"""Run all of Fairloop on this machine: `python3 dev.py up`. Servers that the environment does not name are started here too."""

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.stack.postgres import Postgres
from config.stack.supervisor import Program, StackError, Supervisor
from config.stack.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_PORT = 8000
PORTS_TO_TRY = 20
NOTED = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "BASE_URL", "MEDIA_ROOT", "STATIC_FROM_SOURCE")


def main() -> None:
    """Read the options, run until told to stop, and say in a sentence what went wrong if something did."""
    parser = argparse.ArgumentParser(prog="dev.py up", description="Run Fairloop on this machine, with all that it needs.")
    parser.add_argument("--port", type=int, help=f"the port of the address; without it the first free one from {FIRST_PORT} on")
    parser.add_argument("--fresh", action="store_true", help="remove all data of earlier runs first")
    parser.add_argument("--empty", action="store_true", help="begin without the demo: the first person creates the company")
    parser.add_argument("--folder", type=Path, default=ROOT / ".local", help="where the data, mails and logs are kept (.local)")
    options = parser.parse_args()
    options.folder = options.folder.absolute()
    try:
        options.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        with only_one(options.folder):
            Up(options).run()
    except StackError as problem:
        sys.exit(f"\n{problem}")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of this folder. Refused while another `up` has it, with the address of that one."""
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StackError(f"Fairloop runs here already: {lock.read() or 'it is just starting'}") from None
        lock.truncate(0)
        yield


class Up:
    """One run: everything started, in order, until it is told to stop."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.folder: Path = options.folder
        self.began = time.monotonic()
        self.is_told_to_stop = False
        self.token = secrets.token_hex(8)
        self.supervisor: Supervisor
        self.listener: socket.socket  # open for as long as this runs: each web process that is started inherits it

    def run(self) -> None:
        """Start, wait, stop. However this ends, the guard stops what was started."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        logs = self.folder / "log"
        logs.mkdir(exist_ok=True)
        self.supervisor = Supervisor(logs)  # also ends what an earlier run left, so that its data can be removed
        try:
            if self.options.fresh:
                self._start_over()
            self._choose()
            self._start()
            while not self.is_told_to_stop:
                for name in self.supervisor.check():
                    print(f"{name} had ended by itself and was started again; see {self.supervisor.log(name)}", flush=True)
                time.sleep(0.3)
        finally:
            self.supervisor.stop()
            for name in ("env", "lock"):
                (self.folder / name).write_text("")
        print("\nStopped. The data stays for the next time.")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_told_to_stop = True

    def _start_over(self) -> None:
        if "DATABASE_URL" in os.environ:
            raise StackError("Starting over is for the database that `up` makes itself. Empty the one of DATABASE_URL yourself.")
        Postgres(self.folder / "postgres").remove()
        for name in ("valkey", "beat", "mail", "media"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in ("people.txt", "empty", "prepared", "told"):
            (self.folder / name).unlink(missing_ok=True)

    def _choose(self) -> None:
        """Remember that this company is to begin empty. Refused when there is a company already."""
        if not self.options.empty:
            return
        if (self.folder / "prepared").exists() and not (self.folder / "empty").exists():
            raise StackError("There is data of earlier runs. `up --fresh --empty` removes it and begins without the demo.")
        (self.folder / "empty").touch()

    def _start(self) -> None:
        self.listener = listen(self.options.port)
        port = self.listener.getsockname()[1]
        address = f"http://localhost:{port}"
        env = os.environ | self._servers() | {"PYTHONUNBUFFERED": "1", "INSTANCE": self.token}
        env.setdefault("SECRET_KEY", own_key(self.folder))
        env.setdefault("BASE_URL", address)
        env.setdefault("STATIC_FROM_SOURCE", "yes")
        env.setdefault("MEDIA_ROOT", str(self.folder / "media"))
        self._prepare(env)
        self._run("web", ["config.stack.web", str(self.listener.fileno())], env, pass_fds=[self.listener.fileno()])
        self.supervisor.wait_for("prepare", lambda: self.is_told_to_stop or self.supervisor.has_done("prepare"), seconds=600)
        self._work(env)
        self.supervisor.wait_for("web", lambda: self.is_told_to_stop or self._answers(port), seconds=60)
        (self.folder / "prepared").touch()
        self._tell(env)
        note_down(self.folder, env)
        (self.folder / "lock").write_text(address)
        self._welcome(address, env)

    def _servers(self) -> dict[str, str]:
        """Start the servers that the environment does not name, and return their names for it."""
        found = {}
        if "DATABASE_URL" not in os.environ:
            postgres = Postgres(self.folder / "postgres")
            postgres.start(self.supervisor)
            found["DATABASE_URL"] = postgres.url
        if "REDIS_URL" not in os.environ:
            valkey = Valkey(self.folder / "valkey")
            valkey.start(self.supervisor)
            found["REDIS_URL"] = valkey.url
        if "EMAIL_URL" not in os.environ:
            with socket.create_server(("127.0.0.1", 0)) as listener:
                number = listener.fileno()
                command = [sys.executable, "-P", str(Path(__file__).with_name("mail.py")), str(self.folder / "mail"), str(number)]
                self.supervisor.start(Program("mail", command, is_restarted=False, popen={"pass_fds": [number]}))
                found["EMAIL_URL"] = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        return found

    def _prepare(self, env: dict[str, str]) -> None:
        command = [sys.executable, "manage.py", "prepare", f"--people={self.folder / 'people.txt'}"]
        if (self.folder / "empty").exists():
            command.append("--empty")
        self.supervisor.start(Program("prepare", command, may_end=True, popen={"cwd": ROOT, "env": env}))

    def _work(self, env: dict[str, str]) -> None:
        """Start worker and beat, which would find no tables before the database is prepared."""
        (self.folder / "beat").mkdir(exist_ok=True)
        celery = ["celery", "--app=config", "--quiet"]
        # Threads, where a company's worker has processes: half the memory, and one machine's mails need no more.
        self._run("worker", [*celery, "worker", "--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle"], env)
        self._run("beat", [*celery, "beat", "--pidfile=", f"--schedule={self.folder / 'beat' / 'schedule'}"], env)

    def _tell(self, env: dict[str, str]) -> None:
        """Add what the demo still lacks, behind everything else: it takes longer than anybody wants to wait for the first page."""
        if (self.folder / "people.txt").exists() and not (self.folder / "told").exists():
            command = ["nice", sys.executable, "manage.py", "load_demo", f"--told={self.folder / 'told'}"]
            self.supervisor.start(Program("demo", command, may_end=True, may_fail=True, popen={"cwd": ROOT, "env": env}))

    def _run(self, name: str, command: list[str], env: dict[str, str], **popen: object) -> None:
        program = Program(name, [sys.executable, "-m", *command], is_restarted=True, popen={"cwd": ROOT, "env": env, **popen})
        self.supervisor.start(program)

    def _answers(self, port: int) -> bool:
        """Whether our own web process answers: a stranger's on this port would not know the token."""
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return answer.read().decode() == self.token

    def _welcome(self, address: str, env: dict[str, str]) -> None:
        print(f"\nFairloop runs at {env['BASE_URL']} (ready after {time.monotonic() - self.began:.1f} s)\n")
        people = self.folder / "people.txt"
        if people.exists():
            print(people.read_text().rstrip(), end="\n\n")
            if not (self.folder / "told").exists():
                print("The first candidates are there; the others of the demo are added within the next minutes.\n")
        elif (self.folder / "empty").exists():
            print(f"It is empty: the first person to open {address} creates the company.\n")
        if "EMAIL_URL" not in os.environ:
            print(f"Mails are not sent; read them in {self.folder / 'mail'}")
        print(f"Logs are in {self.folder / 'log'}\nCtrl-C stops everything. The data stays; `up --fresh` starts over.", flush=True)


def listen(wanted: int | None) -> socket.socket:
    """Return a socket that listens on the wanted port, or on the first free one. Refused when the wanted one is taken."""
    for port in [wanted] if wanted else [*range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY), 0]:
        try:
            return socket.create_server(("127.0.0.1", port), backlog=2048)
        except OSError:
            continue
    raise StackError(f"Port {wanted} is taken. Choose another with --port, or none to get a free one.")


def own_key(folder: Path) -> str:
    """Return the key that signs sessions and links, the same at every start; it is made at the first."""
    path = folder / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def note_down(folder: Path, env: dict[str, str]) -> None:
    """Write down where the servers are, so that other commands of manage.py find them while this runs."""
    path = folder / "env"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("".join(f"{name}={env[name]}\n" for name in NOTED))


if __name__ == "__main__":
    main()
