"""Building a kit in the browser: by mouse, by keyboard, and never losing what was typed."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import Kit, KitDraft
from tests.factories import make_question


@pytest.fixture
def questions(levels, problem_solving):
    for key, title in (("token-bucket", "Token bucket"), ("leaky-pipe", "Leaky pipe")):
        make_question(key=key, title=title, lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving])


@pytest.fixture
def builder(open_browser, plan, questions, carla):
    page = open_browser(carla)
    page.goto("/kits/coding/plan/")
    return page


def planned() -> list[tuple[str, list[str]]]:
    return [(section["title"], section["questions"]) for section in KitDraft.objects.get().words["sections"]]


def add(builder, words: str) -> None:
    builder.get_by_label("Add a question").nth(1).fill(words)
    builder.get_by_label("Add a question").nth(1).press("Enter")


def test_minutes_that_do_not_add_up_are_told_while_they_are_typed(builder):
    builder.get_by_label("Minutes", exact=True).nth(1).fill("55")

    expect(builder.locator("#state")).to_contain_text("65 of 60 minutes")
    expect(builder.locator("#state")).to_contain_text("5 too many")
    expect(builder.locator("#kept")).to_contain_text("Kept at")
    builder.reload()
    expect(builder.get_by_label("Minutes", exact=True).nth(1)).to_have_value("55")


def test_a_question_is_found_and_added_by_keyboard_alone(builder):
    add(builder, "token")

    expect(builder.get_by_label("Asked in this order").nth(1)).to_contain_text("Token bucket")
    builder.get_by_role("button", name="Up Token bucket").focus()
    builder.keyboard.press("Alt+ArrowUp")
    expect(builder.get_by_label("Asked in this order").nth(1).get_by_role("link")).to_have_text(
        ["Token bucket", "Rate limiter for one endpoint"]
    )
    expect(builder.get_by_role("button", name="Up Token bucket")).to_be_focused()
    assert planned()[1] == ("Questions", ["token-bucket", "rate-limiter"])


def test_a_title_typed_a_moment_ago_survives_a_move(builder):
    builder.get_by_label("Title").nth(0).fill("Typed just now")
    builder.get_by_role("button", name="Down Introduction").click()

    expect(builder.get_by_label("Title").nth(1)).to_have_value("Typed just now")
    expect(builder.get_by_label("Title").nth(0)).to_have_value("Questions")


def test_a_question_is_dragged_into_another_section(builder):
    builder.set_viewport_size({"width": 1280, "height": 2400})  # both ends in sight, as the mouse needs them
    add(builder, "leaky")
    expect(builder.get_by_label("Asked in this order").nth(1)).to_contain_text("Leaky pipe")

    handle = builder.locator('[data-reorder-row="questions-2 2"] .builder__handle')
    handle.drag_to(builder.get_by_label("Asked in this order").nth(0))

    expect(builder.get_by_label("Asked in this order").nth(0)).to_contain_text("Leaky pipe")
    assert planned()[:2] == [("Introduction", ["leaky-pipe"]), ("Questions", ["rate-limiter"])]


def test_a_kit_is_published_and_its_page_says_so(builder):
    add(builder, "token")
    expect(builder.get_by_label("Asked in this order").nth(1)).to_contain_text("Token bucket")
    builder.get_by_label("Why").fill("A second question for fast ones")
    builder.get_by_role("button", name="Publish this version").click()

    expect(builder.get_by_role("heading", level=1)).to_have_text("Coding kit")
    expect(builder.get_by_text("Version 2 is in force")).to_be_visible()
    assert Kit.objects.get(key="coding").current.number == 2


def test_without_scripts_a_question_is_found_and_added(open_browser, plan, questions, carla):
    page = open_browser(carla, java_script_enabled=False)
    page.goto("/kits/coding/plan/")
    page.get_by_label("Add a question").nth(1).fill("leaky")
    page.get_by_role("button", name="Find").nth(1).click()
    page.get_by_role("button", name="Ask it Leaky pipe").click()

    expect(page.get_by_label("Asked in this order").nth(1)).to_contain_text("Leaky pipe")
    assert planned()[1][1] == ["rate-limiter", "leaky-pipe"]
    assert KitDraft.objects.get().saved_at <= timezone.now()
