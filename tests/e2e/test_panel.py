"""Two interviewers and a shadow in three browsers, an observer in a fourth, and the candidate in one without an account."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from interviews.models import HintGiven, Interview, LeadTaken, asking, showing
from interviews.models.link import link_of
from questionbank.models import QuestionVersion, Step
from scorecards.models import NoteLine
from tests.e2e.test_accessible import WIDER, faults
from tests.factories import make_seat


@pytest.fixture
def browsers(open_browser, ivans_interview, rate_limiter, ivan, ines, otto, carla):
    """Ivan leads, ines is of the panel, otto is a shadow, carla observes, maya holds the link: open the rooms of those named."""
    now = timezone.now()
    Interview.objects.filter(pk=ivans_interview.pk).update(starts_at=now, ends_at=now + timedelta(hours=1))
    make_seat(interview=ivans_interview, person=ines, role="panel")
    make_seat(interview=ivans_interview, person=otto, role="shadow")
    make_seat(interview=ivans_interview, person=carla, role="observer")
    link = link_of(ivans_interview, by=ivan, now=now)
    addresses = dict.fromkeys((ivan, ines, otto, carla), f"/interviews/{ivans_interview.pk}/room/")
    addresses = {person.name.split()[0].lower(): (person, address) for person, address in addresses.items()}
    addresses["maya"] = None, f"/c/{link.token}/room/"

    def open_rooms(*names: str) -> list[Page]:
        pages = []
        for person, address in (addresses[name] for name in names):
            pages.append(open_browser(person))
            pages[-1].goto(address, wait_until="commit")
        for page in pages:
            page.wait_for_load_state()
        return pages

    return open_rooms


def question(page: Page):
    return page.locator("#question")


def start_and_ask(ivans: Page) -> None:
    ivans.get_by_role("button", name="Start the interview").click()
    expect(ivans.get_by_role("button", name="End the interview")).to_be_visible()
    expect(ivans.locator("html")).to_have_attribute("data-outbox", "ready")
    ivans.get_by_role("button", name="Ask Rate limiter for one endpoint").click()
    expect(question(ivans).get_by_role("heading", name="Rate limiter for one endpoint")).to_be_visible()


def test_the_panel_and_the_candidate_see_what_is_shared_each_without_a_reload(browsers):
    ivans, iness, ottos, carlas, mayas = browsers("ivan", "ines", "otto", "carla", "maya")
    for page in (ivans, iness, ottos, carlas):
        expect(page.locator(".company__person[data-here]")).to_have_count(4)
    expect(mayas.get_by_text("The interview has not begun")).to_be_visible()
    iness.get_by_label("Note", exact=True).fill("Half a line")
    iness.get_by_label("Note", exact=True).focus()

    start_and_ask(ivans)
    for page in (iness, ottos):
        expect(question(page).get_by_text("Build this: Rate limiter")).to_be_visible()
    expect(question(carlas).get_by_role("heading", name="Rate limiter for one endpoint")).to_be_visible()
    expect(mayas.get_by_text("Nothing is shown now")).to_be_visible()

    ivans.get_by_role("button", name="Give the hint: Hint of strength 1").or_(ivans.locator("[data-key=h]")).first.click()
    for page in (iness, ottos):
        expect(question(page).locator(".hints__hint[data-given]")).to_have_count(1)
    expect(ivans.locator("[data-key=c]")).to_be_visible()
    ivans.keyboard.press("c")
    expect(mayas.get_by_text("Build this: Rate limiter")).to_be_visible()
    expect(iness.get_by_text("Candidate sees the question")).to_be_visible()
    expect(ivans.locator("[data-key=c]")).to_have_text(re.compile("Clarify"))
    ivans.keyboard.press("c")
    expect(mayas.get_by_role("listitem").get_by_text("Clarify")).to_be_visible()

    expect(iness.get_by_label("Note", exact=True)).to_have_value("Half a line")
    expect(iness.get_by_label("Note", exact=True)).to_be_focused()
    for page in (carlas, mayas):
        assert "Hint of strength" not in page.content()
        assert "Asks before building" not in page.content()
    assert "Build this" not in carlas.content()


def test_what_one_writes_reaches_none_of_the_others(browsers):
    ivans, iness, ottos, carlas, mayas = browsers("ivan", "ines", "otto", "carla", "maya")
    start_and_ask(ivans)
    iness.get_by_label("Note", exact=True).fill("- froze on the joins")
    iness.keyboard.press("Enter")
    expect(iness.locator("#note-lines").get_by_text("froze on the joins")).to_be_visible()
    iness.get_by_label("Clarify: first point").check()
    expect(iness.get_by_label("Clarify: first point")).to_be_checked()

    ivans.locator("[data-key=h]").click()
    for page in (iness, ottos):
        expect(question(page).locator(".hints__hint[data-given]")).to_have_count(1)

    assert NoteLine.objects.count() == 1
    for page in (ivans, ottos, carlas, mayas):
        assert "froze on the joins" not in page.content()
    expect(iness.get_by_label("Clarify: first point")).to_be_checked()
    expect(ivans.get_by_label("Clarify: first point")).not_to_be_checked()


def test_the_lead_is_taken_over_by_one_click_and_a_shadow_never_steers(browsers):
    ivans, iness, ottos = browsers("ivan", "ines", "otto")
    start_and_ask(ivans)
    expect(question(iness).get_by_text("Build this")).to_be_visible()
    expect(iness.get_by_role("button", name="The answer is over")).to_have_count(0)

    iness.get_by_role("button", name="Take the lead").click()

    expect(iness.get_by_role("button", name="The answer is over")).to_be_visible()
    expect(ivans.get_by_role("button", name="The answer is over")).to_have_count(0)
    expect(ivans.get_by_role("button", name="Take the lead")).to_be_visible()
    expect(ottos.get_by_role("listitem").filter(has_text="Ines Interviewer leads")).to_be_visible()
    expect(ottos.get_by_role("button", name="Take the lead")).to_have_count(0)
    iness.locator("[data-key=h]").click()
    expect(question(ivans).locator(".hints__hint[data-given]")).to_have_count(1)
    assert (LeadTaken.objects.count(), HintGiven.objects.get().given_by.name) == (1, "Ines Interviewer")


def test_quiet_time_shows_to_the_candidate_and_stops_the_clock_of_the_answer(browsers):
    ivans, mayas = browsers("ivan", "maya")
    start_and_ask(ivans)

    ivans.get_by_role("button", name="Quiet time of 5 minutes").click()

    expect(mayas.get_by_role("heading", name="Quiet time")).to_be_visible()
    expect(question(ivans).get_by_text("stands for quiet time")).to_be_visible()
    clock = question(ivans).locator("[data-clock]").first
    ivans.wait_for_timeout(1100)
    stands = clock.inner_text()
    ivans.wait_for_timeout(2100)
    assert clock.inner_text() == stands
    ivans.get_by_role("button", name="End the quiet time").click()
    expect(mayas.get_by_role("heading", name="Quiet time")).to_have_count(0)
    expect(clock).not_to_have_text(stands)


def test_who_closes_the_page_is_away_and_who_loses_the_seat_is_told(browsers, ivans_interview, lena):
    ivans, iness, ottos = browsers("ivan", "ines", "otto")
    expect(ivans.locator(".company__person[data-here]")).to_have_count(3)

    ottos.close()
    expect(ivans.get_by_role("listitem").filter(has_text="Otto Outside shadow, away")).to_be_visible()
    ivans_interview.seats.get(person__name="Ines Interviewer").remove(by=lena, now=timezone.now())

    expect(iness.get_by_text("It is no longer there.")).to_be_visible()


def test_the_interviewer_copies_the_link_and_closes_it_by_making_another(browsers):
    ivans, mayas = browsers("ivan", "maya")
    ivans.get_by_role("button", name="Candidate's page").click()
    ivans.get_by_role("button", name="Show the link").click()
    link = ivans.get_by_label("Link for the candidate").input_value()
    assert link == mayas.url

    ivans.get_by_role("button", name="Make another link and close this one").click()

    expect(ivans.get_by_label("Link for the candidate")).not_to_have_value(link)
    expect(mayas.get_by_role("heading", name="This link is over")).to_be_visible()


def test_the_end_reaches_everybody(browsers):
    ivans, iness, mayas = browsers("ivan", "ines", "maya")
    start_and_ask(ivans)
    expect(question(iness).get_by_text("Build this")).to_be_visible()

    ivans.get_by_role("button", name="End the interview").click()

    expect(question(iness).get_by_role("heading", name="The interview is over")).to_be_visible()
    expect(iness.get_by_role("link", name="Finish the scorecard")).to_be_visible()
    expect(mayas.get_by_text("The interview is over. Thank you")).to_be_visible()


@pytest.mark.parametrize("name", ["ivan", "ines", "carla", "maya"])
def test_every_page_of_a_panel_is_accessible(browsers, ivans_interview, ivan, name):
    now = timezone.now()
    ivans_interview.start(now=now)
    asked = asking.ask(ivans_interview, QuestionVersion.objects.get(), by=ivan, now=now)
    showing.show(ivans_interview, asked, by=ivan, now=now)
    showing.show(ivans_interview, asked, Step.objects.order_by("place").first(), by=ivan, now=now)
    showing.show_code(ivans_interview, "def f(x):\n    return x" + "  # long" * 40, asked, by=ivan, now=now)
    showing.begin_focus(ivans_interview, minutes=5, by=ivan, now=now)
    [page] = browsers(name)
    if name in {"ivan", "ines"}:
        page.get_by_role("button", name="Candidate's page").click()
        page.get_by_role("button", name="Show the link").click()
        expect(page.get_by_label("Link for the candidate")).to_be_visible()

    wrong = []
    for scheme, width in product(("light", "dark"), (360, 820, 1280)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        wrong += [f"{scheme} {width} {fault}" for fault in faults(page)]
        wrong += [f"{wider} px wider than the window of {width}" for wider in [page.evaluate(WIDER)] if wider > 0]

    assert wrong == []
