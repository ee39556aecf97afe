"""Filling a scorecard in a browser: few actions, evidence by key and by dragging, kept while it is written, two tabs, no net."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from interviews import owed
from interviews.emails import scorecard_due
from interviews.models import Reminder, asking
from interviews.models.reminder import Kind
from scorecards.models import NoteLine, Scorecard, Seal, capture
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
    """The interview is over: five lines in the room, none linked, nothing rated."""
    now = timezone.now() - timedelta(minutes=70)
    ivans_interview.start(now=now)
    card = make_scorecard(interview=ivans_interview)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    said = (
        "+ asked how many writers there are",
        "drew two queues",
        "- forgot the clock",
        "explained the retry cost",
        "+ “I would measure it”",
    )
    for place, line in enumerate(said):
        capture.note(
            card,
            id=f"0195a000-0000-7000-8000-00000000000{place}",
            line=line,
            offset=60 * place,
            asked=asked,
            now=now + timedelta(minutes=place),
        )
    ivans_interview.end(now=now + timedelta(minutes=60))
    owed.after_end(ivans_interview, now=now + timedelta(minutes=60))
    return card


@pytest.fixture
def open_card(open_browser, after_the_room, ivan):
    """Ivan's page of it, in a browser of its own each time."""

    def open_one() -> Page:
        page = open_browser(ivan)
        page.goto(f"/interviews/{after_the_room.seat.interview_id}/scorecard/")
        expect(page.locator("html")).to_have_attribute("data-outbox", "ready")
        return page

    return open_one


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def test_a_card_is_filled_after_the_room_with_evidence_in_25_actions(open_card, communication):
    page = open_card()
    hands = Hands(page)
    hands.click(page.locator(".filling__lines [name=lines]").first)
    for key in ("ArrowDown", "Space", "1", "1", "2"):
        hands.press(key)
    hands.click(page.locator(f"#evidence-{communication.pk}"))
    hands.type("summed up the plan before writing")
    hands.press("Enter")
    hands.click(region(page, "Problem solving").get_by_role("radio", name="3 Yes"))
    expect(region(page, "Problem solving")).to_contain_text("3 Yes at senior")
    hands.click(region(page, "Communication").get_by_role("radio", name="4 Strong yes"))
    hands.click(page.get_by_role("link", name="Write a summary"))
    hands.type("Asked before building, stronger than the last candidate.")
    expect(page.locator("#advice-summary")).to_contain_text("compares with somebody else")
    hands.click(page.get_by_role("group", name="At which level would you hire?").get_by_label("Senior"))
    hands.click(page.get_by_role("group", name="How sure are you?").get_by_label("Medium"))
    hands.click(page.get_by_role("group", name="Verdict").get_by_label("Yes", exact=True))
    hands.click(page.get_by_role("button", name="Submit scorecard"))
    expect(page.get_by_text("submitted and sealed")).to_be_visible()

    assert hands.count <= MOST_ACTIONS
    linked = NoteLine.objects.exclude(competency=None).in_order().values_list("text", "competency__name", "offset")
    assert list(linked) == [
        ("asked how many writers there are", "Problem solving", 0),
        ("drew two queues", "Problem solving", 60),
        ("forgot the clock", "Problem solving", 120),
        ("explained the retry cost", "Communication", 180),
        ("summed up the plan before writing", "Communication", None),
    ]
    assert Seal.objects.get().content["verdict"] == 3


def test_from_the_reminder_to_a_sealed_card_in_three_actions(
    open_browser, after_the_room, ivan, levels, problem_solving, communication
):
    card, now = after_the_room, timezone.now()
    for competency in (problem_solving, communication):
        capture.rate(card, competency.current, step=4, now=now)
        capture.note(card, id=uuid4(), line="said so", competency=competency, now=now)
    for name, value in (("summary", "Filled"), ("level", str(levels["senior"].pk)), ("confidence", "2"), ("verdict", "3")):
        put(card, name, value, was="")
    owed_mail = Reminder.objects.filter(kind=Kind.SCORECARD_DUE).earliest("mail__due_at").mail
    link = re.search(r"https?://\S+/scorecard/", scorecard_due(owed_mail, now).text)[0]
    page = open_browser(ivan)
    hands = Hands(page)

    hands.count += 1  # the link in the mail
    page.goto(link)
    hands.click(page.get_by_role("button", name="Submit scorecard"))
    expect(page.get_by_text("submitted and sealed")).to_be_visible()

    assert hands.count <= 3
    assert Seal.objects.count() == 1


def test_lines_are_dragged_and_words_are_kept_in_two_windows_with_and_without_a_net(open_card, problem_solving):
    page, other = open_card(), open_card()
    tray, place = page.locator(".filling__lines"), region(page, "Problem solving")
    for line in ("asked how many writers", "forgot the clock"):
        tray.get_by_label(line).check()
    tray.locator(".notes__text", has_text="drew two queues").drag_to(place.get_by_role("heading"))
    expect(place.locator(".notes__text", has_text="drew two queues")).to_be_visible()
    tray.locator(".notes__text", has_text="forgot the clock").drag_to(place.get_by_role("heading"))
    expect(place.locator("[data-line]")).to_have_count(3)
    until(lambda: NoteLine.objects.filter(competency=problem_solving).count() == 3, "three lines are linked")

    place.get_by_role("link", name="Change forgot the clock").click()
    page.get_by_label("The line").fill("- forgot the clock until asked")
    page.keyboard.press("Enter")
    until(lambda: NoteLine.objects.filter(mark="-", text="forgot the clock until asked").exists(), "the line is changed")
    place.get_by_role("link", name="Change drew two queues").click()
    place.get_by_role("button", name="Take back").click()
    until(lambda: NoteLine.objects.standing().filter(competency=problem_solving).count() == 2, "a line is taken back")
    place.get_by_role("button", name="Bring it again").click()
    until(lambda: NoteLine.objects.standing().filter(competency=problem_solving).count() == 3, "and brought again")

    other.get_by_role("textbox", name="Summary").fill("Drew before writing.")
    until(lambda: Scorecard.objects.get().summary == "Drew before writing.", "the other window is kept")
    page.get_by_role("textbox", name="Summary").fill("Asked before building.")
    stale = page.locator(".stale")
    expect(stale).to_contain_text("Drew before writing.")
    stale.get_by_role("button", name="Keep both").click()
    until(lambda: Scorecard.objects.get().summary == "Asked before building.\n\nDrew before writing.", "both are kept")

    page.context.set_offline(True)
    page.get_by_role("group", name="How sure are you?").get_by_label("High").check()
    page.get_by_role("textbox", name="Facts for whoever").fill("The second question was not reached.")
    expect(state(page)).to_contain_text("Offline")
    page.context.set_offline(False)
    until(lambda: Scorecard.objects.get().hand_off == "The second question was not reached.", "what was typed without a net")
    assert Scorecard.objects.get().confidence == 3
