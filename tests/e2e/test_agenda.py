"""The agenda of the live room in a browser: minutes that count, what no longer fits, and a candidate who does not come."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews import arriving, handing
from interviews.models import AgendaDeed, Interview, asking
from tests.e2e.conftest import PHONE
from tests.e2e.rooms import ready
from tests.e2e.test_accessible import SHOWN, WIDER, faults
from tests.scorecards.planning import asked, coding, design, make_tight_loop


@pytest.fixture
def interview(levels, lena, ivan) -> Interview:
    """Coding, of 60 minutes, ivan leads."""
    return coding(make_tight_loop(levels=levels, lena=lena), ivan)


def began(interview, ivan, minutes: float, *, question: str = "") -> None:
    """It began so many minutes ago, as booked; the question a minute later."""
    then = timezone.now() - timedelta(minutes=minutes)
    Interview.objects.filter(pk=interview.pk).update(starts_at=then, ends_at=then + timedelta(minutes=60))
    interview.refresh_from_db()
    interview.start(now=then)
    if question:
        asking.ask(interview, asked(question, interview), by=ivan, now=then + timedelta(minutes=1))


def agenda(page):
    return page.locator("#agenda")


def test_the_minutes_count_and_the_warning_comes_by_itself(open_browser, interview, ivan):
    page = open_browser(ivan)
    began(interview, ivan, 2.2)
    page.clock.install()
    page.goto(f"/interviews/{interview.pk}/room/")
    ready(page)
    page.route("**/room/shared/", lambda route: route.abort())  # what is read again has the real time
    warning = page.get_by_text("Two minutes are left for Introduction.")

    expect(warning).to_be_hidden()
    expect(agenda(page).get_by_text("2 of 5 min")).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(warning).to_be_visible()
    expect(agenda(page).get_by_text("3 of 5 min")).to_be_visible()
    expect(agenda(page).get_by_text("2 min left")).to_be_visible()


def test_the_next_section_begins_with_a_key_and_a_question_is_left_out(open_browser, interview, ivan):
    began(interview, ivan, 5)
    page = open_browser(ivan)
    page.goto(f"/interviews/{interview.pk}/room/")

    page.keyboard.press("g")
    expect(page.locator(".agenda__section[aria-current]")).to_contain_text("Questions")
    page.get_by_role("button", name="Skip Cache").click()
    expect(page.get_by_role("button", name="Bring back Cache")).to_be_focused()
    page.get_by_role("button", name="Bring back Cache").click()
    expect(page.get_by_role("button", name="Skip Cache")).to_be_visible()

    assert list(AgendaDeed.objects.in_order().values_list("deed", flat=True)) == ["here", "skip", "restore"]


def test_a_plan_that_fits_is_taken_with_one_key_and_undone_with_a_click(open_browser, interview, ivan):
    began(interview, ivan, 21, question="Queue")
    page = open_browser(ivan)
    page.goto(f"/interviews/{interview.pk}/room/")
    expect(page.get_by_role("heading", name=re.compile("min more are planned than are left"))).to_be_visible()

    page.keyboard.press("d")

    expect(page.get_by_role("heading", name="Planned again")).to_be_visible()
    expect(page.get_by_role("button", name="Bring back Cache")).to_be_visible()
    page.get_by_role("button", name="Undo the plan").click()
    expect(page.get_by_role("button", name="Drop a question")).to_be_visible()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_focused()


def test_without_javascript_every_deed_is_a_plain_form(open_browser, interview, ivan):
    began(interview, ivan, 21, question="Queue")
    page = open_browser(ivan, java_script_enabled=False)
    page.goto(f"/interviews/{interview.pk}/room/")

    page.get_by_role("button", name="Drop a question").click()
    expect(page.get_by_role("heading", name="Planned again")).to_be_visible()
    page.get_by_role("button", name="We are here now").last.click()

    expect(page.locator(".agenda__section[aria-current]")).to_contain_text("Candidate's questions")


def test_who_does_not_come_is_reported_after_a_quarter_of_an_hour(open_browser, interview, ivan, lena):
    page = open_browser(ivan, viewport=PHONE)
    then = timezone.now() - timedelta(minutes=14)
    Interview.objects.filter(pk=interview.pk).update(starts_at=then, ends_at=then + timedelta(minutes=60))
    page.clock.install()
    page.goto(f"/interviews/{interview.pk}/room/")
    page.get_by_role("radio", name="Plan").check()
    button = page.get_by_role("button", name="The candidate did not come")

    expect(button).to_be_hidden()
    page.clock.fast_forward(120_000)
    expect(button).to_be_visible()
    Interview.objects.filter(pk=interview.pk).update(starts_at=then - timedelta(minutes=5))  # as late for the server
    page.get_by_label("Late by").fill("20")
    page.get_by_role("button", name="Tell the recruiter").click()
    expect(page.get_by_text("Maya Chen late by 20 min, said Ivan Interviewer")).to_be_visible()
    button.click()
    expect(page.get_by_text("Lena Recruiter is told that the candidate did not come.")).to_be_visible()

    recruiter = open_browser(lena)
    recruiter.goto("/")
    expect(recruiter.get_by_role("link", name="Maya Chen did not come")).to_be_visible()
    page.get_by_role("button", name="Take back that nobody came").click()
    recruiter.reload()
    expect(recruiter.get_by_role("link", name="Maya Chen did not come")).to_be_hidden()


def test_its_states_are_accessible(open_browser, interview, ivan, ines, lena):
    """A late candidate on four pages, then a plan that no longer fits, then what was not covered."""
    other = design(interview.stage.loop, ines, minutes=75)
    arriving.report(interview, "late", minutes=10, by=ivan, now=timezone.now())
    pages = {person: open_browser(person) for person in (ivan, ines, lena)}
    room, loop = f"/interviews/{interview.pk}/room/", f"/loops/{interview.stage.loop_id}/"

    wrong = [fault for person, path in ((ivan, room), (lena, "/"), (lena, loop)) for fault in faults_of(pages[person], path)]
    began(interview, ivan, 21, question="Queue")
    wrong += faults_of(pages[ivan], room)
    interview.end(now=timezone.now())
    handing.offer(interview, by=ivan, now=timezone.now())
    wrong += faults_of(pages[lena], loop)
    wrong += faults_of(pages[ines], f"/interviews/{other.pk}/")

    assert wrong == []


def faults_of(page, path: str) -> list[str]:
    """What axe faults on a page in light and wide, and in dark and narrow, with the plan in sight."""
    assert page.goto(path).status == 200
    found = []
    for scheme, size in SHOWN:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        if size == PHONE and path.endswith("/room/"):
            page.get_by_role("radio", name="Plan").check()
        found += [f"{path} {scheme} {fault}" for fault in faults(page)]
        found += [f"{path} is {wider} px wider than the window" for wider in [page.evaluate(WIDER)] if wider > 0]
    return found
