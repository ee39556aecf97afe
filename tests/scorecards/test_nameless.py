"""A debrief without names: whoever only votes in it is led past every page, mail and file, searched for who its people are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.post import writers
from interviews.models import Reminder, Resume
from interviews.models.reminder import Kind
from scorecards.models import Debrief, Scorecard, debate, protocol
from scorecards.veiling import without_names
from tests.clients import signed_in
from tests.factories import make_seat, make_user
from tests.places import places
from tests.telling import TELLING

pytestmark = pytest.mark.django_db
#: Who votes without having interviewed, and the recruiter: they sit together, and none of them tells who the candidate is.
AT_THE_TABLE = {"Saoirse", "Vandermeer", "Hiroshi", "Castellan"}
HIDDEN = [word for word in TELLING if word not in AT_THE_TABLE | {"example.com", "example.org"}]
#: The reader's own name, and what is drawn by lot.
NOT_SAID = re.compile(r'<header class="bar">.*?</header>|[A-Za-z0-9]{32,}', re.DOTALL)
SAID = "Zofia of Halden, as Temitope Oyelaran says; not Fenwick Thornbury"


@pytest.fixture
def nora(db):
    return make_user(name="Nora Neutral", email="nora@nowhere.test", is_committee=True)


@pytest.fixture
def nameless(written, loop, nora, carla, ivan, lena, now) -> Debrief:
    """Nora and carla only vote in it; ivan interviewed and votes too. The recruiter has added a nickname."""
    opened = debate.open_debrief(loop, members=[nora, carla, ivan], by=lena, now=now, is_nameless=True, exception="Few are here")
    signed_in(lena).post(f"/loops/{loop.pk}/packet/words/", {"words": "Zosia", "stands_for": "candidate"})
    return opened


def told_in(client, addresses, ask="get") -> dict[str, list[str]]:
    """By address the words that tell who somebody is: in headers, title and body, as they go over the wire."""
    found = {}
    for address in addresses:
        answer = getattr(client, ask)(address)
        body = b"".join(answer).decode(errors="replace")
        said = f"{answer.headers} {NOT_SAID.sub('', body)}".casefold()
        if words := [word for word in HIDDEN if word.casefold() in said]:
            found[address] = words
    return found


@pytest.fixture
def everywhere(loop, ivans_interview, ines_interview, rate_limiter):
    """Every address of the site with the things of this loop, each card and cell, and the variants of the debrief's own pages."""

    def addresses() -> list[str]:
        cards = list(Scorecard.objects.filter(seat__interview__stage__loop=loop).order_by("pk"))
        more = ["debrief/?show=bar", "packet/?names=yes", "packet/?decision=1"]
        named = places(loop=loop, mine=ivans_interview, other=ines_interview, question=rate_limiter, card=cards[0])
        found = {reverse(name, kwargs=one) for name, many in named.items() for one in many if not name.startswith("account_")}
        found -= {reverse("report_new")}  # it names the administrators
        found |= {reverse(name, args=[one.pk]) for one in Resume.objects.all() for name in ("resume", "resume_text")}
        competencies = loop.weights.values_list("competency", flat=True)
        more += [f"debrief/?cell={card.pk}-{competency}" for card in cards for competency in competencies]
        found |= {f"/scorecards/{card.pk}/{more}" for card in cards for more in ("", "versions/1/")}
        return sorted(found | {f"/loops/{loop.pk}/{one}" for one in more} | {"/debriefs/?show=closed", "/red-flags/?show=all"})

    return addresses


@pytest.fixture
def near(everywhere):
    """Of these those that change as a debrief goes on."""

    def addresses() -> list[str]:
        return [
            one for one in everywhere() if one == "/" or one.startswith(("/loops/", "/scorecards/", "/debriefs/", "/red-flags/"))
        ]

    return addresses


def mails_to(person, now) -> str:
    """Every mail that this person gets about a loop, as it would be written now."""
    owed = [reminder.mail for reminder in Reminder.objects.filter(mail__to=person).select_related("mail__to")]
    return " ".join(str(vars(writers[mail.kind](mail, now))) for mail in owed)


