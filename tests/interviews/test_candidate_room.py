"""The candidate's page of the room: what the link opens, what it shows and never shows, and when it is over."""

import json
import logging
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import structlog
import time_machine
from django.test import Client
from django.utils import timezone

from interviews.models import CandidateLink, asking, showing
from interviews.models.link import digest_of, link_by, link_of
from interviews.views import candidate_room
from questionbank.models import Hint, Step, Twist
from scorecards.models import capture
from tests.blindness import masked
from tests.clients import signed_in
from tests.factories import make_candidate, make_scorecard

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def at_ten():
    """The clock of the pages stands at the booked start of Ivan's interview."""
    with time_machine.travel(BEGUN, tick=False) as clock:
        yield clock


@pytest.fixture
def link(ivans_interview, ivan, at_ten):
    return link_of(ivans_interview, by=ivan, now=BEGUN)


@pytest.fixture
def asked(ivans_interview, rate_limiter, ivan, link):
    """The interview has begun and the rate limiter is being asked."""
    ivans_interview.start(now=BEGUN)
    return asking.ask(ivans_interview, rate_limiter, by=ivan, now=BEGUN)


def page(token: str, client: Client | None = None):
    return (client or Client()).get(f"/c/{token}/room/")


def words(token: str) -> str:
    answer = page(token)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_start_the_page_says_so_and_shows_nothing_that_is_prepared(link, ivans_interview, ivan):
    answer = signed_in(ivan).post(f"/interviews/{ivans_interview.pk}/shown/code/", {"code": "secret = 1"})

    assert answer.status_code == 403
    assert "The interview has not begun" in words(link.token)
    assert "secret" not in words(link.token)
    assert "Coding" in words(link.token)
    assert "Senior level" in words(link.token)


def test_only_what_was_chosen_shows(asked, link, ivans_interview, ivan):
    step, other = Step.objects.order_by("place")
    assert "Nothing is shown now" in words(link.token)

    showing.show(ivans_interview, asked, by=ivan, now=BEGUN)
    assert "Build this: Rate limiter for one endpoint." in words(link.token)
    assert f">{step.title}<" not in words(link.token)

    showing.show(ivans_interview, asked, step, by=ivan, now=BEGUN)
    assert f">{step.title}<" in words(link.token)
    assert f">{other.title}<" not in words(link.token)

    showing.show_code(ivans_interview, "<b>if a < b:\n\tpass", asked, by=ivan, now=BEGUN)
    assert "&lt;b&gt;if a &lt; b:\n\tpass</code>" in words(link.token)

    showing.hide(ivans_interview, asked, by=ivan, now=BEGUN)
    assert "Build this" not in words(link.token)
    assert f">{step.title}<" in words(link.token)

    showing.show_nothing(ivans_interview, by=ivan, now=BEGUN)
    assert "Nothing is shown now" in words(link.token)


def test_quiet_time_shows_until_it_is_over_or_ended(asked, link, ivans_interview, ivan, at_ten):
    showing.begin_focus(ivans_interview, minutes=5, by=ivan, now=BEGUN)
    assert "Quiet time" in words(link.token)

    at_ten.move_to(BEGUN + timedelta(minutes=5))
    assert "Quiet time" not in words(link.token)

    showing.begin_focus(ivans_interview, minutes=5, by=ivan, now=BEGUN + timedelta(minutes=5))
    showing.end_focus(ivans_interview, now=BEGUN + timedelta(minutes=5))
    assert "Quiet time" not in words(link.token)


def test_the_time_left_counts_from_the_real_start(ivans_interview, link, at_ten):
    ivans_interview.start(now=BEGUN + timedelta(minutes=7))

    assert f'data-until="{(BEGUN + timedelta(minutes=67)).isoformat()}"' in words(link.token)


def test_after_the_end_the_page_says_goodbye_and_then_the_link_is_over(asked, link, ivans_interview, ivan, at_ten):
    showing.show(ivans_interview, asked, by=ivan, now=BEGUN)
    ivans_interview.end(now=BEGUN + timedelta(minutes=70))

    assert "The interview is over. Thank you" in words(link.token)
    assert "Build this" not in words(link.token)
    at_ten.move_to(BEGUN + timedelta(minutes=70, hours=12))
    assert page(link.token).status_code == 410


@pytest.mark.parametrize("end", ["another link", "cancelled", "no-show", "its maker gone"])
def test_a_link_that_is_over_tells_nothing(link, ivans_interview, ivan, ada, lena, end):
    token = link.token
    if end == "another link":
        assert page(link_of(ivans_interview, by=ivan, now=BEGUN, is_new=True).token).status_code == 200
    elif end == "cancelled":
        fields = {"cancelled_at": BEGUN, "cancelled_by": lena, "cancel_reason": "Ill"}
        type(ivans_interview).objects.filter(pk=ivans_interview.pk).update(**fields)
    elif end == "no-show":
        type(ivans_interview).objects.filter(pk=ivans_interview.pk).update(no_show_at=BEGUN)
    else:
        type(ivan).objects.filter(pk=ivan.pk).update(deactivated_at=BEGUN, deactivated_by=ada)

    answer = page(token)

    assert answer.status_code == 410
    assert "Coding" not in answer.content.decode()
    assert candidate_room.topic_of(token) == ""


def test_the_token_is_128_bits_and_nowhere_in_the_database(link):
    token = link.token

    assert len(token) == 22  # 6 bits each, 128 and a rest
    assert (link.digest, link_by(token)) == (digest_of(token), link)
    assert token not in json.dumps(list(CandidateLink.objects.values()), default=str)
    assert link_of(link.interview, by=link.made_by, now=BEGUN).token == token


