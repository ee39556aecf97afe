"""Importing a table: what each kind of table is made of, checking an upload, carrying it out all or nothing.

A kind is registered by the app whose noun it makes. The file is checked when it is uploaded, so that its rows can be looked at,
and again when it is carried out, since what is here may have changed in between.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.db import IntegrityError, connection, transaction

from accounts import imports
from accounts.access import Refused, Rule
from accounts.audit import done_by
from accounts.imports import Column, Fate, Table
from accounts.models import Event, Import, User
from accounts.models.imported import LEASE, MOST_TRIES
from accounts.typed import UNSEEN

log = logging.getLogger(__name__)

BATCH = 250
"""Rows in one statement: each takes well under a second, so progress moves and no limit of time is met."""


@dataclass(frozen=True)
class Order:
    """By whom rows are written, when, and whether those who are new get their invitation."""

    by: User
    now: datetime
    sends_invitations: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of table.

    `known` gives what is here already for these emails; `refusal` what no column can know, for this person; `write` keeps the
    new and changed rows and yields how many after each batch.
    """

    name: str
    one: str
    many: str
    rule: Rule
    columns: tuple[Column, ...]
    known: Callable[[list[str]], dict[str, dict[str, Any]]]
    refusal: Callable[[User], Callable[[dict[str, Any]], tuple[str, str] | None]]
    write: Callable[[list[Fate], Order], Iterator[int]]
    home: str
    upload: str
    can_invite: bool = False


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make this kind known to the pages and commands."""
    kinds[kind.name] = kind
    return kind


def check(kind: Kind, content: bytes, *, by: User) -> tuple[Table, list[Fate]]:
    """The table in a file and the fate of each row. `Unreadable` in words when it is no table of this kind."""
    table = imports.read(content, kind.columns)
    emails = [row.cells["email"].lower() for row in table.rows if row.cells.get("email")]
    return table, imports.judge(table.rows, kind.columns, known=kind.known(emails), refusal=kind.refusal(by))


def upload(kind: Kind, content: bytes, *, file_name: str, by: User, now: datetime) -> Import:
    """Keep a file with the fate of each of its rows, for its sender to look at. `Unreadable` in words when it is no table."""
    table, fates = check(kind, content, by=by)
    name = UNSEEN.sub("", file_name)[:200] or "table.csv"
    return Import.objects.create(
        kind=kind.name,
        file_name=name,
        content=content,
        uploaded_at=now,
        uploaded_by=by,
        unused=table.unused[:100],
        fates=[_kept(fate) for fate in fates],
        counts=counted(fates),
    )


def counted(fates: list[Fate]) -> dict[str, int]:
    """How many rows have which fate."""
    return {kind: sum(fate.kind == kind for fate in fates) for kind in imports.FATES}


def carry_out(found: Import, *, now: datetime) -> None:
    """Write all rows or none. What stands in the way is told to the person; nothing happens when another worker is at it."""
    if not found.claim():
        return
    found.refresh_from_db()
    kind, by = kinds[found.kind], found.uploaded_by
    if found.tries > MOST_TRIES:
        found.hand_back(
            "The import was begun three times and stopped each time. Try it with fewer rows, or ask your administrator."
        )
        return
    try:
        _may(by, kind)
        with transaction.atomic(), done_by(user=by.pk, url=f"/imports/{found.pk}/"):
            _write(found, kind, Order(by, now, found.sends_invitations))
    except Refused as refused:
        found.hand_back(refused.sentence)
    except (_Changed, IntegrityError) as changed:
        log.info("import %s was not carried out: %s", found.pk, type(changed).__name__)
        _look_again(found, kind)


def _may(by: User, kind: Kind) -> None:
    if not by.is_active:
        raise Refused("The access of the person who uploaded this table was taken away.")
    kind.rule(by)


def _write(found: Import, kind: Kind, order: Order) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [str(found.pk)])
    if not Import.objects.filter(pk=found.pk, done_at=None, asked_at__isnull=False).exists():
        return
    _, fates = check(kind, bytes(found.content or b""), by=order.by)
    counts = counted(fates)
    if counts["wrong"]:
        raise _Changed
    with _Progress(found) as progress:
        for written in kind.write([fate for fate in fates if fate.kind != "same"], order):
            progress.tell(written)
    Event.note("imported", found, who=order.by, now=order.now)
    found.finish(counts, now=order.now)


def _look_again(found: Import, kind: Kind) -> None:
    _, fates = check(kind, bytes(found.content or b""), by=found.uploaded_by)
    found.fates, found.counts = [_kept(fate) for fate in fates], counted(fates)
    found.save(update_fields=["fates", "counts"])
    found.hand_back(f"Somebody changed {kind.many} of this table meanwhile, so nothing was imported. Look at the rows again.")


def _kept(fate: Fate) -> dict[str, Any]:
    """What the page shows of a fate; the values stay in the file alone."""
    return {name: value for name, value in asdict(fate).items() if name != "values"}


class _Changed(Exception):  # noqa: N818 -- says what happened, and is never shown
    """What is here is no longer what the person saw."""


class _Progress:
    """Tells how many rows are written, on a connection of its own: what the import itself writes is seen only when all is done."""

    def __init__(self, found: Import) -> None:
        self.found = found
        self.connection = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def tell(self, written: int) -> None:
        """So many rows are written; hold the claim for another lease."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_import SET written = %s, claimed_until = now() + make_interval(secs => %s) WHERE id = %s",
                [written, LEASE.total_seconds(), self.found.pk],
            )
