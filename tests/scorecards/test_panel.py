"""The panel in the room: what each role does and sees, cell by cell as docs/reference/panel.md has it; nobody sees another's."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import broker, live
from interviews.models import AskedQuestion, HintGiven, LeadTaken, Seat, asking, leading, showing
from interviews.models.link import link_of
from questionbank.models import Hint, Point, Step
from scorecards.models import Scorecard, capture
from tests.blindness import masked
from tests.clients import signed_in
from tests.factories import make_seat

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "panel.md"
HTMX = {"hx-request": "true"}


def cells() -> list[tuple[str, str, str]]:
    """The table of the page: what, role, and yes, no or "who leads"."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.read_text().splitlines() if line.startswith("| ")
    ]
    roles = [name.replace("-", "_").replace(" ", "_") for name in rows[0][1:]]
    return [(row[0], role, cell) for row in rows[1:] for role, cell in zip(roles, row[1:], strict=True)]


class Room:
    """Ivan and another person in one room, where the rate limiter is being asked and Ivan leads."""

    def __init__(self, interview, person, role: str) -> None:
        self.interview, self.person = interview, person
        ivans = interview.seats.get()
        if role == "lead":
            Seat.objects.filter(pk=ivans.pk).update(role="panel")
        self.ivans = Seat.objects.get(pk=ivans.pk)
        self.seat = make_seat(interview=interview, person=person, role=role)
        leading.take_lead(self.ivans, now=timezone.now())
        self.browser = signed_in(person)

    @property
    def asked(self):
        return self.interview.asked.get()

    def post(self, path: str, **fields):
        return self.browser.post(f"/interviews/{self.interview.pk}/{path}", fields)

    def sees(self, *words: str) -> bool:
        pages = [self.browser.get(f"/interviews/{self.interview.pk}/room/{part}") for part in ("", "shared/")]
        assert [page.status_code for page in pages] == [200, 200]
        found = {word in page.content.decode() for word in words for page in pages}
        assert len(found) == 1
        return found.pop()


@pytest.fixture
def room(ivans_interview, rate_limiter, ivan, ines, hints_needed, demeaning):
    ivans_interview.start(now=timezone.now())
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=timezone.now())
    return lambda role: Room(ivans_interview, ines, role)


def note(room):
    return room.post("notes/", id=uuid4(), line="+ Asked about bursts")


def rates_and_more(room):
    competency = room.interview.stage.focus.order_by("place").first().competency
    return room.post(f"ratings/{competency.versions.get().pk}/", step="4")


DEEDS = {
    "sees the plan, the clocks, who is here and who leads": lambda room: room.sees(
        "Introduction", "Rate limiter for one endpoint", "data-since", "Ivan Interviewer", "leads"
    ),
    "sees what the questions say, their hints and what good sounds like": lambda room: room.sees(
        "Build this: Rate limiter", "Hint of strength 2", "Clarify: first point", "Asks before building", "Now on twelve nodes"
    ),
    "sees what the candidate is shown": lambda room: (
        link_of(room.interview, by=room.ivans.person, now=timezone.now()) and room.sees("Candidate sees")
    ),
    "starts the interview": lambda room: room.post("start/"),
    "asks a question and ends it": lambda room: room.post(f"asked/{room.asked.version_id}/end/"),
    "gives a hint or a twist": lambda room: room.post(f"asked/{room.asked.version_id}/hints/{Hint.objects.first().pk}/"),
    "shows the candidate something": lambda room: room.post("shown/", version=room.asked.version_id),
    "gives quiet time": lambda room: room.post("focus/", minutes=5),
    "ends the interview": lambda room: room.post("end/"),
    "prints the interview's sheet": lambda room: room.browser.get(f"/interviews/{room.interview.pk}/sheet/"),
    "takes the lead": lambda room: room.post("lead/"),
    "searches the bank": lambda room: room.browser.get(f"/interviews/{room.interview.pk}/room/search/?q=rate"),
    "gives out the candidate's link": lambda room: room.post("candidate-link/"),
    "writes notes": note,
    "ticks points": lambda room: room.post(f"asked/{room.asked.version_id}/points/{Point.objects.first().pk}/", ticked="on"),
    "rates, counts signals, raises red flags": rates_and_more,
}
NOBODYS = "sees notes, ticks, ratings, signals or flags of others"


def is_done(answer) -> bool:
    """Whether it was done, or seen; what was refused says why."""
    if isinstance(answer, bool):
        return answer
    if answer.status_code == 403:
        assert "<h1" in answer.content.decode()
        return False
    assert answer.status_code in {200, 302}
    return True


