"""A packet without names: the whole answer is searched for every name, school, employer and address of its people."""

import re

import pytest

from scorecards.anonymity import Anonymity, employers_in, schools_in
from scorecards.models import Debrief, Veiled, debate
from tests.clients import signed_in
from tests.factories import make_user
from tests.telling import RESUME, TELLING

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(written, loop, maya, carla, lena, now):
    """Everybody votes and decides in words that mention everybody."""
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="Oyelaran convinced me, Castellan", now=now)
    debate.reveal(debrief, now=now)
    debate.decide(
        Debrief.objects.get(),
        outcome="hire",
        level=loop.level,
        reason="Vandermeer and Quill agree on Kowalczyk",
        dissent="Saoirse would wait",
        reasons={loop.weights.first().competency: "Zofia, as Temitope saw"},
        by=lena,
        now=now,
    )
    Veiled.objects.create(candidate=maya, words="Zosia", stands_for="candidate", added_by=lena, added_at=now)


def whole(answer) -> str:
    """Status line, headers, title and body as they go over the wire."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{answer.content.decode()}"


def test_no_name_school_employer_or_address_of_its_people_is_anywhere(decided, loop, carla):
    open_page = whole(signed_in(carla).get(f"/loops/{loop.pk}/packet/"))
    hidden = whole(signed_in(carla).get(f"/loops/{loop.pk}/packet/?names=no"))
    hidden += whole(signed_in(carla).get(f"/loops/{loop.pk}/packet/?names=no&decision=1"))

    shown = [word for word in TELLING if word.casefold() in open_page.casefold()]
    assert set(TELLING) - set(shown) <= {"example.com", "example.org", "Fenwick", "Thornbury"}, "or it would prove nothing"
    assert [word for word in TELLING if word.casefold() in hidden.casefold()] == []


def test_everybody_stands_as_their_part(decided, loop, carla):
    page = signed_in(carla).get(f"/loops/{loop.pk}/packet/?names=no").content.decode()

    for words in (
        f"<title>Packet {loop.pk} without names",
        "Packet: the candidate",
        "voter 1 and Coding lead agree on the candidate",
        "System design lead convinced me, who decided",
        "told a colleague: better than another candidate",
        "Staff engineer at employer A",
        "school A",
    ):
        assert words in page, words


def test_no_link_leads_to_who_it_is(decided, loop, lena):
    page = signed_in(lena).get(f"/loops/{loop.pk}/packet/?names=no").content.decode()

    links = set(re.findall(r'(?:href|action)="(/[^"]*)"', page)) - set(re.findall(r'href="(/static/[^"]*)"', page))
    assert links == {"/", f"/loops/{loop.pk}/packet/?&amp;decision=1"}


def test_a_message_of_the_page_before_waits(decided, loop, lena):
    client = signed_in(lena)
    added = client.post(f"/loops/{loop.pk}/packet/words/", {"words": "Ruiz Ltd", "stands_for": "employer"})

    assert "Hidden from now on" not in client.get(f"/loops/{loop.pk}/packet/?names=no").content.decode()
    assert "Hidden from now on" in client.get(added["Location"]).content.decode()


def test_recruiters_add_and_take_back_words(decided, loop, maya, lena, carla):
    recruiter, address = signed_in(lena), f"/loops/{loop.pk}/packet/words/"

    assert "Halden Freight" in recruiter.get(address).content.decode()
    recruiter.post(address, {"words": " Blue  Heron ", "stands_for": "employer"})
    kept = Veiled.objects.get(words="Blue Heron")
    wrong = recruiter.post(address, {"words": "", "stands_for": "x"})
    assert (wrong.status_code, "Write the words to hide" in wrong.content.decode()) == (422, True)
    assert signed_in(carla).post(address, {"words": "x", "stands_for": "school"}).status_code == 403
    recruiter.post(f"{address}{kept.pk}/removal/")
    assert not Veiled.objects.filter(words="Blue Heron").exists()


def test_schools_and_employers_are_found_in_a_resume():
    assert schools_in(RESUME) == ["Technical University of Brzeg", "TUB", "Institute of Applied Computing Linz"]
    found = employers_in(RESUME, "Staff engineer at Meridian Cargo", spared=["PostgreSQL"])
    assert {"Meridian Cargo", "Halden Freight", "Northwind Traders", "Okapi GmbH"} <= set(found)
    assert "PostgreSQL" not in found


HIDES = Anonymity(
    "José Wu", {"Ivan Groß": "Coding lead", "Bo Li": "voter 1", "Vincent van der Berg": "voter 2"}, employers=["Globex Bank"]
)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Jose asked; JOSÉ nodded.José left", "the candidate asked; the candidate nodded.the candidate left"),
        ("Ivan  Gross, ivan_gross and Groß", "Coding lead, Coding lead_Coding lead and Coding lead"),
        ("Bo said, Li too; a bo or Wu", "voter 1 said, voter 1 too; a bo or the candidate"),
        ("the van and der Ivanhoe", "the van and der Ivanhoe"),
        ("at Globex, then globex bank; a bank", "at employer A, then employer A; a bank"),
        ("call 0171/2345678 or +49 (0) 171 234", "call [number] or [number]"),
        ("2019-2023 at 10:00, 1,000,000 rows, 127.0.0.1", "2019-2023 at 10:00, 1,000,000 rows, 127.0.0.1"),
        ("", ""),
    ],
)
def test_what_is_hidden_in_a_text(text, hidden):
    assert HIDES(text) == hidden


def test_nobody_is_found_by_a_name_of_somebody_else(lena):
    make_user(name="Ann Other", email="ann@example.com")

    assert Anonymity("Maya Chen", {})("Ann said") == "Ann said"
