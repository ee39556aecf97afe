"""Whose turn it is, when two change something for the same people at the same time.

The candidate is locked first and then the people, in the order of their keys, so that two bookings wait for each other instead
of one of them being thrown out by the database. Who waits for longer than the database lets a page wait is told so in a sentence.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from accounts.models import User
from interviews.fitting import Clash
from interviews.models import Candidate, Loop

BUSY = "Somebody else is just changing an interview of the same people. Nothing was changed here: send it again in a moment."


class Busy(Clash):
    """Somebody else held the same people for longer than a page waits. The same again in a moment is worth a try."""

    def __init__(self) -> None:
        super().__init__({None: BUSY})


@contextmanager
def in_turn() -> Iterator[None]:
    """One transaction, all or nothing, that waits for others of the same people; `Busy` when one of them takes too long."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise Busy from error
        raise


def lock_candidate(loop: Loop) -> Candidate:
    """The candidate of this loop for this transaction alone: the first lock of everything that books, moves or offers."""
    return Candidate.objects.select_for_update(no_key=True, of=("self",)).get(loops=loop)


def lock_people(people: Iterable[User]) -> None:
    """These people for this transaction alone, in the order of their keys."""
    list(User.objects.filter(pk__in={one.pk for one in people}).order_by("pk").select_for_update(no_key=True).values_list("pk"))