@pytest.mark.parametrize(("what", "role", "cell"), [cell for cell in cells() if cell[0] != NOBODYS])
def test_each_role_does_and_sees_what_the_table_says(room, what, role, cell):
    scene = room(role)

    assert is_done(DEEDS[what](scene)) == (cell == "yes")
    if cell == "who leads":
        leading.take_lead(scene.seat, now=timezone.now())
        assert is_done(DEEDS[what](scene))


def test_the_table_has_every_role_and_every_deed():
    assert {role for _, role, _ in cells()} == {value for value, _ in Seat._meta.get_field("role").choices}
    assert {what for what, _, _ in cells()} == {*DEEDS, NOBODYS}
    assert {cell for what, _, cell in cells() if what == NOBODYS} == {"no"}
    assert {cell for _, _, cell in cells()} == {"yes", "no", "who leads"}


@pytest.mark.parametrize("role", ["lead", "panel", "note_taker", "shadow", "reverse_shadow", "observer"])
def test_nothing_that_one_keeps_for_oneself_reaches_another_by_page_fragment_stream_or_link(
    room, role, ivan, demeaning, hints_needed, problem_solving, settings
):
    scene = room(role)
    token = link_of(scene.interview, by=ivan, now=timezone.now()).token
    card = Scorecard.of(scene.ivans, now=timezone.now())
    addresses = [f"/interviews/{scene.interview.pk}/room/{part}" for part in ("", "shared/")] + [f"/c/{token}/room/"]
    addresses += [f"/interviews/{scene.interview.pk}/"]

    before = [masked(scene.browser.get(address).content.decode()) for address in addresses]
    events = broker.client().xlen(live.STREAM)
    browser = signed_in(ivan)
    ladder = card.ladders()[0]
    room_of_ivan = f"/interviews/{scene.interview.pk}"
    posted = [
        browser.post(f"{room_of_ivan}/notes/", {"id": uuid4(), "line": "- froze on the joins"}),
        browser.post(f"{room_of_ivan}/asked/{scene.asked.version_id}/points/{Point.objects.first().pk}/", {"ticked": "on"}),
        browser.post(f"{room_of_ivan}/ratings/{ladder.pk}/", {"step": "2"}),
        browser.post(f"{room_of_ivan}/signals/{hints_needed.pk}/", {"id": uuid4()}),
        browser.post(f"{room_of_ivan}/red-flags/", {"id": uuid4(), "kind": demeaning.pk, "behaviour": "Laughed", "words": "no"}),
    ]
    after = [masked(scene.browser.get(address).content.decode()) for address in addresses]

    assert [answer.status_code for answer in posted] == [302] * 5
    assert (card.notes.count(), card.ratings.count(), card.red_flags.count()) == (1, 1, 1)
    assert before == after
    assert broker.client().xlen(live.STREAM) == events


def test_who_takes_the_lead_is_noted_once_with_who_from_whom_and_when(room):
    scene = room("panel")
    now = datetime(2026, 3, 2, 10, 5, tzinfo=UTC) + timedelta(days=365)

    for _ in range(2):
        leading.take_lead(scene.seat, now=now)

    taken = LeadTaken.objects.order_by("taken_at").last()
    assert (taken.seat, taken.taken_from, taken.taken_at) == (scene.seat, scene.ivans, now)
    assert LeadTaken.objects.filter(seat=scene.seat).count() == 1


def test_a_reverse_shadow_leads_from_the_start_and_the_lead_watches(ivans_interview, ines):
    assert leading.leader(leading.panel(ivans_interview)).person.name == "Ivan Interviewer"

    make_seat(interview=ivans_interview, person=ines, role="reverse_shadow")

    assert leading.leader(leading.panel(ivans_interview)).person == ines


def test_who_led_and_lost_the_seat_leads_no_more(room, lena):
    scene = room("panel")
    leading.take_lead(scene.seat, now=timezone.now())

    scene.seat.remove(by=lena, now=timezone.now())

    assert leading.leader(leading.panel(scene.interview)) == scene.ivans


def test_who_steers_without_the_lead_is_told_who_has_it(room):
    scene = room("panel")

    plain = scene.post(f"asked/{scene.asked.version_id}/hints/{Hint.objects.first().pk}/")
    part = scene.browser.post(
        f"/interviews/{scene.interview.pk}/asked/{scene.asked.version_id}/hints/{Hint.objects.first().pk}/", {}, headers=HTMX
    )

    assert [answer.status_code for answer in (plain, part)] == [403, 403]
    assert all("Ivan Interviewer leads now. Take the lead first." in answer.content.decode() for answer in (plain, part))
    assert not HintGiven.objects.exists()


