"""One person's two windows or two devices: nothing is overwritten silently."""

from playwright.sync_api import expect

from scorecards.models import NoteLine, capture
from tests.e2e.rooms import ready, stored, write
from tests.waiting import until


def test_two_windows_of_one_person_show_each_others_lines(room, live):
    second = room.context.new_page()
    second.goto(f"/interviews/{live.pk}/room/")
    ready(second)

    write(room, "from the first")
    expect(second.locator("#note-lines").get_by_text("from the first")).to_be_visible()
    # An answer that was long on its way leaves a window behind the other one.
    second.evaluate("import('/static/js/outbox/time.js').then((time) => time.setTime(time.serverTime() - 60_000))")
    write(second, "from the second")
    expect(room.locator("#note-lines").get_by_text("from the second")).to_be_visible()

    until(
        lambda: stored() == ["from the first", "from the second"], "both are stored once, in the order in which they were written"
    )


def test_the_same_words_changed_on_two_devices_are_there_to_choose_from(room, live, ivan):
    write(room, "asked about bursts")
    until(lambda: stored() == ["asked about bursts"], "stored")
    line = NoteLine.objects.get()
    capture.edit_note(line.scorecard, line.pk, line="asked about traffic", was="asked about bursts")

    room.locator("#note-lines").get_by_text("asked about bursts").click()
    room.keyboard.press("e")
    room.get_by_label("The line").fill("asked about limits")
    room.keyboard.press("Enter")

    expect(room.get_by_role("alert").get_by_text("There it says: “asked about traffic”")).to_be_visible()
    room.get_by_role("button", name="Keep both").click()
    until(lambda: stored() == ["asked about limits / asked about traffic"], "both are in the line")


def test_different_words_changed_on_two_devices_both_stay(room):
    write(room, "asked about bursts early")
    until(lambda: len(stored()) == 1, "stored")
    line = NoteLine.objects.get()
    capture.edit_note(line.scorecard, line.pk, line="+ asked about bursts early", was="asked about bursts early")

    room.locator("#note-lines").get_by_text("asked about bursts early").click()
    room.keyboard.press("e")
    room.get_by_label("The line").fill("asked about bursts late")
    room.keyboard.press("Enter")

    until(lambda: stored() == ["+ asked about bursts late"], "the mark and the word")
    expect(room.locator("#note-lines .notes__line")).to_have_attribute("data-mark", "+")
