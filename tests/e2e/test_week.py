"""The week of a stage in a browser: looked at and booked by keyboard alone, and one day of it on a small screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import Interview, Qualification
from tests.e2e.test_accessible import faults


@pytest.fixture
def stage(loop, ivan, ada):
    """Coding, for which ivan is the only one."""
    coding = loop.stages.get(name="Coding")
    Qualification.give(ivan, coding.kind, by=ada, now=timezone.now())
    return coding


def test_a_week_is_booked_by_keyboard_alone(open_browser, lena, stage):
    week = timezone.now() + timedelta(days=7)
    monday = (week - timedelta(days=week.weekday())).date()
    page = open_browser(lena)
    page.goto(f"/stages/{stage.pk}/week/?on={monday}")
    slots = page.locator("a.calendar__slot")
    focused = page.locator("a.calendar__slot:focus")

    assert slots.evaluate_all("(all) => all.filter((one) => one.tabIndex === 0).length") == 1
    page.locator("a.calendar__slot[tabindex='0']").focus()
    first = focused.get_attribute("href")
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    assert focused.get_attribute("href") == first
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#slot-title")).to_be_focused()
    expect(page.locator("a.calendar__slot[aria-current]")).to_have_count(1)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("a.calendar__slot[aria-current]")).to_be_focused()
    page.keyboard.press("PageDown")
    page.wait_for_url(f"**on={monday + timedelta(days=7)}*")
    page.go_back()
    page.get_by_role("button", name="Book and invite").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="When to hold System design")).to_be_visible()
    tuesday = Interview.objects.get().starts_at.astimezone(lena.tz).date()
    assert tuesday == monday + timedelta(days=1)


def test_a_small_screen_shows_one_day(open_browser, lena, stage):
    page = open_browser(lena)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.goto(f"/stages/{stage.pk}/week/?as=list")
    assert faults(page) == []
    page.goto(f"/stages/{stage.pk}/week/")
    assert faults(page) == []

    assert (
        page.locator("thead th:not(:first-child)").evaluate_all("(all) => all.filter((one) => one.checkVisibility()).length") == 1
    )
    page.get_by_role("navigation", name="Days of this week").get_by_role("link").last.click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
