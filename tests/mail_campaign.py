"""The fault campaign of mail: mails fall due while things break; afterwards everybody has theirs, or a person sees why not.

`MailCampaign(folder, mails=2000, seed=1, crash=…).run(40)` breaks forty things, one after the other, chosen at random.
"""

import itertools
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import celery
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from accounts.emails import WELCOME
from accounts.models import Mail, User
from accounts.models.mail import BACK_OFF, LEASE, MailQuerySet
from config.stack.supervisor import Supervisor
from config.stack.valkey import Valkey
from tests.smtp import HANG, HANG_UP, KEEP_AND_HANG_UP, MailServer
from tests.waiting import until
from tests.worker import Beat, Worker

TASK = "accounts.tasks.send_owed_mail"
NEVER = "550 no such mailbox"
MOODS = {
    "SMTP 4xx": ["451 try later"],
    "SMTP 4xx, four times": ["451 try later"] * 4,
    "SMTP 5xx": [NEVER],
    "SMTP 4xx, then 5xx": ["451 try later", NEVER],
    "SMTP hangs": [HANG],
    "connection gone before the mail was taken": [HANG_UP],
    "connection gone after the mail was taken": [KEEP_AND_HANG_UP],
}
"""What the mail server answers to the tries of an address, before it takes the mail."""
PATIENCE = 10
"""Seconds that a sender waits for an answer: EMAIL_TIMEOUT."""
AN_HOUR = 3600


