"""200 mails are due and the worker is killed in the middle, twice: everybody gets theirs."""

from collections import Counter
from uuid import uuid4

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.emails import WELCOME
from accounts.models import Mail, User
from accounts.models.mail import LEASE
from accounts.tasks import send_owed_mail
from tests.smtp import MailServer
from tests.waiting import until
from tests.worker import working

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post_office():
    server = MailServer(seconds=0.02)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def two_hundred(db) -> list[Mail]:
    people = User.objects.bulk_create(
        User(email=f"person{number}@example.com", name=f"Person {number}", zone="UTC", password="!") for number in range(200)
    )
    Mail.owe_all(people, kind=WELCOME, key=lambda person: f"welcome:{person.pk}:1", now=timezone.now())
    return list(Mail.objects.all())


def the_lease_runs_out() -> None:
    """As if its two minutes had passed: it is measured by the rows and the database's clock alone."""
    Mail.objects.owed().filter(claimed_until__isnull=False).update(claimed_until=F("claimed_until") - LEASE)


def test_everybody_gets_their_mail_whoever_kills_the_worker(two_hundred, post_office, tmp_path):
    queue, log = f"killed-{uuid4()}", tmp_path / "worker.log"
    environment = {"EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}"}
    for before_the_kill in (40, 120):
        send_owed_mail.apply_async(queue=queue)
        with working(queue=queue, log=log, **environment) as worker:
            until(lambda wanted=before_the_kill: len(post_office.taken) >= wanted, f"{before_the_kill} mails, {log.read_text()}")
            worker.kill()
        assert Mail.objects.owed().exists()
        the_lease_runs_out()

    send_owed_mail.apply_async(queue=queue)
    with working(queue=queue, log=log, **environment):
        until(lambda: not Mail.objects.owed().exists(), f"nothing owed, {log.read_text()}")

    copies = Counter(post_office.ids)
    assert set(copies) == {mail.message_id for mail in two_hundred}
    assert {str(mail["To"]) for mail in post_office.taken} == {mail.address for mail in two_hundred}
    assert Mail.objects.filter(sent_at__isnull=False).count() == 200
    assert copies.total() - 200 <= 2  # at each kill, one mail was between the mail server and the mark that it was sent
    assert max(copies.values()) <= 2
