"""A whole interview by keyboard alone, from the start to the end; what it leaves in the database is what was pressed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from interviews.models import AskedQuestion, Interview, KitQuestion, KitVersion, PointTicked
from scorecards.models import NoteLine, PassedOver, Rating, RedFlag, SignalMark
from tests.factories import make_question, make_signal
from tests.waiting import until


@pytest.fixture
def second(levels, communication, plan):
    """A second planned question of the coding kit; it tests communication."""
    question = make_question(
        key="cache", title="A cache that ages", lowest=levels["mid"], highest=levels["staff"], competencies=[communication]
    )
    section = KitVersion.objects.get(kit__key="coding").sections.get(title="Questions")
    KitQuestion.objects.create(section=section, version=question, place=9)
    return question


# What is pressed, in the order of an interview; cutting it in pieces would hide that it is one.
def test_an_interview_is_held_by_keyboard_alone(open_browser, second, ivans_interview, rate_limiter, levels, demeaning, ivan):  # noqa: PLR0915 -- as above
    make_signal(key="clarifies", name="Clarifying questions", levels=levels)
    page = open_browser(ivan)
    page.goto(f"/interviews/{ivans_interview.pk}/room/")
    press, write = page.keyboard.press, page.keyboard.type
    question, lines = page.locator("#question"), page.locator("#note-lines")

    press("Shift+S")
    expect(question).to_contain_text("No question is being asked")
    expect(page.locator("[data-has-panels]")).to_be_attached()
    press("n")
    expect(question.get_by_role("heading", name="Rate limiter for one endpoint")).to_be_visible()
    press("k")
    press("Space")
    press("ArrowDown")
    press("Space")
    press("h")
    expect(question.locator("[data-given]")).to_have_count(1)
    press("t")
    expect(question.get_by_text("Used")).to_be_visible()
    press("i")
    for line in ("+ asks about bursts", "- forgets the clock", "! shouts at us", "went on without a word"):
        write(line)
        press("Enter")
    press("Control+Shift+3")
    expect(page.get_by_role("group", name="Problem solving").get_by_role("radio", checked=True)).to_have_value("4")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    press("ArrowUp")
    expect(lines.get_by_text("went on without a word")).to_be_visible()
    press("5")
    press("5")
    expect(page.locator("[data-count]").last).to_have_text("2")
    press("f")
    expect(question).to_contain_text("No question is being asked")
    press("n")
    expect(question.get_by_role("heading", name="A cache that ages")).to_be_visible()
    press("w")  # away from the line that has the focus, whose red flag it would be
    press("!")
    expect(page.get_by_label("Kind")).to_be_focused()
    write("dem")
    press("Tab")
    write("Mocked the interviewer")
    press("Tab")
    write("You would not understand")
    press("Tab")
    press("Enter")
    expect(page.locator("#flags").get_by_text("Mocked the interviewer")).to_be_visible()
    press("o")
    press("p")
    expect(question.get_by_role("heading", name="Rate limiter for one endpoint")).to_be_visible()
    press("Shift+E")
    page.wait_for_url("**/scorecard/")

    until(lambda: Interview.objects.get().ended_at is not None, "the end on the server")
    asked = AskedQuestion.objects.in_order()
    assert [one.version_id for one in asked] == [rate_limiter.pk, second.pk]
    assert [len(asked[0].hints_given.all()), len(asked[0].twists_given.all())] == [1, 1]
    assert PointTicked.objects.count() == 2
    marks = NoteLine.objects.in_order().values_list("mark", "text", "asked__version")
    texts = [("+", "asks about bursts"), ("-", "forgets the clock"), ("!", "shouts at us"), ("", "went on without a word")]
    assert list(marks) == [(*one, rate_limiter.pk) for one in texts]
    assert Rating.objects.get().step == 4
    assert SignalMark.objects.filter(undone_at=None).count() == 2
    assert RedFlag.objects.get().words == "You would not understand"
    assert [(one.asked.version, one.competency.name) for one in PassedOver.objects.all()] == [(second, "Communication")]


def test_the_table_of_keys_says_what_the_page_has(open_browser, second, ivans_interview, rate_limiter, ivan):
    page = open_browser(ivan)
    page.goto(f"/interviews/{ivans_interview.pk}/room/")
    read = """() => [...document.querySelectorAll("[data-key]")].map((e) =>
      [e.dataset.key, e.getAttribute("aria-keyshortcuts"), e.dataset.chord ?? "", e.dataset.keyWords])"""
    found = page.evaluate(read)
    page.keyboard.press("Shift+S")
    expect(page.locator("#question")).to_contain_text("No question is being asked")
    expect(page.locator("[data-has-panels]")).to_be_attached()
    for title in ("Rate limiter for one endpoint", "A cache that ages"):
        page.keyboard.press("n")
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        found += page.evaluate(read)
    on_page = {key: (said, chord.replace("Digit", "Ctrl+Shift+"), words) for key, said, chord, words in found}

    table = re.findall(r"^\| `(.)` \| (?:`(\S+)`)? ?\| (.+) \|$", Path("docs/reference/keys.md").read_text(), re.MULTILINE)

    assert {key: (chord, words) for key, chord, words in table} == {key: says[1:] for key, says in on_page.items()}
    for key, (said, chord, _) in on_page.items():
        own = f"Shift+{key}" if key.isupper() else key
        assert said == " ".join([own, *([chord.replace("Ctrl", "Control")] if chord else [])])
