"""The note stream of the live room in a browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import asking
from scorecards.models import NoteLine
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
    room.reload()
    expect(lines).to_have_count(4)
    assert lines.all_inner_texts() == shown


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
