"""Handing mails to a mail server that has its moods. The server is real; what it answers is written in its script."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import get_connection
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts import post
from accounts.access import Refused
from accounts.emails import WELCOME
from accounts.models import Mail, User
from accounts.models.mail import BACK_OFF, LATE_AFTER, LEASE, MOST_TRIES
from accounts.tasks import send_owed_mail
from tests.smtp import HANG_UP, KEEP_AND_HANG_UP, MailServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings):
    mails = MailServer()
    mails.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mails.port
    yield mails
    mails.stop()


@pytest.fixture
def ivans(ivan) -> Mail:
    return Mail.owe(key="welcome:ivan", kind=WELCOME, to=ivan, now=timezone.now())


@pytest.fixture
def iness(ines) -> Mail:
    return Mail.owe(key="welcome:ines", kind=WELCOME, to=ines, now=timezone.now())


def wait_over() -> None:
    """As if the pause before the next try had passed; it is measured by the rows and the database's clock alone."""
    Mail.objects.filter(claimed_until__isnull=False).update(claimed_until=F("claimed_until") - max(BACK_OFF))


def again(mail: Mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


def test_a_mail_is_sent_once(server, ivans):
    send_owed_mail()
    wait_over()
    send_owed_mail()

    assert server.ids == [ivans.message_id]
    assert again(ivans).state == "sent"


def test_what_the_server_puts_off_is_tried_again_and_the_others_do_not_wait(server, ivans, iness):
    server.script["ivan@example.com"] = ["451 try later", "451 try later"]

    send_owed_mail()
    assert (again(ivans).state, again(iness).state) == ("retrying", "sent")
    assert "451 try later" in again(ivans).last_error
    for _ in range(2):
        wait_over()
        send_owed_mail()

    assert again(ivans).state == "sent"
    assert server.tries["ivan@example.com"] == 3


def test_the_pauses_grow(server, ivans):
    server.script["ivan@example.com"] = ["451 try later"] * len(BACK_OFF)
    pauses = []
    for _ in BACK_OFF:
        wait_over()
        send_owed_mail()
        pauses.append(again(ivans).claimed_until - timezone.now())

    assert [round(pause / timedelta(minutes=1)) for pause in pauses] == [1, 2, 5, 10, 20, 40, 60]


def test_an_address_that_is_refused_is_given_up_in_words(server, ivans, iness):
    server.script["ivan@example.com"] = ["550 no such mailbox"]

    send_owed_mail()

    assert again(ivans).state == "failed"
    assert "550 no such mailbox" in again(ivans).last_error
    assert Mail.objects.late(timezone.now()).get() == ivans
    assert again(iness).state == "sent"


def test_a_server_that_is_away_keeps_every_mail_owed(server, ivans, iness):
    server.stop()
    send_owed_mail()
    assert {again(ivans).state, again(iness).state} == {"retrying"}
    assert "The mail server did not answer" in again(ivans).last_error
    assert set(Mail.objects.late(timezone.now() + LATE_AFTER + timedelta(minutes=1))) == {ivans, iness}


@pytest.mark.parametrize(("fate", "copies"), [(HANG_UP, 1), (KEEP_AND_HANG_UP, 2)])
def test_a_connection_that_breaks_is_at_most_a_second_copy_of_the_same_mail(server, ivans, fate, copies):
    server.script["ivan@example.com"] = [fate]

    send_owed_mail()
    assert again(ivans).state == "retrying"
    wait_over()
    send_owed_mail()

    assert again(ivans).state == "sent"
    assert server.ids == [ivans.message_id] * copies


def test_a_connection_that_breaks_does_not_hold_up_what_was_to_go_over_it(server, ivans, iness):
    server.script["ivan@example.com"] = [HANG_UP]

    send_owed_mail()

    assert (again(ivans).state, again(iness).state) == ("retrying", "sent")
    assert again(iness).tries == 1


def test_a_sender_that_takes_so_long_that_another_has_its_mails_sends_none_of_them(server, ivans, iness):
    slow = Mail.objects.claim()
    wait_over()
    send_owed_mail()

    for mail in slow:
        post.deliver(mail, get_connection(), now=timezone.now())
        mail.put_back("451 try later", now=timezone.now())

    assert sorted(server.ids) == sorted([ivans.message_id, iness.message_id])
    assert {again(ivans).state, again(iness).state} == {"sent"}


def test_who_sent_it_knows_better_than_who_doubts_it(ivans):
    (slow,) = Mail.objects.claim()
    slow.journal(now=timezone.now())
    again(ivans).doubt(now=timezone.now())
    assert again(ivans).state == "uncertain"

    slow.mark_sent(now=timezone.now())

    assert again(ivans).state == "sent"


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_machine_whose_clock_is_wrong_drops_nothing_as_too_late_and_sends_nothing_stale(server, ivans, iness, hours):
    Mail.objects.filter(pk=ivans.pk).update(not_after=timezone.now() + timedelta(minutes=30))
    Mail.objects.filter(pk=iness.pk).update(not_after=timezone.now() - timedelta(minutes=30))

    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        send_owed_mail()

    assert (again(ivans).state, again(iness).state) == ("sent", "dropped")


def test_who_can_never_be_reached_is_given_up_after_many_tries(server, ivans):
    server.script["ivan@example.com"] = ["451 try later"]
    Mail.objects.update(tries=MOST_TRIES - 1)

    send_owed_mail()

    assert again(ivans).state == "failed"


def test_a_mail_that_cannot_be_written_holds_nobody_up(server, ivans, iness, monkeypatch):
    monkeypatch.setitem(post.writers, "broken", lambda *_facts: 1 / 0)
    Mail.objects.filter(pk=ivans.pk).update(kind="broken")

    send_owed_mail()

    assert (again(ivans).state, again(iness).state) == ("retrying", "sent")
    assert again(ivans).last_error == "It could not be written: ZeroDivisionError"


def test_an_invitation_to_somebody_without_access_is_dropped(server, ivans, ada):
    ivans.to.deactivate(by=ada, now=timezone.now())

    send_owed_mail()

    assert server.taken == []
    assert again(ivans).drop_reason == "This person's access was taken away before the invitation was sent."


def test_a_mail_given_up_goes_out_again_to_the_address_of_today_as_the_same_mail(server, ivans):
    server.script["ivan@example.com"] = ["550 no such mailbox"]
    send_owed_mail()
    ivans.to.email = "ivan.petrov@example.com"
    ivans.to.save()

    again(ivans).send_again("ivan.petrov@example.com", now=timezone.now())
    again(ivans).send_again("ivan.petrov@example.com", now=timezone.now())
    send_owed_mail()

    assert again(ivans).state == "sent"
    assert [(mail["To"], mail["Message-ID"]) for mail in server.taken] == [("ivan.petrov@example.com", ivans.message_id)]


def test_a_mail_that_was_sent_or_taken_back_is_not_sent_again(server, ivans, iness):
    iness.drop("She has left.", now=timezone.now())
    send_owed_mail()

    for mail in (ivans, iness):
        again(mail).send_again("other@example.com", now=timezone.now())
    send_owed_mail()

    assert server.ids == [ivans.message_id]
    assert (again(ivans).state, again(iness).state) == ("sent", "dropped")


def test_a_mail_whose_time_has_passed_is_not_sent_again(ivans):
    now = timezone.now()
    Mail.objects.filter(pk=ivans.pk).update(not_after=now - timedelta(minutes=1))
    ivans.give_up("550 no such mailbox", now=now)

    with pytest.raises(Refused, match="what it says no longer holds"):
        again(ivans).send_again("ivan@example.com", now=now)

    assert again(ivans).state == "failed"


def test_a_mail_that_waits_for_its_next_try_goes_sooner_but_is_not_taken_from_a_sender(server, ivans):
    server.script["ivan@example.com"] = ["451 try later"] * 5
    for _ in range(5):
        send_owed_mail()
        wait_over()
    Mail.objects.filter(pk=ivans.pk).update(claimed_until=timezone.now() + max(BACK_OFF))

    again(ivans).send_again("ivan@example.com", now=timezone.now())

    assert timezone.now() < again(ivans).claimed_until <= timezone.now() + LEASE
    send_owed_mail()
    assert again(ivans).tries == 5


def test_only_a_mail_that_was_given_up_can_be_put_to_rest_and_a_new_failure_shows_again(server, ivans):
    server.script["ivan@example.com"] = ["550 no such mailbox"] * 2
    ivans.mark_seen(now=timezone.now())
    assert again(ivans).seen_at is None

    send_owed_mail()
    again(ivans).mark_seen(now=timezone.now())
    assert not Mail.objects.late(timezone.now()).exists()

    again(ivans).send_again("ivan@example.com", now=timezone.now())
    send_owed_mail()
    assert Mail.objects.late(timezone.now()).get() == ivans


def test_a_sender_address_that_is_refused_gives_up_no_mail(server, ivans, settings):
    server.refuses_sender = "550 we do not know you"

    send_owed_mail()
    assert (again(ivans).state, again(ivans).last_error) == ("retrying", "550 we do not know you")

    server.refuses_sender = ""
    wait_over()
    send_owed_mail()
    assert again(ivans).state == "sent"


def test_two_senders_at_once_send_each_mail_once(server, db):
    people = User.objects.bulk_create(
        User(email=f"person{number}@example.com", name=f"Person {number}", zone="UTC", password="!") for number in range(200)
    )
    Mail.owe_all(people, kind=WELCOME, key=lambda person: f"welcome:{person.pk}:1", now=timezone.now())

    at_once([send_owed_mail, send_owed_mail])

    assert len(server.ids) == len(set(server.ids)) == 200
    assert not Mail.objects.owed().exists()


def at_once(calls: list) -> None:
    """Run each in a thread of its own, with a connection of its own."""

    def run(call) -> None:
        try:
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        list(pool.map(run, calls))
