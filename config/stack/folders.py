"""Places on disk that an ordinary folder of the project cannot be."""

import hashlib
import os
import tempfile
from pathlib import Path

from config.stack.supervisor import StackError

LONGEST_FOLDER = 85  # leaves room for "/.s.PGSQL.5432" and what PostgreSQL puts behind it


def socket_folder(of: Path, *, uid: int) -> Path:
    """Make the folder for the socket of the server whose data is `of`, for one user alone.

    It is in the temp folder, because the path of a socket may have 107 bytes and the project may lie deep.
    Refused: a folder of this name that belongs to somebody else.
    """
    name = f"fairloop-{uid}-{short_hash(of)}"
    folder = Path(tempfile.gettempdir()) / name
    if len(str(folder)) > LONGEST_FOLDER:  # the temp folder of macOS is itself long
        folder = Path("/tmp") / name  # noqa: S108 -- its owner is checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {uid, os.geteuid()}:
        raise StackError(f"{folder} belongs to somebody else. Remove it, then start again.")
    os.chown(folder, uid, -1)
    folder.chmod(0o700)
    return folder


def short_hash(path: Path) -> str:
    """Ten characters that stand for this path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def is_open_to_all(folder: Path) -> bool:
    """Whether every user of the machine may go through this folder and all above it."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents) if step.exists())
