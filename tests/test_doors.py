"""What strangers, typing errors and broken programs send: an answer in words, never an error of ours, and nothing is changed."""

import pytest
from django.test import Client

from tests.clients import signed_in

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_signup",
    "interviews_feed",
    "candidate_page",
    "candidate_page_cancellation",
    "candidate_page_choice",
    "candidate_page_entry",
    "candidate_page_move",
    "candidate_room",
    "choose_password",
    "forgotten",
    "founding",
    "healthz",
    "mfa_authenticate",
    "posted_reply",
    "readyz",
    "room_worker",
}


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

    (by_token,) = addresses.pop("posted_reply")  # takes no cookie: the token in the address says who posts
    answers = {address: client.post(address, {"name": "x"}).status_code for many in addresses.values() for address in many}

    assert set(answers.values()) == {403}
    assert client.post(by_token, {"name": "x"}).status_code == 404


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
