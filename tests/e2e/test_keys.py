"""Everything by keyboard alone: the tab key reaches each control and leaves it again; single keys work, but never while typing."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import asking
from scorecards.models import NoteLine, Rating, capture
from tests.factories import make_scorecard

CONTROLS = """() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const all = [...document.querySelectorAll(wanted)].filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0);
  // The tab key stops once at a group of radio buttons.
  const radios = new Set();
  return all.filter((e) => {
    if (e.type !== "radio") return true;
    const group = `${e.form?.action} ${[...document.forms].indexOf(e.form)} ${e.name}`;
    return !radios.has(group) && radios.add(group);
  }).length;
}"""
# Which stop this is: radio buttons of one group are one.
STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return "";
  const first = e.type === "radio" ? [...document.querySelectorAll(`[name="${e.name}"]`)].find((o) => o.form === e.form) : e;
  return String([...document.querySelectorAll("*")].indexOf(first));
}"""
OUTLINED = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"


@pytest.fixture
def live(ivans_interview, rate_limiter, ivan):
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    card = make_scorecard(interview=ivans_interview)
    capture.note(card, id=uuid4(), line="+ Asked about bursts", offset=60, now=now)
    return ivans_interview


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("carla", "/kits/coding/plan/"),
        ("lena", "/loops/"),
        ("lena", "/loops/{loop}/"),
        ("lena", "/candidates/new/"),
        ("lena", "/stages/{stage}/booking/"),
        ("ivan", "/"),
        ("ivan", "/interviews/{interview}/room/"),
        ("ivan", "/interviews/{interview}/scorecard/"),
        ("ivan", "/questions/"),
    ],
)
def test_the_tab_key_reaches_every_control(open_browser, request, live, loop, who, path):
    page = open_browser(request.getfixturevalue(who))
    page.goto(path.format(loop=loop.pk, stage=loop.stages.last().pk, interview=live.pk))
    expected = page.evaluate(CONTROLS)
    stops = []
    for _ in range(expected + 40):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if not stop and stops:
            break
        if stop and stop not in stops:
            stops.append(stop)
            assert page.evaluate(OUTLINED), f"no outline at {page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}"

    assert len(stops) == expected > 5


def test_a_line_and_a_rating_without_a_mouse(open_browser, live, ivan):
    page = open_browser(ivan)
    page.goto(f"/interviews/{live.pk}/room/")

    page.keyboard.press("i")
    page.keyboard.type("- what? /i never moved the focus")
    page.keyboard.press("Enter")
    expect(page.locator("#notes").get_by_text("what? /i never moved the focus")).to_be_visible()
    page.get_by_role("group", name="Problem solving").get_by_role("radio").first.focus()
    steps = page.get_by_role("group", name="Problem solving").get_by_role("radio")
    for place in (1, 2):
        with page.expect_response(lambda answer: "/ratings/" in answer.url):
            page.keyboard.press("ArrowDown")
        expect(steps.nth(place)).to_be_checked()
        expect(steps.nth(place)).to_be_focused()

    assert NoteLine.objects.get(mark="-").text == "what? /i never moved the focus"
    assert Rating.objects.get().step == 4


def test_the_question_mark_lists_the_keys_and_can_switch_them_off(open_browser, live, ivan):
    page = open_browser(ivan)
    page.goto(f"/interviews/{live.pk}/room/")

    page.keyboard.press("?")
    keys = page.get_by_role("region", name="Keys on this page")
    expect(keys).to_contain_text("Write a note")
    keys.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("i")

    expect(keys).to_be_hidden()
    expect(page.get_by_label("Note", exact=True)).not_to_be_focused()
