"""The note stream of the live room in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import asking
from scorecards.models import NoteLine
from tests.factories import make_question
from tests.waiting import until


@pytest.fixture
def room(open_browser, ivans_interview, rate_limiter, ivan):
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    page = open_browser(ivan)
    page.goto(f"/interviews/{ivans_interview.pk}/room/")
    return page


def write(page, line: str) -> None:
    page.get_by_label("Note", exact=True).fill(line)
    page.keyboard.press("Enter")


def test_lines_stand_below_their_question_in_the_order_they_were_written(room):
    expect(room.get_by_text("No lines yet")).to_be_visible()
    for line in ("+ first", "second", "! third"):
        write(room, line)
        expect(room.locator("#note-lines").get_by_text(line.lstrip("+! "))).to_be_visible()

    lines = room.locator("#note-lines li")
    expect(lines).to_have_count(4)
    expect(lines.first).to_have_text("Rate limiter for one endpoint")
    expect(room.get_by_text("No lines yet")).to_be_hidden()
    shown = lines.all_inner_texts()
    until(lambda: NoteLine.objects.count() == 3, "all are stored")
    room.reload()
    expect(lines).to_have_count(4)
    assert lines.all_inner_texts() == shown


def test_a_line_has_the_time_at_which_it_was_begun(room):
    room.get_by_label("Note", exact=True).press_sequentially("asks what fails first", delay=30)
    until(NoteLine.objects.exists, "kept while it is typed")
    room.keyboard.press("Enter")
    write(room, "filed at once")
    until(lambda: NoteLine.objects.count() == 2, "both are stored")

    for line in NoteLine.objects.in_order():
        assert round(line.entered_at.timestamp() * 1000) == line.id.int >> 80, "an id begins with the time of the first key"


def test_a_line_is_taken_back_and_brought_again(room):
    write(room, "said too early")
    room.locator("#note-lines").get_by_text("said too early").click()
    room.get_by_role("button", name="Take back").click()
    expect(room.locator("#note-lines").get_by_text("said too early")).to_be_hidden()
    until(lambda: NoteLine.objects.standing().count() == 0, "taken back on the server")

    room.get_by_role("button", name="Undo").click()

    expect(room.locator("#note-lines").get_by_text("said too early")).to_be_visible()
    until(lambda: NoteLine.objects.standing().count() == 1, "brought again on the server")


def test_a_line_that_cannot_be_kept_stays_in_the_input(room):
    write(room, "x" * 4001)

    expect(room.get_by_role("alert").get_by_text("Use at most 4,000 characters for one line. This one has 4,001.")).to_be_visible()
    expect(room.get_by_label("Note", exact=True)).to_have_value("x" * 4001)


def test_many_pasted_lines_become_as_many_and_are_undone_together(room):
    paste(room, "first\n\n+ second\nthird")

    expect(lines(room)).to_have_count(3)
    until(lambda: typed() == ["first", "+ second", "third"], "stored in order")
    room.get_by_role("button", name="Undo").click()
    until(lambda: typed() == [], "all taken back")
    expect(lines(room)).to_have_count(0)


def test_a_pasted_piece_of_code_stays_one_line_with_its_spaces(room):
    paste(room, "def allow(key):\n    if key in seen:\n        return False\n    return True")

    expect(lines(room)).to_have_count(1)
    until(lambda: len(typed()) == 1, "stored")
    assert NoteLine.objects.get().code == "def allow(key):\n    if key in seen:\n        return False\n    return True"
    room.reload()
    expect(lines(room).locator(".notes__text")).to_have_text(
        "def allow(key):\n    if key in seen:\n        return False\n    return True"
    )


def test_a_hash_completes_a_competency_while_one_types(room, problem_solving):
    room.get_by_label("Note", exact=True).press_sequentially("asked about limits #sol")
    option = room.get_by_role("listbox", name="Competencies").get_by_role("option", name="Problem solving")
    expect(option).to_be_visible()
    until(lambda: typed() == ["asked about limits #sol"], "the line was sent before the choice")
    room.keyboard.press("Enter")
    room.keyboard.press("Enter")

    expect(lines(room).locator(".notes__tag")).to_have_text("Problem solving")
    until(lambda: NoteLine.objects.filter(competency=problem_solving, text="asked about limits").exists(), "stored with it")


def test_a_line_is_changed_marked_and_linked_by_keys_and_all_of_it_undone(room, problem_solving):
    write(room, "asked about bursts")
    expect(lines(room)).to_have_count(1)
    room.keyboard.press("ArrowUp")
    room.keyboard.press("e")
    room.keyboard.press("End")
    room.keyboard.type(" first")
    room.keyboard.press("Enter")
    until(lambda: typed() == ["asked about bursts first"], "changed")
    room.keyboard.press("+")
    until(lambda: typed() == ["+ asked about bursts first"], "marked")
    room.keyboard.press("#")
    room.keyboard.press("p")
    until(lambda: NoteLine.objects.get().competency == problem_solving, "linked")
    expect(lines(room)).to_be_focused()

    room.keyboard.press("u")
    until(lambda: NoteLine.objects.get().competency is None, "not linked")
    room.keyboard.press("u")
    room.keyboard.press("u")
    until(lambda: typed() == ["asked about bursts"], "as it was")


def test_a_line_moves_to_another_question(room, ivans_interview, ivan, levels, problem_solving):
    other = make_question(
        key="cache", title="A cache", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving]
    )
    write(room, "about the cache")
    expect(lines(room)).to_have_count(1)
    until(lambda: len(typed()) == 1, "stored")
    asking.ask(ivans_interview, other, by=ivan, now=timezone.now())
    room.reload()

    lines(room).first.click()
    room.get_by_label("Question m").select_option("A cache")

    until(lambda: NoteLine.objects.get().asked.version == other, "moved")
    expect(room.locator("#note-lines li").first).to_have_text("A cache")


def test_a_thousand_lines_show_the_last_and_bring_the_earlier(room, ivans_interview):
    card = ivans_interview.seats.get().scorecard
    now = timezone.now()
    NoteLine.objects.bulk_create(
        NoteLine(scorecard=card, text=f"line {number}", offset=number, entered_at=now + timedelta(milliseconds=number))
        for number in range(1000)
    )
    room.reload()
    expect(lines(room)).to_have_count(20)
    expect(room.get_by_text("line 999", exact=True)).to_be_visible()
    room.get_by_role("link", name="Earlier lines").scroll_into_view_if_needed()

    expect(room.get_by_text("line 930", exact=True)).to_be_attached()
    assert room.locator(".notes__line").first.get_attribute("id") != room.locator("#note-lines .notes__line").first.get_attribute(
        "id"
    )


def test_without_javascript_a_line_has_a_page_of_its_own(open_browser, ivans_interview, ivan, problem_solving):
    ivans_interview.start(now=timezone.now())
    page = open_browser(ivan, java_script_enabled=False)
    page.goto(f"/interviews/{ivans_interview.pk}/room/")
    page.get_by_label("Note", exact=True).fill("+ asked about bursts")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Change: asked about bursts").click()
    page.get_by_label("The line").fill("- asked late")
    page.get_by_role("button", name="Save the line").click()
    assert typed() == ["- asked late"]
    page.get_by_role("link", name="Change: asked late").click()
    page.get_by_label("What it is evidence for").select_option("Problem solving")
    page.get_by_role("button", name="Link it").click()
    assert NoteLine.objects.get().competency == problem_solving
    page.get_by_role("link", name="Change: asked late").click()
    page.get_by_role("button", name="Take it back").click()
    assert typed() == []


def lines(page):
    return page.locator(".notes__line:visible")


def typed() -> list[str]:
    return [line.typed for line in NoteLine.objects.standing().in_order()]


def paste(page, text: str) -> None:
    page.get_by_label("Note", exact=True).focus()
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(event); }""",
        text,
    )
