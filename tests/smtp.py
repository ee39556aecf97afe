"""A real mail server for the tests, on a port of its own, that answers as a test tells it to."""

import asyncio
import socket
import threading
from collections import defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HANG_UP = "hang up"
KEEP_AND_HANG_UP = "keep and hang up"
HANG = "hang"


class MailServer:
    """Takes mails, each in so many seconds.

    `script` holds, for each address, what to answer to the tries in turn; after that, and else, mails are taken.
    """

    def __init__(self, *, seconds: float = 0, hangs: float = 0) -> None:
        """`hangs` is for how many seconds a HANG says nothing: more than a sender's patience."""
        self.seconds, self.hangs = seconds, hangs
        self.taken: list[EmailMessage] = []
        self.tries: dict[str, int] = defaultdict(int)
        self.refuses_sender = ""
        self.script: dict[str, list[str]] = {}
        self._lock = threading.Lock()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)

    def start(self) -> None:
        """Listen on `port`."""
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._controller.server:
            self._controller.stop(no_assert=True)

    @property
    def ids(self) -> list[str]:
        """The Message-ID of every mail taken, in order."""
        return [mail["Message-ID"] for mail in self.taken]

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        """Answer whether the sender may send from here."""
        envelope.mail_from = address
        return self.refuses_sender or "250 OK"

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        """Answer 4xx and 5xx here, as mail servers do for an address."""
        answer = self._next(address)
        if answer[:1] in {"4", "5"}:
            return answer
        envelope.rcpt_tos.append(address)
        envelope.fate = answer
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail, or be gone before or after taking it, or say nothing until nobody listens any more."""
        await asyncio.sleep(self.hangs if envelope.fate == HANG else self.seconds)
        if envelope.fate not in {HANG_UP, HANG}:
            with self._lock:
                self.taken.append(message_from_bytes(envelope.original_content, policy=policy.default))
        if envelope.fate in {HANG_UP, KEEP_AND_HANG_UP, HANG}:
            server.transport.abort()
        return "250 Taken"

    def _next(self, address: str) -> str:
        with self._lock:
            number = self.tries[address]
            self.tries[address] += 1
        answers = self.script.get(address, [])
        return answers[number] if number < len(answers) else "250"