@pytest.mark.parametrize(
    "path", ["lead/", "shown/", "shown/code/", "shown/removal/", "focus/", "focus/end/", "candidate-link/", "room/shared/"]
)
def test_without_a_seat_there_is_no_room(ivans_interview, otto, lena, path):
    for person in (otto, lena):
        browser = signed_in(person)
        ask = browser.get if path == "room/shared/" else browser.post
        assert ask(f"/interviews/{ivans_interview.pk}/{path}").status_code == 404


def test_one_interviewer_alone_sees_no_panel_and_nothing_more_is_asked_for_it(ivans_interview, ivan):
    browser = signed_in(ivan)
    ivans_interview.start(now=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(f"/interviews/{ivans_interview.pk}/room/").content.decode()

    of = [query["sql"].partition(" FROM ")[2].split()[0].strip('"') for query in asked if " FROM " in query["sql"]]
    assert "interviews_askedquestion" in of
    assert {"interviews_leadtaken", "interviews_shown", "interviews_focustime", "interviews_candidatelink"} & set(of) == set()
    assert of.count("interviews_seat") == 1
    assert "In the room" not in page
    assert "Take the lead" not in page


def test_what_is_shown_of_another_question_goes_when_one_shows_the_next(room, levels, problem_solving, ivan):
    from tests.factories import make_question  # noqa: PLC0415 -- only this needs it

    scene = room("panel")
    now = timezone.now()
    first, step = scene.asked, Step.objects.first()
    showing.show(scene.interview, first, by=ivan, now=now)
    showing.show(scene.interview, first, step, by=ivan, now=now)
    showing.show(scene.interview, first, step, by=ivan, now=now)
    seen = showing.shown_in(scene.interview)
    assert (seen.asked, seen.has_prompt, seen.steps, seen.code) == (first, True, [step], "")

    other = make_question(key="b", title="B", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving])
    second = asking.ask(scene.interview, other, by=ivan, now=now)
    assert showing.shown_in(scene.interview).asked == first
    showing.show(scene.interview, second, by=ivan, now=now)

    seen = showing.shown_in(scene.interview)
    assert (seen.asked, seen.has_prompt, seen.steps) == (second, True, [])


def test_the_clock_of_an_answer_stands_in_quiet_time(room, ivan):
    scene = room("panel")
    begun = AskedQuestion.objects.get().started_at
    first = showing.begin_focus(scene.interview, minutes=5, by=ivan, now=begun + timedelta(minutes=1))
    again = showing.begin_focus(scene.interview, minutes=9, by=ivan, now=begun + timedelta(minutes=2))
    showing.end_focus(scene.interview, now=begun + timedelta(minutes=3))
    showing.begin_focus(scene.interview, minutes=5, by=ivan, now=begun + timedelta(minutes=10))
    times = list(scene.interview.focus_times.all())

    assert first == again
    assert showing.focus_at(times, begun + timedelta(minutes=4)) is None
    assert showing.paused(scene.asked, times, begun + timedelta(minutes=12)) == timedelta(minutes=2)
    assert showing.paused(scene.asked, times, begun + timedelta(minutes=16)) == timedelta(minutes=7)


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("focus/", {"minutes": "90"}, "Choose 1 to 30 minutes"),
        ("focus/", {}, "Choose 1 to 30 minutes"),
        ("shown/code/", {"code": "  "}, "Type or paste the code first"),
        ("shown/code/", {"code": "x" * 10_001}, "Use at most 10,000 characters for one block of code"),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
def test_what_cannot_be_shown_is_told_and_stays_typed(room, ivan, path, fields, said, headers):
    scene = room("panel")

    answer = signed_in(ivan).post(f"/interviews/{scene.interview.pk}/{path}", fields, headers=headers)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert fields.get("code", "").strip() in answer.content.decode()


@pytest.mark.parametrize("fields", [{"version": "x"}, {"version": "987654"}, {}, {"step": "1"}, {"version": "9" * 30}])
def test_what_is_not_of_this_room_is_not_there_to_be_shown(room, ivan, fields):
    scene = room("panel")

    assert signed_in(ivan).post(f"/interviews/{scene.interview.pk}/shown/", fields).status_code == 404


def test_a_line_of_anothers_stays_theirs(room, ivan):
    scene = room("panel")
    card = Scorecard.of(scene.ivans, now=timezone.now())
    line = uuid4()
    capture.note(card, id=line, line="- froze on the joins", offset=60, now=timezone.now())

    assert scene.post(f"notes/{line}/", delete="1").status_code == 404
    assert scene.post("notes/", id=line, line="mine now").status_code == 404
