"""Every page, in light and in dark, has nothing that WCAG 2.2 AA as axe knows it would fault."""

from datetime import time, timedelta
from itertools import product
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from interviews import choosing
from interviews.models import Qualification, TimeOffer, asking, showing
from interviews.models.choosing import page_of
from interviews.models.link import link_of
from questionbank import exporting, importing
from questionbank.rubric import writing as rubric
from scorecards import drilling
from scorecards.models import Drill, MisconductReport, QuestionVoid, capture, debate, flagging, hold_asking
from tests.e2e.conftest import DESKTOP
from tests.factories import make_flag_case, make_interview, make_scorecard, make_user
from tests.places import places, rubric_places
from tests.questionbank.test_files import zipped

#: What may differ with the scheme and the size; the rest is the same document.
SEEN = ["color-contrast", "target-size", "scrollable-region-focusable"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """(rules) => axe.run({ runOnly: rules, resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary: why }) => `${id}: ${html.slice(0, 160)} ${(why ?? "").slice(0, 200)}`)))"""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = [("light", DESKTOP), ("dark", {"width": 360, "height": 780})]


@pytest.fixture
def the_room(ivans_interview, ines_interview, ivan, rate_limiter):
    """Ivan is in the room: a question runs and three lines are written."""
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    card = make_scorecard(interview=ivans_interview)
    for line in ("- froze on the joins", "+ Asked about **bursts**, then `tokens`", "drew two queues"):
        capture.note(card, id=uuid4(), line=line, offset=60, now=now)
    return card


@pytest.fixture
def the_debrief(ivans_interview, ines_interview, loop, lena, ivan, ines, carla):
    """Both cards are in, the votes are shown, and lena is about to decide."""
    now = timezone.now()
    card = make_scorecard(interview=ivans_interview, submitted=True)
    make_scorecard(interview=ines_interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla, ivan, ines], exception="Few are here", by=lena, now=now)
    for person in (carla, ivan, ines):
        debate.vote(debrief, person, verdict=3, level=loop.level, comment="Evidence holds", now=now)
    debate.reveal(debrief, now=now)
    debate.end_voting(debrief, now=now)
    return card


@pytest.fixture
def nora(db):
    return make_user(name="Nora Neutral", email="nora@example.com", is_committee=True)


@pytest.fixture
def omar(db):
    return make_user(name="Omar Outsider", email="omar@example.com", is_committee=True)


@pytest.fixture
def the_drill(the_debrief, loop, rate_limiter, nora, omar, lena, carla):
    """The loop is decided, and its packet runs as a drill; the question was voided once and that taken back."""
    now = timezone.now()
    decision = debate.decide(loop.debrief, outcome="hire", level=loop.level, reason="Above the bar", by=lena, now=now)
    content = drilling.prepared(decision.packet, now=now)
    Drill.open(decision.packet, content, hired=True, members=[nora, omar], by=lena, now=now)
    for _ in range(2):
        void = QuestionVoid.record(rate_limiter.question, since=None, until=None, reason="It leaked", by=carla, now=now)
    void.take_back(reason="It had not", by=carla, now=now)
    return the_debrief


@pytest.fixture
def the_rubric(the_debrief, hints_needed, demeaning, carla):
    """Every part is there; one has a draft, one was retired."""
    noun, now = rubric.NOUNS["competencies"], timezone.now()
    words = noun.blank() | {"name": "Problem solving", "ladder": ["Says it", "Says it", "", "Good", "", "", ""]}
    rubric.save(noun, "problem_solving", words, version=rubric.DRAFTS, by=carla, now=now)
    rubric.retire(rubric.NOUNS["red-flags"], demeaning.key, why="Said twice", by=carla, now=now)
    return the_debrief


