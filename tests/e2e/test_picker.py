"""Choosing a question by keyboard: in the room and in the list."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from interviews.models import AskedQuestion, asking
from tests.factories import make_question


@pytest.fixture
def bank(levels, problem_solving, rate_limiter):
    for number in (1, 2):
        make_question(
            key=f"cache-{number}",
            title=f"Cache number {number}",
            lowest=levels["mid"],
            highest=levels["mid"],
            competencies=[problem_solving],
            category="concepts",
        )


def test_arrow_and_enter_ask_what_was_found_and_the_next_words_are_a_note(open_browser, bank, ivans_interview, ivan, rate_limiter):
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    room = open_browser(ivan)
    room.goto(f"/interviews/{ivans_interview.pk}/room/")

    room.keyboard.press("/")
    room.keyboard.type("cahce")
    expect(room.get_by_role("button", name="Ask Cache number 2")).to_be_visible()
    room.keyboard.press("ArrowDown")
    expect(room.locator("#found").get_by_role("button", name="Ask Cache number 1")).to_be_focused()
    room.keyboard.press("ArrowDown")
    room.keyboard.press("Enter")

    expect(room.get_by_role("heading", name="Cache number 2")).to_be_visible()
    expect(room.get_by_label("Note", exact=True)).to_be_focused()
    assert AskedQuestion.objects.get(ended_at=None).version.title == "Cache number 2"


def test_the_list_answers_while_typing_and_goes_back_by_the_back_button(open_browser, bank, carla):
    page = open_browser(carla)
    page.goto("/questions/")

    page.keyboard.press("/")
    page.keyboard.type("cache")
    expect(page.get_by_role("status").get_by_text("2 questions fit “cache”")).to_be_visible()
    expect(page.get_by_role("link", name="Concepts 2")).to_be_visible()
    page.get_by_role("link", name="Concepts 2").click()
    expect(page.get_by_role("link", name="Concepts take back")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/questions/\?q=cache&category=concepts$"))
    page.go_back()

    expect(page.get_by_label("Search")).to_have_value("cache")
    expect(page.get_by_role("link", name="Concepts take back")).to_be_hidden()
    expect(page.get_by_role("row")).to_have_count(3)


def test_a_choice_goes_into_the_address_though_the_counts_are_redrawn_before_its_answer(open_browser, bank, carla):
    page = open_browser(carla)
    page.goto("/questions/")
    link = page.get_by_role("link", name="Concepts 2")
    expect(link).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/questions/?category=concepts", hold)

    with page.expect_request("**/questions/?category=concepts"):
        link.click()
    link.evaluate("link => link.id = 'before'")
    page.evaluate("void htmx.ajax('GET', '/questions/counts/', {target: '#facets', swap: 'outerHTML'})")
    expect(page.locator("#before")).to_have_count(0)
    held[0].continue_()

    expect(page.get_by_role("link", name="Concepts take back")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/questions/\?category=concepts$"))
    expect(page.locator("#questions")).to_have_count(1)
