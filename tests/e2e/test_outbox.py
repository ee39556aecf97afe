"""Nothing typed in the room is lost, and nothing is there twice, whatever the net, the session or the server do."""

import json
from uuid import UUID

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Session
from scorecards.models import Entry, NoteLine, Rating, Scorecard
from tests.e2e.rooms import ready, shown, state, stored, write
from tests.factories import PASSWORD, make_scorecard
from tests.waiting import until


def test_what_is_typed_reaches_the_server_before_it_is_filed(room):
    room.get_by_label("Note", exact=True).press_sequentially("half a thought", delay=20)

    until(lambda: stored() == ["half a thought"], "the unfinished line is stored")
    expect(state(room)).to_contain_text("Saved")
    room.keyboard.type(", and the rest")
    room.keyboard.press("Enter")
    until(lambda: stored() == ["half a thought, and the rest"], "the whole line is stored, once")
    assert shown(room) == ["half a thought, and the rest"]


def test_an_unfinished_line_goes_on_after_a_reload(room):
    room.get_by_label("Note", exact=True).press_sequentially("half a")
    until(lambda: stored() == ["half a"], "the unfinished line is stored")

    room.reload()

    expect(room.get_by_label("Note", exact=True)).to_have_value("half a")
    room.get_by_label("Note", exact=True).press("End")
    room.keyboard.type(" thought")
    room.keyboard.press("Enter")
    until(lambda: stored() == ["half a thought"], "the same line, once")


def test_a_line_that_no_disk_had_yet_is_sent_while_the_page_goes(room):
    expect(state(room)).to_have_attribute("data-state", "saved")
    room.evaluate("() => { crypto.subtle.encrypt = () => new Promise(() => {}); }")  # a disk that takes for ever
    write(room, "filed in the last moment")
    expect(room.locator("#note-lines").get_by_text("filed in the last moment")).to_be_visible()

    room.reload()

    until(lambda: stored() == ["filed in the last moment"], "stored, once")


def test_without_a_net_one_writes_on_and_all_of_it_arrives_in_order(room):
    write(room, "before")
    until(lambda: stored() == ["before"], "the first is stored")

    room.context.set_offline(True)
    for number in range(5):
        write(room, f"+ offline {number}")
    expect(state(room)).to_have_text("Offline, 5 waiting. Kept in this browser")
    assert shown(room) == ["before", *(f"offline {number}" for number in range(5))]
    assert stored() == ["before"]
    room.context.set_offline(False)

    until(lambda: len(stored()) == 6, "all are stored")
    assert stored() == ["before", *(f"+ offline {number}" for number in range(5))]
    expect(state(room)).to_contain_text("Saved")


def test_a_reload_without_a_net_shows_everything_and_loses_nothing(room, problem_solving):
    write(room, "stored before")
    until(lambda: stored() == ["stored before"], "the first is stored")
    room.context.set_offline(True)
    write(room, "offline")
    expect(state(room)).to_contain_text("1 waiting")

    room.reload()

    expect(room.get_by_text("This is the page as it was when it was last in touch")).to_be_visible()
    expect(room.locator("#note-lines").get_by_text("stored before")).to_be_visible()
    expect(room.locator("#note-lines").get_by_text("offline", exact=True)).to_be_visible()
    write(room, "after the reload")
    expect(room.locator("#note-lines").get_by_text("after the reload")).to_be_visible()
    assert shown(room) == ["stored before", "offline", "after the reload"]
    room.context.set_offline(False)
    until(lambda: stored() == ["stored before", "offline", "after the reload"], "all are stored, once")
    room.reload()
    expect(room.get_by_text("This is the page as it was")).to_be_hidden()
    expect(room.locator("#note-lines .notes__line")).to_have_count(3)
    assert shown(room) == ["stored before", "offline", "after the reload"]


def test_a_line_that_no_disk_has_yet_is_there_after_a_reload_without_a_net(room, live):
    room.context.set_offline(True)
    room.evaluate("void (crypto.subtle.encrypt = () => new Promise(() => {}))")  # a disk that never answers
    write(room, "typed a moment before")
    room.reload()

    expect(room.get_by_text("This is the page as it was when it was last in touch")).to_be_visible()
    expect(room.locator("#note-lines").get_by_text("typed a moment before")).to_be_visible()
    room.context.set_offline(False)
    until(lambda: stored() == ["typed a moment before"], "stored, once")
    assert room.evaluate("sessionStorage.getItem('farewell')") is None


