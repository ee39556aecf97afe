"""The PostgreSQL and the Valkey of a test run."""

import atexit
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config.stack.postgres import Postgres
from config.stack.supervisor import Supervisor
from config.stack.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "migrated"


def start() -> None:
    """Start what DATABASE_URL and REDIS_URL do not name already, for as long as this process lives, and name it there.

    The first process of a run gets here first, so the workers it starts inherit the names and share PostgreSQL. On its own one
    there is a migrated database, named in TEST_TEMPLATE, of which each worker's is a copy. Each worker has a Valkey of its own:
    in a shared one a Celery worker of one test would take the tasks of another.
    """
    has_valkey = "REDIS_URL" in os.environ and not ("TEST_VALKEY" in os.environ and "PYTEST_XDIST_WORKER" in os.environ)
    if "DATABASE_URL" in os.environ and has_valkey:
        return
    folder = Path(tempfile.mkdtemp(prefix="fairloop-test-"))
    folder.chmod(0o711)  # PostgreSQL may run as another user
    supervisor = Supervisor(folder)
    supervisor.remove_in_the_end(folder)
    atexit.register(supervisor.stop)
    if not has_valkey:
        valkey = Valkey(folder / "valkey")
        valkey.start(supervisor)
        os.environ["REDIS_URL"] = valkey.url
        os.environ["TEST_VALKEY"] = "yes"
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres(folder / "postgres", durable=False)
        postgres.start(supervisor)
        os.environ["DATABASE_URL"] = postgres.url
        postgres.make_database(TEMPLATE)
        _migrate(postgres)
        os.environ["TEST_TEMPLATE"] = TEMPLATE


def _migrate(postgres: Postgres) -> None:
    """Bring the template up to date: from the dump of an earlier run with the same migrations, or by migrating."""
    dump = ROOT / ".cache" / f"migrated-{_fingerprint()}.sql"
    url = postgres.url_of(TEMPLATE)
    if dump.exists():
        _run(postgres.programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={url}", f"--file={dump}")
        return
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "only for this"}
    _run(sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", env=environment)
    dump.parent.mkdir(exist_ok=True)
    for old in dump.parent.glob("migrated-*"):
        old.unlink()
    fresh = dump.with_suffix(f".{os.getpid()}")
    _run(postgres.programs / "pg_dump", "--no-sync", f"--dbname={url}", f"--file={fresh}")
    fresh.rename(dump)


def _fingerprint() -> str:
    """What decides how a migrated database looks: our migrations, our models (triggers follow them), the packages' versions."""
    contents = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/models/*.py"), ROOT / "accounts" / "audit.py"]):
        contents.update(f"{path.relative_to(ROOT)}".encode() + path.read_bytes())
    return contents.hexdigest()[:20]


def _run(*command: object, env: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(word) for word in command], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The database of the tests could not be made ready.\n{done.stdout}{done.stderr}")
