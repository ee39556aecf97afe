"""Filling a scorecard in a browser: few actions, evidence by key and by dragging, kept while it is written, two tabs, no net."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from interviews import owed
from interviews.models import asking
from scorecards.models import NoteLine, Rating, Scorecard, Seal, capture
from scorecards.models.judging import put
from tests.e2e.rooms import state
from tests.factories import make_scorecard
from tests.waiting import until

MOST_ACTIONS = 25


class Hands:
    """What a person does on a page, counted: a click, a key or a text typed is one action."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def click(self, what) -> None:
        self.count += 1
        what.click()

    def type(self, words: str) -> None:
        self.count += 1
        self.page.keyboard.type(words)


@pytest.fixture
def after_the_room(ivans_interview, rate_limiter, ivan):
    """The interview is over: five lines in the room, none linked, nothing rated, one hint of strength 3 given."""
    now = timezone.now() - timedelta(minutes=70)
    ivans_interview.start(now=now)
    card = make_scorecard(interview=ivans_interview)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    said = ("+ asked how many writers there are", "drew two queues", "- forgot the clock", "explained the retry cost", "+ “I would measure it”")
    for place, line in enumerate(said):
        capture.note(card, id=f"0195a000-0000-7000-8000-00000000000{place}", line=line, offset=60 * place, asked=asked, now=now + timedelta(minutes=place))
    asking.give_hint(asked, rate_limiter.hints.get(strength=3), by=ivan, now=now)
    ivans_interview.end(now=now + timedelta(minutes=60))
    owed.after_end(ivans_interview, now=now + timedelta(minutes=60))
    return card


@pytest.fixture
def page(open_browser, after_the_room, ivan) -> Page:
    page = open_browser(ivan)
    page.goto(f"/interviews/{after_the_room.seat.interview_id}/scorecard/")
    expect(page.locator("html")).to_have_attribute("data-outbox", "ready")
    return page


def test_a_card_is_filled_after_the_room_with_evidence_in_25_actions(page, after_the_room, problem_solving, communication):
    hands = Hands(page)
    hands.click(page.locator(".filling__lines [name=lines]").first)
    for key in ("ArrowDown", "Space", "1", "1", "2"):
        hands.press(key)
    hands.click(page.locator("#evidence-" + str(communication.pk)))
    hands.type("summed up the plan before writing")
    hands.press("Enter")
    hands.click(page.get_by_role("region", name="Problem solving").get_by_role("radio", name="3 Yes"))
    hands.click(page.get_by_role("region", name="Communication").get_by_role("radio", name="4 Strong yes"))
    hands.click(page.get_by_role("link", name="Write a summary"))
    hands.type("Asked before building, named the cost of retries; the clock had to be pointed out.")
    hands.click(page.get_by_role("group", name="At which level would you hire?").get_by_label("Senior"))
    hands.click(page.get_by_role("group", name="How sure are you?").get_by_label("Medium"))
    hands.click(page.get_by_role("group", name="Verdict").get_by_label("Yes", exact=True))
    hands.click(page.get_by_role("button", name="Submit scorecard"))
    expect(page.get_by_text("submitted and sealed")).to_be_visible()

    assert hands.count <= MOST_ACTIONS
    linked = NoteLine.objects.exclude(competency=None).values_list("text", "competency__name", "offset")
    assert ("summed up the plan before writing", "Communication", None) in linked
    assert {name for _, name, _ in linked} == {"Problem solving", "Communication"}
    assert Seal.objects.get().content["verdict"] == 3
