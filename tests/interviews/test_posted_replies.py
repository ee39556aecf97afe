"""Answers that a mail gateway posts: whose count, in which order, and that nobody learns anything from posting."""

import logging
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message

import pytest
import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Company, User
from config.logs import without_links
from interviews import booking
from interviews.models import Interview, ReplyAddress, Seat
from interviews.models.reply_address import new_address, revoke_address
from interviews.views import posted_replies
from tests.clients import signed_in
from tests.conftest import NOW
from tests.interviews.answers import apple, calendar, google, mail, outlook

pytestmark = pytest.mark.usefixtures("monday")
TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RECEIVED = (202, b"Received.\n")


@pytest.fixture
def token(ada) -> str:
    Company.objects.create(name="Brightwater", founded_at=NOW, founded_by=ada)
    return new_address(by=ada, now=NOW).token


@pytest.fixture
def booked(loop, ivan, lena) -> Interview:
    """Coding with ivan on Wednesday at 10:00 UTC."""
    stage = loop.stages.get(name="Coding")
    return booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="Room 1", by=lena, now=NOW)


@pytest.fixture
def invitation(booked, ivan):
    return booked.invitations.get(person=ivan)


def post(token: str, content: bytes, kind: str = "text/calendar; charset=utf-8; method=REPLY"):
    answer = Client(enforce_csrf_checks=True).post(f"/r/{token}/", content, content_type=kind)
    return answer.status_code, answer.content


def seat() -> Seat:
    return Seat.objects.get()


@pytest.mark.parametrize("program", [google, outlook, apple])
@pytest.mark.parametrize(("said", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "not answered")])
def test_what_each_calendar_program_sends_is_understood(token, invitation, program, said, answer):
    content = program(invitation, said=said)

    assert [post(token, content), post(token, content)] == [RECEIVED, RECEIVED]
    assert seat().answer == answer


def test_a_whole_mail_counts_once_and_says_why(token, invitation):
    assert post(token, mail(outlook(invitation)), "message/rfc822") == RECEIVED
    assert (seat().answer, seat().decline_reason) == ("declined", "I am away that week")


@pytest.mark.parametrize(
    "form",
    [
        lambda reply: {"attachment-1": SimpleUploadedFile("invite.ics", reply), "from": "Ivan <ivan@example.com>", "text": "Yes"},
        lambda reply: {"email": mail(reply).decode(), "from": "Ivan Interviewer <Ivan@Example.com>"},
        lambda reply: {"message": SimpleUploadedFile("mail.eml", mail(reply))},
    ],
    ids=["a file of it", "the mail as a field", "the mail as a file"],
)
def test_a_form_of_a_mail_service_is_understood(token, invitation, form):
    answer = Client().post(f"/r/{token}/", form(google(invitation)))

    assert ((answer.status_code, answer.content), seat().answer) == (RECEIVED, "accepted")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/calendar", lambda one: google(one, address="eve@example.com")),
        ("message/rfc822", lambda one: mail(google(one), sender="Eve <eve@example.com>")),
        ("message/rfc822", lambda one: mail(google(one), sender="ivan@example.com, eve@example.com")),
        ("message/rfc822", lambda one: mail(google(one)).replace(b"From:", b"X-From:")),
        ("text/calendar", lambda one: google(one).replace(one.uid.encode(), b"another@fairloop")),
        ("text/calendar", lambda one: google(one).replace(b"SEQUENCE:0", b"SEQUENCE:7")),
        ("text/calendar", lambda one: google(one).replace(b"METHOD:REPLY", b"METHOD:REQUEST")),
        ("text/calendar", lambda one: google(one) + google(one)),
        ("text/calendar", lambda _: calendar("METHOD:REPLY")),
        ("text/calendar", lambda one: google(one).replace(one.uid.encode(), b"a\0b")),
        ("message/rfc822", lambda _: b"Content-Type: message/rfc822\n\n" * 5000),
        ("message/rfc822", lambda _: b"\xff\xfe\0\1" * 1000),
        ("application/json", lambda _: b"{}"),
        ("application/x-www-form-urlencoded", lambda _: b"from=a&from=b&x=y"),
    ],
)
def test_what_is_not_the_attendees_own_answer_changes_nothing_and_is_told_nothing(token, invitation, kind, content):
    assert post(token, content(invitation), kind) == RECEIVED
    assert seat().answer == "not answered"