def test_whoever_only_votes_finds_out_on_no_page_no_mail_and_no_file_who_it_is(  # noqa: PLR0917 -- the whole cast is on stage
    nameless, loop, nora, carla, ivan, lena, problem_solving, communication, near, everywhere, now
):
    client, debrief = signed_in(nora), f"/loops/{loop.pk}/debrief/"
    ratings = {problem_solving: 1, communication: 3}
    for kind in (Kind.VOTE_DUE, Kind.DECIDED):
        Reminder.owe(kind, key="nora", loop=loop, to=nora, why="It is on", now=now)
    found = {"opened": told_in(client, near())}
    mails = mails_to(nora, now)
    sent = [told_in(signed_in(nora), [address], "post") for address in near()]

    client.post(f"{debrief}reading/")
    protocol.end_reading(nameless, carla, now=now)
    protocol.end_reading(nameless, ivan, now=now)
    wrong = client.post(f"{debrief}vote/", {"comment": SAID})
    debate.vote(nameless, nora, verdict=1, level=None, comment="I cannot tell", ratings=ratings, now=now)
    found["voted"] = told_in(client, near())
    for person in (carla, ivan):
        debate.vote(nameless, person, verdict=3, level=None, comment=SAID, ratings=dict.fromkeys(ratings, 4), now=now)
    debate.reveal(nameless, by=lena, now=now)
    found["revealed"] = told_in(client, near())
    revealed = Debrief.objects.get()
    protocol.talk(revealed, problem_solving, why="evidence", words=SAID, by=lena, now=now)
    debate.vote_again(revealed, by=lena, now=now)
    mails += mails_to(nora, now)
    debate.reveal(revealed, by=lena, now=now, early_reason=SAID)
    said = {"reason": SAID, "dissent": SAID, "reasons": {problem_solving: SAID}}
    debate.decide(Debrief.objects.get(), outcome="hire", level=loop.level, by=lena, now=now, **said)
    found["closed"] = told_in(client, everywhere())

    assert (wrong.status_code, client.get(debrief).status_code) == (422, 200)
    assert ({step: pages for step, pages in found.items() if pages}, [one for one in sent if one]) == ({}, [])
    assert [word for word in HIDDEN if word.casefold() in mails.casefold()] == []
    assert mails.count(f"subject': 'Debrief: Candidate {loop.pk},") == 1
    assert mails.count(f"vote is missing: Candidate {loop.pk},") == 2
    assert mails.count(f"Decided: Candidate {loop.pk},") == 2
    for reader in (lena, ivan):
        told = told_in(signed_in(reader), [debrief, f"/loops/{loop.pk}/packet/", "/debriefs/?show=closed"])
        assert len(told) == 3, "or it would prove nothing"


def test_the_candidate_has_the_same_number_everywhere_and_interviewers_their_part(nameless, loop, nora):
    client, called = signed_in(nora), f"Candidate {loop.pk}"

    page = client.get(f"/loops/{loop.pk}/debrief/").content.decode()

    assert f"<title>Debrief: {called} · Fairloop</title>" in page
    assert "System design lead" in page
    assert f"Vote: {called} for Backend engineer" in client.get("/").content.decode()
    assert called in client.get("/debriefs/").content.decode()
    assert "Saoirse Vandermeer" in client.get(f"/loops/{loop.pk}/debrief/").content.decode(), "who votes beside them"


def test_who_knows_the_candidate_reads_names_and_a_recruiter_both(nameless, loop, ivan, lena):
    page = f"/loops/{loop.pk}/debrief/"

    assert "Zofia Kowalczyk-Ruiz" in signed_in(ivan).get(page).content.decode()
    assert f"Who only votes reads Candidate {loop.pk} and no names." in signed_in(lena).get(page).content.decode()
    assert told_in(signed_in(lena), [f"{page}?names=no"]) == {}
    assert signed_in(lena).get(f"/loops/{loop.pk}/packet/words/").status_code == 200


def test_a_recruiter_chooses_it_when_the_debrief_opens(written, loop, nora, lena):
    data = {"members": [nora.pk], "quorum": "all", "reading_minutes": 5, "is_nameless": "on"}

    signed_in(lena).post(f"/loops/{loop.pk}/debrief/opening/", data)

    assert Debrief.objects.get().is_nameless


def test_hiding_costs_as_many_queries_for_more_people(nameless, loop, nora, otto, ada, ines_interview):
    client, page = signed_in(nora), f"/loops/{loop.pk}/debrief/"
    client.get(page)

    with CaptureQueriesContext(connection) as two:
        client.get(page)
    for person in (otto, ada):
        make_seat(interview=ines_interview, person=person, role="panel")
    with CaptureQueriesContext(connection) as four:
        client.get(page)

    assert len(two) == len(four)


@pytest.mark.parametrize(
    ("html", "bare"),
    [
        ("<p>Maya</p>", "<p>X</p>"),
        (
            '<a href="/maya/" title="To Maya" class="maya">Maya&#x27;s</a>',
            '<a href="/maya/" title="To X" class="maya">X&#x27;s</a>',
        ),
        (
            '<header class="bar">Maya</header><textarea>Maya\n</textarea>',
            '<header class="bar">Maya</header><textarea>Maya\n</textarea>',
        ),
        ("<script>Maya</script><!-- Maya --><pre>a &lt; Maya</pre>", "<script>Maya</script><!-- Maya --><pre>a &lt; X</pre>"),
        ("<p data-if='a > Maya'>b &amp; c</p>", "<p data-if='a > Maya'>b &amp; c</p>"),
    ],
)
def test_texts_and_labels_of_a_page_are_hidden_and_nothing_else_is_touched(html, bare):
    assert without_names(html, lambda text: text.replace("Maya", "X")) == bare
