"""Whatever stands in a form, an answer in words comes back, never an error of ours."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from tests.clients import signed_in

pytestmark = pytest.mark.django_db

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


Kind = tuple[str, frozenset[str]]


def forms_of(client: Client, addresses: dict[str, list[str]]) -> Iterator[tuple[Kind, str]]:
    """Every form that this person's pages have: which view it goes to with which fields, and its address."""
    for address in (one for name, many in addresses.items() for one in many if name != "account_logout"):
        answer = client.get(address, {"candidate": "1"})
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            for action, names in Forms(answer.content.decode()).found:
                if action != "/sign-out/":
                    to = urlsplit(action or address)
                    yield (resolve(to.path).view_name, frozenset(names)), action or address


def test_no_form_breaks_on_what_is_typed(addresses, lena, ivan, ada):
    """Each person tries one form of each kind that those before them do not have."""
    known: set[Kind] = set()
    for person in (lena, ivan, ada):
        client = signed_in(person, raise_request_exception=False)
        forms = {kind: action for kind, action in forms_of(client, addresses) if kind not in known}
        known |= set(forms)
        assert len(forms) > 3, person
        for number, ((_, names), action) in enumerate(sorted(forms.items(), key=str)):
            # Each field its own, and each form begins elsewhere: few rounds try everything in fields of each sort.
            for first in range(number % 3, len(HOSTILE), 3):
                typed = {name: HOSTILE[(first + place) % len(HOSTILE)] for place, name in enumerate(sorted(names))}
                with connection.cursor() as cursor:
                    cursor.execute("SAVEPOINT before")
                answer = client.post(action, typed)
                assert answer.status_code in ANSWERS, f"{action} { {name: value[:40] for name, value in typed.items()} }"
                with connection.cursor() as cursor:
                    cursor.execute("ROLLBACK TO SAVEPOINT before")