def test_the_candidates_answer_and_that_of_who_left_do_not_count(token, booked, invitation, ada, ivan):
    candidates = booked.invitations.get(person=None)
    reply = google(invitation)
    User.objects.filter(pk=ivan.pk).update(deactivated_at=NOW, deactivated_by=ada)

    answers = [post(token, google(candidates, address="maya@example.org")), post(token, reply)]

    assert answers == [RECEIVED, RECEIVED]
    assert (seat().answer, booked.cancelled_at) == ("not answered", None)


def test_of_two_answers_the_later_one_holds_however_they_arrive(token, invitation):
    first, then = google(invitation, said="DECLINED", stamp="20260302T083000Z"), google(invitation, stamp="20260302T083100Z")

    for content in (then, first):
        post(token, content)

    assert seat().answer == "accepted"
    post(token, google(invitation, said="DECLINED", stamp="20260302T083200Z"))
    assert seat().answer == "declined"


def test_a_slow_mail_does_not_undo_what_was_said_on_the_page_since(token, invitation, ivan):
    booking.answer(seat(), by=ivan, accepts=True, now=NOW)

    post(token, google(invitation, said="DECLINED", stamp="20260302T085900Z"))
    assert seat().answer == "accepted"
    post(token, google(invitation, said="DECLINED", stamp="20260302T090100Z"))
    assert seat().answer == "declined"


def test_an_answer_to_the_time_before_does_not_count_for_the_new_one(token, booked, invitation, lena):
    old = google(invitation)
    booking.move(booked, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=lena, reason="Room taken", now=NOW)

    post(token, old)
    assert seat().answer == "not answered"
    invitation.refresh_from_db()
    post(token, google(invitation))
    assert seat().answer == "accepted"


def test_who_accepts_by_mail_is_asked_about_ties_on_the_next_page(token, booked, invitation, ivan):
    post(token, google(invitation))

    assert "Is there a reason you should not judge" in signed_in(ivan).get(f"/interviews/{booked.pk}/").content.decode()


@pytest.mark.parametrize("end", ["closed", "another one", "altered"])
def test_an_address_that_is_closed_takes_nothing(token, invitation, ada, end):
    if end == "closed":
        revoke_address(by=ada, now=NOW)
    elif end == "another one":
        assert post(new_address(by=ada, now=NOW).token, b"x") == RECEIVED
    else:
        token = ("A" if token[0] != "A" else "B") + token[1:]

    assert post(token, google(invitation))[0] == 404
    assert seat().answer == "not answered"


def test_guessing_is_slowed_down_and_so_is_a_gateway_that_runs_wild(token, monkeypatch):
    monkeypatch.setitem(posted_replies.LIMITS, "reply", "3/m/key")

    guesses = [post(f"guess-{number}", b"")[0] for number in range(21)]

    assert guesses == [404] * 20 + [429]
    assert [post(token, b"")[0] for _ in range(4)] == [202, 202, 202, 429]


def test_what_is_too_large_is_not_read(token):
    assert post(token, b"x" * (1024 * 1024 + 1))[0] == 413


def test_a_get_and_other_methods_change_nothing(token):
    assert [getattr(Client(), method)(f"/r/{token}/").status_code for method in ("get", "head", "put")] == [405, 405, 405]


def test_administrators_make_the_address_and_close_it(token, ada, lena):
    client = signed_in(ada)
    page = client.get("/people/replies/").content.decode()
    for _ in range(2):
        client.post("/people/replies/")
    client.post("/people/replies/removal/")
    refused = [signed_in(lena).get("/people/replies/"), signed_in(lena).post("/people/replies/removal/")]

    assert f"/r/{token}/" in page
    assert [answer.status_code for answer in refused] == [403, 403]
    assert [one.revoked_by for one in ReplyAddress.objects.order_by("pk")] == [ada, ada, ada]


def test_the_token_is_neither_in_the_database_nor_in_the_log(token, invitation, caplog):
    row = ReplyAddress.objects.values().get()
    with caplog.at_level(logging.INFO), structlog.testing.capture_logs():
        post(token, google(invitation, address="eve@example.com"))

    assert (len(token), token in str(row)) == (22, False)
    assert "an answer that was posted does not count: Refused" in caplog.text
    assert without_links(None, "", {"request": f"POST /r/{token}/"}) == {"request": "POST /r/…/"}
    assert [name for name in (token, "eve@", "ivan@") if name in caplog.text] == []


def test_the_mail_of_the_tests_has_its_calendar_twice(invitation):
    parts: list[Message] = list(message_from_bytes(mail(google(invitation))).walk())

    assert [part.get_content_type() for part in parts if part.get_filename() or part.get_content_subtype() == "calendar"] == [
        "text/calendar",
        "application/ics",
    ]
