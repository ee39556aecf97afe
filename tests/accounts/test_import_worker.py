"""Imports among others: two at once, a worker that died, and one that is killed in the middle."""

from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts import importing
from accounts.importing import kinds
from accounts.models import Import
from accounts.models.imported import LEASE
from accounts.tasks import do_imports
from interviews.models import Candidate
from tests.waiting import until
from tests.worker import working

pytestmark = pytest.mark.django_db(transaction=True)


def asked(by, *, rows: int) -> Import:
    table = "Name,Email\n" + "".join(f"Person {n:05},person{n}@example.org\n" for n in range(rows))
    now = timezone.now()
    found = importing.upload(kinds["candidates"], table.encode(), file_name="table.csv", by=by, now=now)
    assert found.ask(sends_invitations=False, now=now)
    return found


def the_lease_runs_out() -> None:
    """As if its minute had passed: it is measured by the row and the database's clock alone."""
    Import.objects.filter(claimed_until__isnull=False).update(claimed_until=F("claimed_until") - 2 * LEASE)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees what it saw first, unless told to look again
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'")
        return cursor.fetchone()[0] > 0


def in_a_thread(found: Import) -> Thread:
    def run() -> None:
        try:
            importing.carry_out(found, now=timezone.now())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_of_two_who_write_the_same_people_at_once_one_is_told_to_look_again(lena, ada):
    lenas = asked(lena, rows=3)

    with transaction.atomic():
        Candidate.objects.create(name="Person 00002", email="person2@example.org", added_by=ada, added_at=timezone.now())
        slower = in_a_thread(lenas)
        until(somebody_waits, "the import waits for the row that ada writes")
    slower.join()

    lenas.refresh_from_db()
    assert (lenas.done_at, lenas.asked_at, lenas.claimed_until) == (None, None, None)
    assert lenas.problem == (
        "Somebody changed candidates of this table meanwhile, so nothing was imported. Look at the rows again."
    )
    assert lenas.counts == {"wrong": 0, "new": 2, "changed": 0, "same": 1}
    assert list(Candidate.objects.values_list("email", flat=True)) == ["person2@example.org"]

    assert lenas.ask(sends_invitations=False, now=timezone.now())
    do_imports()
    assert Candidate.objects.count() == 3


def test_two_workers_do_not_take_the_same_import(lena):
    found = asked(lena, rows=2)
    assert found.claim()

    do_imports()

    assert not Candidate.objects.exists()


def test_an_import_whose_worker_died_is_taken_up_again(lena):
    found = asked(lena, rows=2)
    assert found.claim()
    the_lease_runs_out()

    do_imports()

    found.refresh_from_db()
    assert found.done_at
    assert found.tries == 2
    assert Candidate.objects.count() == 2


def test_an_import_that_stopped_three_times_is_handed_back(lena):
    found = asked(lena, rows=2)
    Import.objects.update(tries=3)

    do_imports()

    found.refresh_from_db()
    assert (found.done_at, found.asked_at) == (None, None)
    assert found.problem.startswith("The import was begun three times and stopped each time.")
    assert not Candidate.objects.exists()


@pytest.mark.stack
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_writes_all(lena, tmp_path):
    found = asked(lena, rows=10_000)
    queue, log = f"killed-{uuid4()}", tmp_path / "worker.log"
    do_imports.apply_async(queue=queue)
    with working(queue=queue, log=log) as worker:
        until(lambda: Import.objects.filter(written__gt=0).exists(), f"some rows are written, {log.read_text()}")
        worker.kill()
    found.refresh_from_db()
    assert 0 < found.written < 10_000
    assert found.done_at is None
    assert Candidate.objects.count() == 0

    the_lease_runs_out()
    do_imports.apply_async(queue=queue)
    with working(queue=queue, log=log):
        until(lambda: Import.objects.filter(done_at__isnull=False).exists(), f"the import is done, {log.read_text()}")

    assert Candidate.objects.count() == 10_000
    assert Import.objects.get().content is None