def test_a_new_secret_keeps_links_while_the_old_one_is_a_fallback(link, settings):
    token = link.token

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert link.token == token
    settings.SECRET_KEY_FALLBACKS = []

    assert link.token == ""
    assert link_of(link.interview, by=link.made_by, now=BEGUN).token not in {"", token}
    assert page(token).status_code == 410


def test_nothing_of_the_link_goes_elsewhere(link):
    for answer in (page(link.token), page("x" * 22)):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.cookies == {}
        assert "http" not in answer.content.decode().replace("http-equiv", "")


def test_who_guesses_is_slowed_down_and_who_has_a_link_is_not(link):
    answers = [page(f"guess-number-{n:09d}").status_code for n in range(22)]

    assert answers == [404] * 20 + [429] * 2
    assert page(link.token).status_code == 200


def test_the_log_has_no_token(link, caplog):
    from config.logs import without_links  # noqa: PLC0415 -- only this needs it

    said = [
        f"GET /c/{link.token}/room/",
        f"/live/c:{link.token}/",
        f"Not Found: /c/{link.token}/room/?x=1",
        "/password/Mg/abc-123/",
    ]
    entries = [without_links(None, "info", {"event": one, "request": one, "code": 200}) for one in said]

    assert [entry["event"] for entry in entries] == [entry["request"] for entry in entries]
    assert [entry["event"] for entry in entries] == [
        "GET /c/…/room/",
        "/live/c:…/",
        "Not Found: /c/…/room/?x=1",
        "/password/Mg/…/",
    ]


def test_what_a_process_logs_of_the_page_has_no_token(link, settings):
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=settings.LOGGING["formatters"]["json"]["foreign_pre_chain"],
        processors=settings.LOGGING["formatters"]["json"]["processors"],
    )
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(formatter.format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel("INFO")
    try:
        page(link.token)
        page("nobodys-token-x")
    finally:
        logging.getLogger().removeHandler(handler)

    assert [record for record in records if "/c/…/room/" in json.loads(record).get("request", "")] != []
    assert [record for record in records if link.token in record or "nobodys-token-x" in record] == []


def test_whoever_is_signed_in_sees_the_candidates_page_and_no_more(asked, link, ivans_interview, ivan, ada, otto):
    showing.show(ivans_interview, asked, by=ivan, now=BEGUN)

    seen = {masked(page(link.token, client).content.decode()) for client in (Client(), *map(signed_in, (ivan, ada, otto)))}

    assert len(seen) == 1


def test_an_interviewer_without_a_session_is_never_the_candidate(link, ivans_interview):
    for path in ("", "room/", "room/shared/", "scorecard/"):
        answer = Client().get(f"/interviews/{ivans_interview.pk}/{path}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=/interviews/")


def test_a_token_opens_no_other_address_and_shows_nothing_else(addresses, loop, ivans_interview, ivan, rate_limiter, lena):
    """Everything that could leak is there: notes, anchors, hints, twists, points, ratings, flags, another candidate."""
    now = timezone.now()
    make_candidate(name="Noor Haddad", email="noor@example.org", added_by=lena)
    card = make_scorecard(interview=ivans_interview)
    asked = ivans_interview.asked.get()
    capture.note(card, id=uuid4(), line="- froze on the joins", offset=60, now=now)
    capture.rate(card, card.ladders()[0], step=4, now=now)
    asking.give_hint(asked, Hint.objects.first(), by=ivan, now=now)
    asking.give_twist(asked, Twist.objects.first(), by=ivan, now=now)
    showing.show(ivans_interview, asked, by=ivan, now=now)
    showing.show(ivans_interview, asked, Step.objects.order_by("place").first(), by=ivan, now=now)
    token = link_of(ivans_interview, by=ivan, now=now).token
    secrets = [
        "froze on the joins",
        "Asked about bursts",
        "Problem solving",
        "Communication",
        "Hint of strength",
        "Now on twelve nodes",
        "first point",
        "second point",
        "Asks before building",
        "Noor",
        "Ivan",
        "Ines",
        "Lena",
        "Maya",
        "Hints needed",
        "Strong yes",
    ]
    client = Client(headers={"authorization": f"Bearer {token}", "referer": f"http://testserver/c/{token}/room/"})
    client.cookies["token"] = token

    everything = [address for many in addresses.values() for address in many] + [f"/c/{token}/room/"]
    answers = {address: client.get(address, {"token": token, "q": "joins"}) for address in everything}

    opened = {address for address, answer in answers.items() if answer.status_code == 200}
    told = {(address, one) for address in opened for one in secrets if one in answers[address].content.decode()}
    assert f"/c/{token}/room/" in opened
    assert "Build this: Rate limiter" in answers[f"/c/{token}/room/"].content.decode()
    assert told == set()
    inside = {address for address in opened if "/interviews/" in address or "/questions/" in address}
    assert inside == set(addresses["room_worker"])  # a script that is the same for everybody


def test_the_link_is_the_same_for_all_of_the_panel_until_a_new_one_is_made(link, ivans_interview, ivan, settings):
    browser = signed_in(ivan)
    path = f"/interviews/{ivans_interview.pk}/candidate-link/"
    shown = f"{settings.BASE_URL}/c/{link.token}/room/"

    assert shown in browser.post(path).content.decode()
    assert shown in browser.post(path, headers={"hx-request": "true"}).content.decode()
    assert shown not in browser.post(path, {"new": "1"}).content.decode()
    assert page(link.token).status_code == 410
    assert shown not in browser.get(f"/interviews/{ivans_interview.pk}/room/").content.decode()