def test_a_closed_tab_sends_what_it_held_at_the_next_visit_of_any_page(room, live):
    room.context.set_offline(True)
    write(room, "typed in a tab that closes")
    expect(state(room)).to_contain_text("1 waiting")
    context = room.context
    room.evaluate("void (window.fetch = () => Promise.reject(new TypeError()))")  # or it sends it in the moment before it is gone
    room.close()
    context.set_offline(False)

    other = context.new_page()
    other.goto("/")

    expect(other.get_by_text("Everything from the room has arrived.")).to_be_visible()
    assert stored() == ["typed in a tab that closes"]


def test_an_answer_that_is_lost_changes_nothing_twice(room):
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.headers["entry-id"])
        route.abort()

    room.route("**/notes/", lose, times=2)
    write(room, "sent three times")

    expect(state(room)).to_contain_text("Saved")
    assert len(lost) == 2
    assert len(set(lost)) == Entry.objects.count() == 1
    assert stored() == ["sent three times"]


def test_who_was_signed_out_signs_in_beside_the_page_and_goes_on(room, ivan):
    Session.objects.of(ivan).delete()
    write(room, "typed while signed out")

    expect(state(room)).to_have_text("You are signed out, 1 waiting. Kept in this browser")
    with room.context.expect_page() as beside:
        room.get_by_role("link", name="Sign in beside this page").click()
    page = beside.value
    page.get_by_label("Email").fill(ivan.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    until(lambda: stored() == ["typed while signed out"], "stored after signing in again")
    expect(room.get_by_label("Note", exact=True)).to_be_visible()


def test_somebody_else_who_signs_in_here_does_not_send_it(room, ivan, otto):
    Session.objects.of(ivan).delete()
    write(room, "ivan's own words")
    expect(state(room)).to_contain_text("You are signed out")
    page = room.context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(otto.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    room.bring_to_front()
    room.get_by_label("Note", exact=True).fill("more")
    expect(state(room)).to_contain_text("Otto Outside is signed in here")
    assert stored() == []


def test_what_waits_lies_encrypted_in_the_browser_and_goes_when_it_has_arrived(room):
    read = """new Promise((done) => { const opening = indexedDB.open("fairloop"); opening.onsuccess = async () => {
        const all = await new Promise((ok) => { const get = opening.result.transaction("entries").objectStore("entries").getAll();
                                                get.onsuccess = () => ok(get.result); });
        done(all.map((one) => [new TextDecoder().decode(one.sealed.data), JSON.stringify(one), !!one.kept])); }; })"""
    room.context.set_offline(True)
    write(room, "a very private sentence")
    expect(state(room)).to_contain_text("1 waiting")

    held = room.evaluate(read)
    assert len(held) == 1
    assert "private" not in json.dumps(held)

    room.context.set_offline(False)
    until(lambda: stored() == ["a very private sentence"], "stored")
    room.reload()
    ready(room)
    until(lambda: room.evaluate(read) == [], "the browser holds nothing any more")


def test_a_browser_clock_that_is_hours_wrong_changes_no_time(open_browser, live, ivan):
    page = open_browser(ivan)
    page.clock.install(time=timezone.now().replace(year=2031))
    page.goto(f"/interviews/{live.pk}/room/")
    write(page, "said now")

    until(lambda: stored() == ["said now"], "stored")
    line = NoteLine.objects.get()
    assert abs((line.entered_at - timezone.now()).total_seconds()) < 3600
    assert line.offset < 3600


def test_a_browser_without_room_says_so_and_sends_all_the_same(open_browser, live, ivan):
    page = open_browser(ivan)
    page.add_init_script(
        "const put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
        "IDBObjectStore.prototype.put = put; IDBObjectStore.prototype.add = put;"
    )
    page.goto(f"/interviews/{live.pk}/room/")
    expect(state(page)).to_have_text("This browser cannot keep what you type. It is sent at once")
    write(page, "still sent")
    until(lambda: stored() == ["still sent"], "stored")

    page.context.set_offline(True)
    write(page, "kept nowhere but here")
    expect(state(page)).to_have_text("1 not saved yet, and this browser cannot keep them: leave this page open")
    expect(page.get_by_role("button", name="Copy what is not saved")).to_be_visible()
    page.context.set_offline(False)
    until(lambda: stored() == ["still sent", "kept nowhere but here"], "stored")


def test_what_the_server_refuses_stays_in_sight(room, live):
    card = live.seats.get().scorecard
    card.declined_at, card.declined_as = timezone.now(), "not_held"
    card.save(update_fields=["declined_at", "declined_as"])

    write(room, "too late for this card")

    expect(state(room)).to_have_text("1 needs you")
    needs = room.get_by_role("region", name="Not stored")
    expect(needs).to_contain_text("You declined this scorecard.")
    expect(needs).to_contain_text("too late for this card")
    card.declined_at, card.declined_as = None, ""
    card.save(update_fields=["declined_at", "declined_as"])
    needs.get_by_role("button", name="Try again").click()
    until(lambda: stored() == ["too late for this card"], "stored at the second try")
    expect(needs).to_be_hidden()


def test_the_local_copy_is_gone_after_the_scorecard_is_submitted(room, live):
    write(room, "a line")
    until(lambda: len(stored()) == 1, "stored")
    card = live.seats.get().scorecard
    card.delete()
    sealed = make_scorecard(interview=live, submitted=True)

    room.goto(f"/scorecards/{sealed.pk}/")

    kept = """new Promise((done) => { const opening = indexedDB.open("fairloop"); opening.onsuccess = () => {
        const get = opening.result.transaction("pages").objectStore("pages").getAllKeys();
        get.onsuccess = () => done(get.result); }; })"""
    until(lambda: room.evaluate(kept) == [], "no page is kept")


def test_nobody_signs_out_of_what_has_not_arrived(room):
    room.context.set_offline(True)
    write(room, "not there yet")
    expect(state(room)).to_contain_text("1 waiting")
    room.get_by_label("your menu").click()
    room.get_by_role("button", name="Sign out").click()

    expect(room.get_by_text("1 of what you wrote in a room did not reach the server yet.")).to_be_visible()
    room.context.set_offline(False)
    until(lambda: stored() == ["not there yet"], "stored")


def test_ids_of_lines_are_in_the_order_of_their_time(room):
    for number in range(6):
        write(room, f"line {number}")
    until(lambda: len(stored()) == 6, "stored")

    lines = list(NoteLine.objects.in_order())
    assert [line.text for line in sorted(lines, key=lambda line: line.pk)] == [f"line {number}" for number in range(6)]
    assert all(UUID(str(line.pk)).version == 7 for line in lines)


def test_a_rating_made_without_a_net_arrives(room):
    room.context.set_offline(True)
    room.get_by_role("group", name="Problem solving").get_by_role("radio").nth(2).check()
    expect(state(room)).to_contain_text("1 waiting")
    room.get_by_role("group", name="Problem solving").get_by_role("radio").nth(1).check()
    room.context.set_offline(False)

    until(lambda: Rating.objects.filter(step=3).exists(), "the last choice is stored")
    assert Rating.objects.count() == 1


def test_a_deed_without_words_that_is_refused_is_told_and_leaves_nothing_behind(room, live):
    card = live.seats.get().scorecard
    card.declined_at, card.declined_as = timezone.now(), "not_held"
    card.save(update_fields=["declined_at", "declined_as"])

    room.get_by_role("group", name="Problem solving").get_by_role("radio").nth(2).check()

    expect(room.locator("#notice")).to_contain_text("You declined this scorecard.")
    expect(state(room)).not_to_contain_text("needs you")
    expect(room.locator("#ratings").get_by_role("group", name="Problem solving")).to_be_visible()
    assert not Rating.objects.exists()


def test_a_choice_that_is_refused_is_drawn_as_it_stands(room, live):
    Scorecard.objects.update(submitted_at=timezone.now(), verdict=3)  # from another device

    room.get_by_role("group", name="Problem solving").get_by_role("radio").first.check()

    expect(room.get_by_role("alert").get_by_text("This scorecard is submitted and sealed.")).to_be_visible()
    expect(room.locator("#ratings input[type=radio]:checked")).to_have_count(0)
    assert not Rating.objects.exists()
