"""Imports and exports by the worker: each question exactly once, whoever is killed, comes late or is at it twice."""

import io
import zipfile
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from questionbank import exports, importing, writing
from questionbank.models import ImportedRow, Question, QuestionDraft, QuestionExport, QuestionImport
from questionbank.models.imported import LEASE
from questionbank.tasks import do_question_exports, do_question_imports, forget_question_files
from tests.clients import signed_in
from tests.waiting import until
from tests.worker import working

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_at_once(monkeypatch):
    """Everything is left to the worker, however small."""
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    monkeypatch.setattr(importing, "FEW", 0)
    monkeypatch.setattr(exports, "AT_ONCE", 0)


def read(by, *, questions: int) -> QuestionImport:
    text = "".join(f"- What is thing number {n}?\n  - It is {n}\n" for n in range(questions))
    found = importing.upload([("things.md", text.encode())], by=by, now=timezone.now())
    do_question_imports()
    found.refresh_from_db()
    assert found.read_at
    return found


def the_lease_runs_out() -> None:
    """As if its minute had passed: it is measured by the row and the database's clock alone."""
    for model in (QuestionImport, QuestionExport):
        model.objects.filter(claimed_until__isnull=False).update(claimed_until=F("claimed_until") - 2 * LEASE)


def test_the_page_says_how_far_it_is(carla, levels):
    client = signed_in(carla)
    found = importing.upload([("things.md", b"- What is a lock?\n")], by=carla, now=timezone.now())
    address = f"/questions/imports/{found.pk}/"
    assert "Waiting for the worker" in client.get(address).content.decode()
    assert client.get(f"{address}progress/").status_code == 200
    found.claim()
    found.tell(250, 1000)

    assert "Reading: 250 of 1000" in client.get(f"{address}progress/").content.decode()
    the_lease_runs_out()
    do_question_imports()
    answer = client.get(f"{address}progress/")
    assert (answer.status_code, "See what became of it" in answer.content.decode()) == (286, True)


def test_an_import_whose_worker_died_goes_on_where_it_stopped(carla, levels):
    found = read(carla, questions=5)
    found.ask(now=timezone.now())
    found.claim()
    rows = list(found.rows.filter(fate="new").order_by("place")[:2])
    importing._make_drafts(rows, importing._Known(), carla, timezone.now())
    the_lease_runs_out()

    do_question_imports()

    found.refresh_from_db()
    assert (found.owes, found.rows.filter(made_at__isnull=False).count()) == ("", 5)
    assert Question.objects.count() == QuestionDraft.objects.count() == 5


def test_two_workers_at_once_make_each_draft_once(carla, levels):
    found = read(carla, questions=30)
    found.ask(now=timezone.now())

    def work() -> None:
        try:
            importing._take(QuestionImport.objects.get(pk=found.pk), carla, timezone.now())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Question.objects.count() == QuestionDraft.objects.count() == 30


def test_an_import_that_stopped_three_times_says_so_and_may_be_asked_for_again(carla, levels):
    found = read(carla, questions=3)
    found.ask(now=timezone.now())
    QuestionImport.objects.update(tries=3)

    do_question_imports()

    found.refresh_from_db()
    assert found.trouble.startswith("It was begun three times and stopped each time.")
    assert not QuestionDraft.objects.exists()
    found.ask(now=timezone.now())
    do_question_imports()
    assert QuestionDraft.objects.count() == 3


def test_who_lost_their_right_meanwhile_imports_nothing(carla, levels):
    found = read(carla, questions=3)
    found.ask(now=timezone.now())
    carla.is_committee = False
    carla.save(update_fields=["is_committee"])

    do_question_imports()

    found.refresh_from_db()
    assert found.trouble.startswith("Committee members and administrators write questions.")
    assert not QuestionDraft.objects.exists()


def test_a_title_that_came_in_meanwhile_is_left(carla, ada, levels):
    found = read(carla, questions=2)
    found.ask(now=timezone.now())
    writing.begin("What is thing number 1?", "coding", by=ada, now=timezone.now())

    do_question_imports()

    assert QuestionDraft.objects.count() == 2
    row = ImportedRow.objects.get(fate="left")
    assert (row.title, row.why) == ("What is thing number 1?", "A question of this title came into the bank meanwhile")


def test_what_was_looked_at_and_left_is_deleted_after_a_week(carla, levels):
    old, young = read(carla, questions=1), read(carla, questions=1)
    QuestionImport.objects.filter(pk=old.pk).update(uploaded_at=F("uploaded_at") - 8 * 1440 * LEASE)

    forget_question_files()

    assert list(QuestionImport.objects.all()) == [young]


@pytest.mark.stack
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(carla, levels, tmp_path):
    found = read(carla, questions=3_000)
    found.ask(now=timezone.now())
    queue, log = f"killed-{uuid4()}", tmp_path / "worker.log"
    do_question_imports.apply_async(queue=queue)
    with working(queue=queue, log=log) as worker:
        until(QuestionDraft.objects.exists, f"some drafts are made, {log.read_text()}")
        worker.kill()
    assert 0 < QuestionDraft.objects.count() < 3_000

    the_lease_runs_out()
    do_question_imports.apply_async(queue=queue)
    with working(queue=queue, log=log):
        until(lambda: QuestionImport.objects.filter(taken_at__isnull=False).exists(), f"all are made, {log.read_text()}")

    assert Question.objects.count() == QuestionDraft.objects.count() == 3_000
    assert ImportedRow.objects.filter(made_at=None).count() == 0


def test_a_large_export_is_written_by_the_worker_and_kept_for_a_day(carla, ivan, plan, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(carla)
    address = client.post("/questions/exports/")["Location"]
    assert "Waiting for the worker" in client.get(address).content.decode()
    assert client.get(f"{address}file/").status_code == 404

    do_question_exports()

    assert client.get(f"{address}progress/").status_code == 286
    answer = client.get(f"{address}file/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "questions/rate-limiter.toml" in archive.namelist()
    answer.close()
    assert signed_in(ivan).get(f"{address}file/").status_code == 403
    QuestionExport.objects.update(asked_at=F("asked_at") - 1500 * LEASE)
    forget_question_files()
    assert (QuestionExport.objects.count(), list((tmp_path / "exports").iterdir())) == (0, [])


def test_an_export_without_a_bank_says_so(carla, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(carla)
    export = QuestionExport.objects.create(asked_at=timezone.now(), asked_by=carla)

    do_question_exports()

    assert client.post("/questions/exports/").status_code == 403
    assert "There is no bank to export yet" in client.get(f"/questions/exports/{export.pk}/progress/").content.decode()


def test_an_export_that_stopped_three_times_says_so(carla, plan):
    export = QuestionExport.objects.create(asked_at=timezone.now(), asked_by=carla, tries=3)

    do_question_exports()

    export.refresh_from_db()
    assert export.trouble.startswith("It was begun three times and stopped each time.")
    assert export.done_at is None
