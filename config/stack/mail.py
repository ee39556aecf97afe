"""A mail server for one machine that delivers nothing: it writes every mail into a folder, where one can read it.

Run as a program: `python mail.py FOLDER FD`, where FD is the number of an inherited socket that listens already.
"""

import asyncio
import re
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """Takes every mail and keeps it as a file, named after the time and who it is for, that any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the library's name
        """Write the mail down before saying that it was taken."""
        recipient = re.sub(r"[^\w.@+-]", "-", envelope.rcpt_tos[0])[:80]
        name = f"{datetime.now(UTC):%Y-%m-%d_%H.%M.%S.%f}_{recipient}"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(envelope.original_content or b"")
        unfinished.rename(self.folder / f"{name}.eml")
        return "250 Kept"


async def serve(folder: Path, listener: socket.socket) -> None:
    """Take mails until the process is stopped."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Keep(folder), enable_SMTPUTF8=True, hostname="localhost", loop=loop), sock=listener
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    mails = Path(sys.argv[1])
    mails.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(serve(mails, socket.socket(fileno=int(sys.argv[2]))))