class MailCampaign:
    """Two workers and two beats, a broker and a mail server, on the database that Django is connected to."""

    def __init__(self, folder: Path, *, mails: int, seed: int, crash: Callable[[], None], seconds: float = 0.02) -> None:
        """`crash` ends every connection to the database, `seconds` is what a mail takes; `seed` decides all that is random."""
        self.folder, self.crash, self.mails = folder, crash, mails
        self.chance = random.Random(seed)  # noqa: S311 -- to be the same again, not to be secret
        self.tally: Counter[str] = Counter()
        self.number = itertools.count(1)
        self.owed: list[Mail] = []
        self.server = MailServer(seconds=seconds, hangs=PATIENCE + 2)
        self.supervisor = Supervisor(folder)
        self.valkey = Valkey(folder / "valkey")
        self.workers: list[Worker] = []
        self.beats: list[Beat] = []

    @property
    def faults(self) -> dict[str, Callable[[], None]]:
        """All that can break beside the mail server, by name."""
        return {
            "worker killed in mid-send": self.worker_killed,
            "broker killed": self.broker_killed,
            "database crashed": self.database_crashed,
            "beat killed": self.beat_killed,
            "task delivered again": self.task_delivered_again,
            "clock of the database an hour ahead": self.clock_ahead,
            "clock of the database an hour back": self.clock_back,
            "clock of a worker an hour wrong": self.clock_of_a_worker,
        }

    def run(self, count: int) -> None:
        """Break so many things, each kind about as often, each in a wave of mails; come back when nothing is owed any more."""
        self.server.start()
        self.valkey.start(self.supervisor)
        self.workers = [self._worker() for _ in range(2)]
        self.beats = [self._beat() for _ in range(2)]
        wanted = list(itertools.islice(itertools.cycle(self.faults), count))
        self.chance.shuffle(wanted)
        for number, name in enumerate(wanted):
            self.owe(self.mails * (number + 1) // count - len(self.owed))
            self.poke()
            self.some_are_sent()
            self.faults[name]()
            self.tally[name] += 1
        self.all_settled()

    # What breaks -----------------------------------------------------------------------------------------------------
    def worker_killed(self) -> None:
        """Without a word, while it has mails in hand; another is started in its place."""
        place = self.chance.randrange(len(self.workers))
        self.workers[place].kill()
        self.workers[place] = self._worker()

    def broker_killed(self) -> None:
        """With every task in it; it comes back a while later, with what it wrote down."""
        broker = self.supervisor._started["valkey"][1]
        broker.kill()
        broker.wait()
        time.sleep(self.chance.random())
        self.valkey.start(self.supervisor)

    def database_crashed(self) -> None:
        """Every connection ends in the middle of what it did."""
        with suppress(DatabaseError):
            self.crash()
        connection.close()
        time.sleep(0.5)
        until(self._answers, "the database answers")

    def beat_killed(self) -> None:
        """One of the two; another is started in its place."""
        place = self.chance.randrange(len(self.beats))
        self.beats[place].kill()
        self.beats[place] = self._beat()

    def task_delivered_again(self) -> None:
        """As a broker does that did not hear in time that a task was done: the same message, under the same number, again."""
        name = str(uuid4())
        for _ in range(self.chance.randint(2, 4)):
            self.poke(name)

    def clock_ahead(self) -> None:
        """Leases and pauses that were to last run out, while whoever holds them still sends."""
        self._shift(timedelta(hours=-1))

    def clock_back(self) -> None:
        """What is held stays held for an hour too long, what was due is due no more; then the clock is put right."""
        self._shift(timedelta(hours=1))
        time.sleep(self.chance.random())
        self._shift(timedelta(hours=-1))

    def clock_of_a_worker(self) -> None:
        """One machine's clock is wrong from now on, until that worker is killed."""
        place = self.chance.randrange(len(self.workers))
        self.workers[place].kill()
        self.workers[place] = self._worker(seconds_wrong=self.chance.choice((-AN_HOUR, AN_HOUR)))

    # What goes on meanwhile -----------------------------------------------------------------------------------------
    def owe(self, count: int) -> None:
        """So many people more are owed an invitation of use for half an hour; the mail server has its moods with some of them."""
        people = [
            User(email=f"person{number}@example.com", name=f"Person {number}", zone="UTC", password="!")
            for number in itertools.islice(self.number, count)
        ]
        for person in people:
            if self.chance.random() < 0.2:
                mood = self.chance.choice(list(MOODS))
                self.server.script[person.email] = MOODS[mood]
                self.tally[mood] += 1
        User.objects.bulk_create(people)
        now = timezone.now()
        Mail.owe_all(people, kind=WELCOME, key=lambda person: f"welcome:{person.pk}:1", now=now)
        self.owed += Mail.objects.filter(to__in=people)
        Mail.objects.filter(to__in=people).update(not_after=now + timedelta(minutes=30))

    def poke(self, name: str = "") -> None:
        """Ask a worker to send, as most facts do; a broker that is away is beat's to make up for."""
        with celery.Celery(broker=self.valkey.url.replace("unix://", "redis+socket://"), set_as_current=False) as app:
            app.send_task(TASK, task_id=name or str(uuid4()), ignore_result=True)

    def some_are_sent(self) -> None:
        """Wait until the mail server has taken a few more."""
        wanted = len(self.server.taken) + self.chance.randint(1, 5)
        end = time.monotonic() + PATIENCE
        while len(self.server.taken) < wanted and time.monotonic() < end:
            time.sleep(0.01)

    def all_settled(self) -> None:
        """Time passes until nothing is owed: leases and pauses are rows, measured by the database's clock alone.

        It passes for what waits, and for what a dead sender holds; not for what one that lives is just handing over.
        """

        def is_settled() -> bool:
            in_hand = Mail.objects.filter(journaled_at__gt=timezone.now() - timedelta(seconds=PATIENCE + 1))
            self._shift(-max(LEASE, *BACK_OFF), Mail.objects.exclude(pk__in=in_hand))
            self.poke()
            time.sleep(1)
            return not Mail.objects.owed().exists()

        until(is_settled, f"nothing is owed; see {self.folder}", seconds=60 + self.mails)

    def close(self) -> None:
        """End all that was started."""
        for process in (*self.workers, *self.beats):
            process.kill()
        self.server.stop()
        self.supervisor.stop()

    def _worker(self, seconds_wrong: int = 0) -> Worker:
        return Worker(queue="celery", log=self.folder / "workers.log", seconds_wrong=seconds_wrong, **self._environment)

    def _beat(self) -> Beat:
        return Beat(log=self.folder / f"beat-{uuid4()}.log", **self._environment)

    def _answers(self) -> bool:
        try:
            return Mail.objects.exists()
        except DatabaseError:
            connection.close()
            return False

    @property
    def _environment(self) -> dict[str, str]:
        return {"REDIS_URL": self.valkey.url, "EMAIL_URL": f"smtp://127.0.0.1:{self.server.port}"}

    def _shift(self, by: timedelta, mails: MailQuerySet | None = None) -> None:
        """The clock of the database jumps the other way, as far as mails can tell: all their times are moved."""
        (Mail.objects.all() if mails is None else mails).owed().update(
            due_at=F("due_at") + by, claimed_until=F("claimed_until") + by
        )

    # What is looked at ----------------------------------------------------------------------------------------------
    def found(self) -> dict[str, int]:
        """What became of the mails: `missing` and `strange` have to be 0."""
        copies = Counter(self.server.ids)
        state = {mail.message_id: mail.state for mail in Mail.objects.all()}
        final = {mail.message_id for mail in self.owed if NEVER in self.server.script.get(mail.address, [])}
        told = {mail.message_id for mail in Mail.objects.late(timezone.now())}
        given_up = {key for key, word in state.items() if word in {"failed", "uncertain"}}
        return {
            "owed": len(self.owed),
            "taken by the mail server": len(copies),
            "refused for good": len(final),
            "uncertain": Counter(state.values())["uncertain"],
            "second copies under the same Message-ID": copies.total() - len(copies),
            "most copies of one": max(copies.values()),
            "given up and shown to a person": len(given_up & told),
            "missing": len({mail.message_id for mail in self.owed} - set(copies) - told),
            "strange": len(set(copies) - set(state))
            + len(final ^ {key for key, word in state.items() if word == "failed"})
            + len([key for key, word in state.items() if word in {"planned", "retrying", "dropped"}]),
        }
