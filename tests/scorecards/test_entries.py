"""Deeds of the room as a browser sends them: once or three times, at once or an hour later, at a small price."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.models import AskedQuestion, HintGiven, asking
from scorecards.models import Entry, NoteLine, Rating, SignalMark
from scorecards.models.entry import KEPT_FOR
from scorecards.tasks import forget_entries

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


@pytest.fixture
def live(ivans_interview, rate_limiter, ivan):
    now = timezone.now() - timedelta(hours=1)
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    return ivans_interview


@pytest.fixture
def send(live, ivan):
    """Send a deed as the outbox does: `send("notes/", {...})`, with a new id or the one given."""
    client = Client()
    client.force_login(ivan, "allauth.account.auth_backends.AuthenticationBackend")

    def post(path: str, fields: dict, *, entry=None, at=None):
        headers = {"Entry-Id": str(entry or uuid4()), "HX-Request": "true"}
        if at:
            headers["Entry-At"] = str(int(at.timestamp() * 1000))
        return client.post(f"/interviews/{live.pk}/{path}", fields, headers=headers)

    return post


def test_the_same_deed_again_is_answered_and_not_done_again(send, hints_needed):
    entry = uuid4()

    first, second = (send(f"signals/{hints_needed.pk}/", {}, entry=entry) for _ in range(2))

    assert first.status_code == second.status_code == 200
    assert first.headers["Entry-Kept"] <= second.headers["Entry-Kept"]
    assert SignalMark.objects.count() == Entry.objects.count() == 1


def test_an_old_choice_that_arrives_again_does_not_undo_a_newer_one(send, problem_solving):
    old, new = uuid4(), uuid4()
    path = f"ratings/{problem_solving.current.pk}/"
    send(path, {"step": "2"}, entry=old)
    send(path, {"step": "4"}, entry=new)

    send(path, {"step": "2"}, entry=old)

    assert Rating.objects.get().step == 4


def test_taking_back_a_sighting_twice_takes_back_one(send, hints_needed):
    for _ in range(2):
        send(f"signals/{hints_needed.pk}/", {})
    entry = uuid4()

    for _ in range(2):
        send(f"signals/{hints_needed.pk}/", {"undo": "1"}, entry=entry)

    assert SignalMark.objects.filter(undone_at=None).count() == 1


def test_what_was_done_without_a_net_has_the_time_at_which_it_was_done(send, live, rate_limiter):
    then = live.started_at + timedelta(minutes=12)

    send("notes/", {"id": uuid4(), "line": "+ asked about bursts", "question": rate_limiter.pk}, at=then)
    send(f"asked/{rate_limiter.pk}/hints/{rate_limiter.hints.first().pk}/", {}, at=then)
    send(f"asked/{rate_limiter.pk}/end/", {}, at=then)

    line = NoteLine.objects.get()
    assert line.asked.version == rate_limiter
    assert 0 <= 12 * 60 - line.offset <= 1  # times go by milliseconds
    assert abs(HintGiven.objects.get().given_at - then) < timedelta(seconds=1)
    assert abs(AskedQuestion.objects.get().ended_at - then) < timedelta(seconds=1)


def test_a_browser_whose_clock_is_ahead_writes_nothing_in_the_future(send):
    send("notes/", {"id": uuid4(), "line": "said now"}, at=timezone.now() + timedelta(hours=5))

    assert NoteLine.objects.get().entered_at <= timezone.now()


@pytest.mark.parametrize("at", ["", "soon", "-5", "9" * 40, "١٢٣"])
def test_a_time_that_is_none_is_now(live, ivan, at):
    client = Client()
    client.force_login(ivan, "allauth.account.auth_backends.AuthenticationBackend")
    headers = {"Entry-Id": str(uuid4()), "Entry-At": at.encode().decode("latin-1"), "HX-Request": "true"}

    answer = client.post(f"/interviews/{live.pk}/notes/", {"id": uuid4(), "line": "said now"}, headers=headers)

    assert answer.status_code == 200
    assert abs(NoteLine.objects.get().entered_at - timezone.now()) < timedelta(minutes=5)


def test_a_deed_that_is_refused_may_be_sent_again(send, live):
    entry, line = uuid4(), {"id": uuid4(), "line": ""}

    refused = send("notes/", line, entry=entry)
    stored = send("notes/", line | {"line": "with words"}, entry=entry)

    assert (refused.status_code, stored.status_code) == (422, 200)
    assert "Entry-Kept" not in refused.headers
    assert NoteLine.objects.get().text == "with words"


def test_an_id_that_somebody_else_used_is_unknown(send, ines_interview):
    taken = uuid4()
    Entry.take(taken, ines_interview.seats.get(), done_at=timezone.now(), now=timezone.now())

    assert send("notes/", {"id": uuid4(), "line": "mine"}, entry=taken).status_code == 404
    assert not NoteLine.objects.exists()


def test_saving_costs_few_queries_however_many_lines_there_are(send, live, rate_limiter, problem_solving):
    fields = {"question": rate_limiter.pk, "competency": problem_solving.pk, "typing": "1"}
    send("notes/", {"id": uuid4(), "line": "the first makes the card"} | fields)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            send("notes/", {"id": uuid4(), "line": "+ asked about bursts"} | fields)
        costs.append(len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]))  # the test's own
        card = live.seats.get().scorecard
        NoteLine.objects.bulk_create(NoteLine(scorecard=card, text=str(n), entered_at=timezone.now()) for n in range(50))
    assert costs[0] == costs[1] <= MOST_QUERIES, [one["sql"] for one in asked.captured_queries]


def test_ids_are_forgotten_when_no_browser_sends_them_any_more(live):
    now = timezone.now()
    seat = live.seats.get()
    for age in (KEPT_FOR + timedelta(days=1), KEPT_FOR - timedelta(days=1)):
        Entry.take(uuid4(), seat, done_at=now - age, now=now - age)

    forget_entries()

    assert Entry.objects.count() == 1
