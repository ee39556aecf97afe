"""The question in the middle of the room: shown at the key press, without a net as well, and never moved by an answer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import AskedQuestion, HintGiven, KitQuestion, KitVersion, PointTicked, TwistGiven, asking
from questionbank.models import Hint
from scorecards.models import PassedOver, Rating, SignalMark
from scorecards.views import sharing
from tests.factories import make_question, make_signal
from tests.waiting import until


@pytest.fixture
def cache(levels, communication, plan):
    """A second planned question of the coding kit; it tests communication."""
    question = make_question(
        key="cache", title="A cache that ages", lowest=levels["mid"], highest=levels["staff"], competencies=[communication]
    )
    section = KitVersion.objects.get(kit__key="coding").sections.get(title="Questions")
    KitQuestion.objects.create(section=section, version=question, place=9)
    return question


@pytest.fixture
def room(open_browser, ivans_interview, rate_limiter, cache, levels, ivan):
    make_signal(key="clarifies", name="Clarifying questions", levels=levels)
    now = timezone.now()
    ivans_interview.start(now=now - timedelta(minutes=1))
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    page = open_browser(ivan)
    page.goto(f"/interviews/{ivans_interview.pk}/room/")
    expect(page.locator("html")).to_have_attribute("data-offline", "ready")
    expect(page.locator("[data-has-panels]")).to_be_attached()
    return page


def shows_what_was_done(page) -> None:
    expect(page.locator("#question").get_by_role("heading", name="A cache that ages")).to_be_visible()
    expect(page.locator("#question [data-given]")).to_have_count(1)
    expect(page.locator("#question").get_by_text("Used")).to_be_visible()
    expect(page.locator("#question [data-point]:checked")).to_have_count(1)
    expect(page.locator("#ratings [data-count]").last).to_have_text("2")
    expect(page.locator("#agenda [data-version][data-state=asked]")).to_contain_text("Rate limiter for one endpoint")
    expect(page.locator("#agenda [data-version][data-state=running]")).to_contain_text("A cache that ages")


def test_without_a_net_a_question_is_asked_and_worked_with_and_it_all_arrives(room, cache):
    room.context.set_offline(True)
    for key in "nhtk":
        room.keyboard.press(key)
    room.keyboard.press("Space")
    room.keyboard.press("5")
    room.keyboard.press("5")
    shows_what_was_done(room)
    expect(room.locator("[data-outbox-state]")).to_contain_text("6 waiting")

    room.reload()
    expect(room.locator("[data-has-panels]")).to_be_attached()
    shows_what_was_done(room)
    room.context.set_offline(False)

    until(lambda: SignalMark.objects.count() == 2, "everything on the server")
    asked = AskedQuestion.objects.get(ended_at=None)
    assert asked.version == cache
    assert [model.objects.get().asked for model in (HintGiven, TwistGiven, PointTicked)] == [asked] * 3
    shows_what_was_done(room)


def test_the_servers_answer_moves_neither_the_focus_nor_what_is_read(room):
    room.set_viewport_size({"width": 1280, "height": 560})
    point = room.get_by_role("checkbox", name="Build: second point")
    point.focus()
    room.locator("[data-remember=good]").evaluate("fold => { fold.open = true; fold.scrollIntoView({ block: 'end' }) }")
    before = room.evaluate("document.querySelector('[data-column=question]').scrollTop")
    with room.expect_response(re.compile("/hints/")):
        room.keyboard.press("h")
        expect(room.locator("#question [data-given]")).to_have_count(1)
    expect(room.locator("[data-outbox-state]")).to_contain_text("Saved")

    expect(point).to_be_focused()
    expect(room.locator("[data-remember=good]")).to_have_attribute("open", "")
    assert room.evaluate("document.querySelector('[data-column=question]').scrollTop") == before


def test_before_the_next_a_rating_is_offered_and_going_on_without_it_is_kept_as_a_fact(room, ivans_interview, cache):
    room.keyboard.press("f")
    expect(room.get_by_role("group", name="Before you go on: Problem solving")).to_be_visible()
    room.keyboard.press("2")
    expect(room.get_by_role("group", name="Before you go on")).to_have_count(0)
    room.keyboard.press("n")
    expect(room.locator("#at-hand")).to_contain_text("Communication")
    room.keyboard.press("f")
    expect(room.get_by_role("group", name="Before you go on: Communication")).to_be_visible()
    room.keyboard.press("p")
    expect(room.locator("#question").get_by_role("heading", name="A cache that ages")).to_be_visible()
    room.keyboard.press("p")
    until(PassedOver.objects.exists, "going on is told")

    assert Rating.objects.get().step == 3
    assert PassedOver.objects.get().asked.version == cache
    room.goto(f"/interviews/{ivans_interview.pk}/scorecard/")
    told = "Communication was not rated at the time: you moved on from “A cache that ages”"
    expect(room.locator("#ratings")).to_contain_text(told)
    expect(room.get_by_role("group", name="Problem solving")).to_contain_text("Rated live")


def test_what_is_read_and_open_is_there_after_a_reload(room):
    room.set_viewport_size({"width": 820, "height": 600})
    room.locator("label", has_text="Rating").first.click()
    ladder = room.locator("#ratings details").nth(1)
    ladder.locator("summary").click()
    place = room.evaluate(
        "(document.querySelector('[data-column=rating]').scrollTop = 333, document.querySelector('[data-column=rating]').scrollTop)"
    )

    room.reload()

    expect(room.get_by_role("radio", name="Rating")).to_be_checked()
    expect(ladder).to_have_attribute("open", "")
    assert room.evaluate("document.querySelector('[data-column=rating]').scrollTop") == place > 0


def test_a_question_met_before_asks_for_the_reason_even_without_a_net(room, ines_interview, cache, ines, ivan, ivans_interview):
    before = timezone.now() - timedelta(days=9)
    ines_interview.start(now=before)
    asking.ask(ines_interview, cache, by=ines, now=before)
    room.evaluate("caches.delete('never'), fetch(document.querySelector('[data-room]').dataset.panels, { cache: 'reload' })")
    room.reload()
    expect(room.locator("[data-has-panels]")).to_be_attached()
    expect(room.locator("#agenda")).to_contain_text("asked on")
    room.keyboard.press("n")
    why = room.get_by_label("Why ask “A cache that ages” all the same")
    expect(why).to_be_focused()

    asking.give_hint(
        ivans_interview.asked.get(), Hint.objects.get(version__question__key="rate-limiter", place=0), by=ivan, now=timezone.now()
    )
    sharing.told(ivans_interview)
    expect(room.locator("#question [data-hint][data-given]")).to_have_count(1)
    expect(why).to_be_focused()
    room.context.set_offline(True)
    why.fill("They wanted to")
    room.keyboard.press("Enter")
    expect(room.locator("#question").get_by_role("heading", name="A cache that ages")).to_be_visible()
    room.context.set_offline(False)

    until(lambda: ivans_interview.asked.count() == 2, "asked on the server")
    assert ivans_interview.asked.get(version=cache).repeat_reason == "They wanted to"