def faults(page, rules: list[str] = RULES) -> list[str]:
    """What axe faults on this page, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(AXE, rules)


def test_axe_faults_what_is_wrong(open_browser):
    page = open_browser()
    page.goto("/sign-in/")
    page.evaluate("document.querySelector('h1').outerHTML = '<h1><img src=x></h1>'")

    assert [fault.split(":")[0] for fault in faults(page)] == ["empty-heading", "image-alt"]


KITS = ("kits", "kit", "kit_new", "kit_edit", "kit_version", "kit_interviewer", "kit_candidate", "kit_sheet", "coverage")
BANK = ("question", "question_edit", "question_version", "question_new", "leak", "plan_coverage", "question_use")
#: What one person sees there as any other does, so that one of them reads it for all.
SAME_FOR_ALL = {*KITS, *BANK, *rubric_places(), "interview_sheet"}


@pytest.mark.parametrize(
    ("who", "scene", "besides"),
    [
        ("nobody", "the_room", ()),
        ("lena", "the_debrief", ()),
        ("nora", "the_drill", ("drill", "drills")),
        ("carla", "the_drill", ("packet", "question_void")),
        ("ada", "the_debrief", ("people", "person", "person_new", "audit", "people_import", "reply_address")),
        ("carla", "the_debrief", ("today", "debriefs", "debrief", "card", *BANK)),
        ("carla", "the_room", KITS),
        (
            "ivan",
            "the_room",
            (
                "today",
                "interview",
                "interview_sheet",
                "paper",
                "elsewhere",
                "room",
                "scorecard",
                "declination",
                "note_page",
                "notes_earlier",
            ),
        ),
        ("carla", "the_rubric", tuple(rubric_places())),
        ("ivan", "the_rubric", ("rubric", "competency")),
        ("ivan", "the_debrief", ("today", "card", "card_version", "debrief")),
    ],
)
def test_every_page_is_accessible(  # noqa: PLR0917 -- the whole cast is on stage
    open_browser, request, loop, ivans_interview, ines_interview, rate_limiter, who, scene, besides
):
    card = request.getfixturevalue(scene)
    person = None if who == "nobody" else request.getfixturevalue(who)
    named = places(loop=loop, mine=ivans_interview, other=ines_interview, question=rate_limiter, card=card)
    page = open_browser(person)
    read, wrong = 0, []
    addresses = [reverse(name, kwargs=kwargs) for name in besides or set(named) - SAME_FOR_ALL for kwargs in named[name]]
    addresses += [f"{address}?names=no" for address in addresses if address.endswith("/packet/")]
    for address in addresses:
        answer = page.request.get(address, max_redirects=0)
        if answer.status != 200 or "<html" not in answer.text():
            continue
        read += 1
        page.goto(address)
        for (scheme, size), rules in zip(SHOWN, (RULES, SEEN), strict=True):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            wrong += [f"{address} {scheme} {fault}" for fault in faults(page, rules)]
            wrong += [f"{address} is {wider} px wider than the window" for wider in [page.evaluate(WIDER)] if wider > 0]

    assert wrong == []
    assert read >= len(besides)


@pytest.fixture
def imports(plan, carla) -> list[str]:
    """The addresses of imports: one with something of each kind in it, one that is broken, a table, one that waits."""
    now = timezone.now()
    (text,) = [exporting.text_of(part) for _, part in exporting.question_files()]
    packed = {"questions/rate-limiter.toml": text.replace("Build", "Draw"), "questions/b.toml": text.replace('r"', 'r-2"')}
    whole = importing.upload([("bank.zip", zipped(packed | {"README": "x"}))], by=carla, now=now)
    broken = importing.upload([("a.toml", b"title = 1")], by=carla, now=now)
    table = importing.upload([("questions.csv", "Title;Größe\nTwo queues;3\n".encode("cp1252"))], by=carla, now=now)
    taken = importing.upload([("collection.md", b"- What is a lock?\n")], by=carla, now=now)
    taken.ask(now=now)
    importing.carry_out(taken, now=now)
    waits = importing.upload([("more.md", b"- What is a fence?\n")], by=carla, now=now)
    waits.ask(now=now)
    pages = [f"{one.pk}/" for one in (whole, broken, taken, waits)]
    pages += [f"{whole.pk}/?show={name}" for name in ("changed", "left")]
    return ["/questions/import/", *(f"/questions/imports/{page}" for page in (*pages, f"{table.pk}/columns/"))]


def test_the_pages_of_imports_are_accessible(open_browser, carla, imports):
    page, wrong = open_browser(carla), []
    for address in imports:
        assert page.goto(address).status == 200
        for summary in page.locator("main summary").all():
            summary.click()
        for (scheme, size), rules in zip(SHOWN, (RULES, SEEN), strict=True):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            wrong += [f"{address} {scheme} {fault}" for fault in faults(page, rules)]
            wrong += [f"{address} is {wider} px wider than the window" for wider in [page.evaluate(WIDER)] if wider > 0]

    assert wrong == []


@pytest.fixture
def flags(ivans_interview, ines_interview, demeaning, maya, lena, ivan, ada, carla) -> dict[str, list[str]]:
    """The addresses of a red flag that waits, a hold that two decide, a report that nobody has taken."""
    now = timezone.now()
    case = make_flag_case(interview=ivans_interview, kind=demeaning)
    flagging.check(case, ines_interview.stage, case.loop.weights.first().competency, by=lena, now=now)
    heard = {"heard_on": now.date(), "heard": "Said it was a joke"}
    flagging.find(case, "confirmed", "In the recording", record="Recording", by=lena, now=now, **heard)
    hold = hold_asking.propose(maya, demeaning, evidence="Both files", deciders=[ada, carla], by=lena, now=now)
    report = MisconductReport.file(what="Shouted", interview=ivans_interview, by=ivan, now=now)
    return {
        "lena": [
            "/red-flags/",
            case.get_absolute_url(),
            f"/candidates/{maya.pk}/holds/new/?red_flag={case.pk}",
            f"/stages/{ines_interview.stage_id}/second-look/",
        ],
        "ada": [hold.get_absolute_url(), report.get_absolute_url(), "/reports/new/"],
    }


def test_the_pages_of_red_flags_are_accessible(open_browser, request, flags):
    wrong = []
    for who, addresses in flags.items():
        page = open_browser(request.getfixturevalue(who))
        for address in addresses:
            assert page.goto(address).status == 200
            for summary in page.locator("main summary").all():
                summary.click()
            for scheme, size in SHOWN:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(size)
                wrong += [f"{address} {scheme} {fault}" for fault in faults(page)]
                wrong += [f"{address} is {wider} px wider than the window" for wider in [page.evaluate(WIDER)] if wider > 0]

    assert wrong == []


@pytest.fixture
def candidates_page(ivans_interview, loop, lena, ivan) -> str:
    """The address of maya's own page: coding is booked for next week, times are offered for system design."""
    now = timezone.now()
    starts_at = (now + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)
    type(ivans_interview).objects.filter(pk=ivans_interview.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    terms = choosing.Terms(now.date() + timedelta(days=1), now.date() + timedelta(days=9), time(9), time(17))
    booked, other = loop.stages.order_by("place")
    for stage in (booked, other):
        Qualification.give(ivan, stage.kind, by=lena, now=now)
    choosing.offer(other, terms, by=lena, now=now)
    TimeOffer.objects.create(stage=booked, made_at=now, made_by=lena, **vars(terms))
    return f"/c/{page_of(loop, by=lena, now=now).token}/"


def faults_of_all(page, addresses: list[str]) -> list[str]:
    """What axe faults on these pages in both schemes, and what is wider than a phone, a tablet or a laptop."""
    wrong = []
    for address in addresses:
        assert page.goto(address).status == 200
        for scheme, width in product(("light", "dark"), (360, 820, 1280)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            wrong += [f"{address} {scheme} {width} {fault}" for fault in faults(page, RULES if width == 360 else SEEN)]
            wrong += [f"{address} is {wider} px wider than {width}" for wider in [page.evaluate(WIDER)] if wider > 0]
    return wrong


def test_the_pages_of_candidates_are_accessible_at_every_width(
    open_browser, candidates_page, loop, ivans_interview, ivan, ines, rate_limiter
):
    now, page = timezone.now(), open_browser()
    changes = [f"{candidates_page}interviews/{ivans_interview.pk}/{name}/" for name in ("move", "cancellation")]

    assert faults_of_all(page, [candidates_page, *changes]) == []
    assert page.goto(candidates_page).ok
    assert page.locator("button[name=at]").count() > 3

    live = make_interview(stage=loop.stages.get(name="System design"), lead=ines, starts_at=now)
    live.start(now=now)
    asked = asking.ask(live, rate_limiter, by=ines, now=now)
    showing.show(live, asked, by=ines, now=now)
    showing.show_code(live, "def allow(key):\n    return True", asked, by=ines, now=now)
    rooms = [f"/c/{link_of(one, by=person, now=now).token}/room/" for one, person in ((ivans_interview, ivan), (live, ines))]
    assert faults_of_all(page, rooms) == []
