"""What strangers, typing errors and broken programs send: an answer in words, never an error of ours, and nothing is changed."""

from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.models import asking
from scorecards.models import capture
from tests.clients import signed_in
from tests.factories import make_scorecard
from tests.places import places

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_signup",
    "choose_password",
    "forgotten",
    "founding",
    "healthz",
    "mfa_authenticate",
    "readyz",
}
HOSTILE = [
    "x" * 70_000,
    "-1",
    "9" * 40,
    "٣",
    "1e309",
    "NaN",
    "2026-13-45",
    "0000-00-00",
    "25:61",
    "\u202ereversed\u0007",
    "'; DROP TABLE accounts_user; --",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "💥" * 50,
    str(uuid4()),
]

ANSWERS = {200, 302, *range(400, 430)}  # everything but an error of ours


class Forms(HTMLParser):
    """The forms of a page that post: where to, and the names of what is in them."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []
        self.fields: set[str] = set()
        self.inside = False
        self.feed(body)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("method") == "post"
            if self.inside:
                self.fields = set()
                self.found.append((given.get("action") or "", self.fields))
        elif self.inside and given.get("formaction"):
            self.found.append((str(given["formaction"]), {given["name"]} if given.get("name") else self.fields))
        elif self.inside and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self.fields.add(str(given["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


@pytest.fixture
def addresses(loop, ivans_interview, ines_interview, rate_limiter, ivan, hints_needed, demeaning) -> dict[str, list[str]]:
    """For each name the addresses of a loop whose first interview is going on."""
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    card = make_scorecard(interview=ivans_interview)
    capture.note(card, id=uuid4(), line="+ Asked about bursts", offset=60, now=now)
    named = places(loop=loop, mine=ivans_interview, other=ines_interview, question=rate_limiter, card=card)
    return {name: [reverse(name, kwargs=kwargs) for kwargs in many] for name, many in named.items()}


def test_a_stranger_is_sent_to_the_sign_in_page(addresses):
    stranger = Client()

    for name in set(addresses) - OPEN_TO_ALL:
        for address in addresses[name]:
            for answer in (stranger.get(address), stranger.post(address, {})):
                assert answer.status_code == 302, address
                assert answer["Location"].startswith(("/sign-in/?next=", "/sign-in/")), address


def test_what_an_address_does_not_do_is_405(addresses, ada):
    client = signed_in(ada)

    for method in ("put", "patch", "delete", "trace"):
        answers = {address: getattr(client, method)(address).status_code for many in addresses.values() for address in many}
        assert {address: status for address, status in answers.items() if status not in {302, 404, 405}} == {}


def test_a_post_from_another_site_is_refused_everywhere(addresses, lena):
    client = signed_in(lena, enforce_csrf_checks=True)

    answers = {address: client.post(address, {"name": "x"}).status_code for many in addresses.values() for address in many}

    assert set(answers.values()) == {403}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=%00", "application/x-www-form-urlencoded", 400),
        (b"name=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"name=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", 413),
        (b"no boundary", "multipart/form-data", 400),
        (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded", 400),
    ],
    ids=["NUL", "broken UTF-8", "3 MB", "no boundary", "2,000 fields"],
)
def test_a_body_that_cannot_be_read_is_told_so(addresses, lena, body, kind, status):
    client = signed_in(lena)

    for name in ("candidate_new", "booking", "vote", "note", "person_new", "account_login", "candidates_import"):
        answer = client.post(addresses[name][0], body, content_type=kind)
        # Who may not come in is told so before anything of theirs is read.
        assert answer.status_code in {status, 403, 404}, f"{name}: {answer.status_code}"


@pytest.mark.parametrize("place", ["%00", "%ff", "%0a", "٣", "9" * 30, "..%2f..%2fetc%2fpasswd", "<script>"])
def test_an_address_that_nobody_wrote_is_not_found(lena, place):
    client = signed_in(lena)

    for before in ("/loops/", "/candidates/", "/interviews/", "/questions/", "/people/", "/resumes/", "/scorecards/", "/static/"):
        assert client.get(f"{before}{place}/").status_code in {400, 404}
    assert client.get(f"/rubric/signals/{place}/").status_code in {400, 404}
    for page in ("/loops/", "/candidates/", "/questions/", "/people/", "/audit/", "/debriefs/", "/people/choices/"):
        for named in ("q", "page", "after", "before", "show", "job", "recruiter", "category", "person", "noun", "candidate"):
            assert client.get(f"{page}?{named}={place}").status_code in {200, 400, 403, 404}, f"{page}?{named}={place}"


@pytest.mark.parametrize("who", ["lena", "ivan", "ada"])
def test_no_form_breaks_on_what_is_typed(addresses, request, who):
    client = signed_in(request.getfixturevalue(who))
    client.raise_request_exception = False
    forms = {}
    for address in (one for name, many in addresses.items() for one in many if name != "account_logout"):
        answer = client.get(address, {"candidate": "1"})
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            for action, names in Forms(answer.content.decode()).found:
                forms[action or address] = names
    forms.pop("/sign-out/")
    assert len(forms) > 5

    for action, names in forms.items():
        for value in HOSTILE:
            with connection.cursor() as cursor:
                cursor.execute("SAVEPOINT before")
            answer = client.post(action, dict.fromkeys(names, value))
            assert answer.status_code in ANSWERS, f"{action} {sorted(names)} {value[:40]!r}"
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK TO SAVEPOINT before")
