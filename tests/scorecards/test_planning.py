"""The agenda of the live room: where we are, what is left out, and plans that still fit."""

from uuid import uuid4

import pytest
import time_machine

from interviews.agenda import agenda_from
from interviews.models import AgendaDeed, HandOver, Interview, asking
from tests.clients import signed_in
from tests.factories import make_seat
from tests.scorecards.planning import asked, at, coding, make_tight_loop

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def loop(levels, lena):
    return make_tight_loop(levels=levels, lena=lena)


@pytest.fixture
def room(loop, ivan) -> Interview:
    """Ivan began Coding on time."""
    interview = coding(loop, ivan)
    interview.start(now=at(0))
    return interview


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def post(person, path, minute, data=None, **headers):
    with time_machine.travel(at(minute), tick=False):
        return signed_in(person).post(path, data or {}, headers=headers.get("headers"))


def get(person, path, minute):
    with time_machine.travel(at(minute), tick=False):
        return signed_in(person).get(path)


def section(interview, title):
    return interview.stage.kit_version.sections.get(title=title)


def states(interview, minute) -> list[tuple[str, str]]:
    return [(line.section.title, line.stand.state) for line in agenda_from(interview, now=at(minute)).lines]


def test_asking_a_question_moves_on_to_its_section(room, ivan):
    asking.ask(room, asked("Queue", room), by=ivan, now=at(7))

    page = words(get(ivan, f"/interviews/{room.pk}/room/", 20))

    assert states(room, 20)[:2] == [("Introduction", "done"), ("Questions", "running")]
    assert "7 of 5 min" in page
    assert "Done, 2 min over" in page
    assert "13</time> of 30 min" in page
    assert "17 min left" in page
    assert "3 min over" in page  # the question took 13 of its 10 minutes so far
    assert "Begin “Candidate's questions” by" in page.replace("&#x27;", "'")
    assert "10:50 Lisbon" in page


@pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
def test_a_section_without_questions_begins_when_somebody_says_so(room, ivan, headers):
    close = section(room, "Close")

    answer = post(ivan, f"/interviews/{room.pk}/agenda/sections/{close.pk}/", 30, headers=headers)

    assert answer.status_code == (200 if headers else 302)
    assert states(room, 32) == [
        ("Introduction", "done"),
        ("Questions", "passed"),
        ("Close", "running"),
        ("Candidate's questions", "ahead"),
    ]
    deed = AgendaDeed.objects.get()
    assert (deed.deed, deed.section, deed.by, deed.at) == ("here", close, ivan, at(30))


def test_going_on_ends_the_question_of_the_section_before(room, ivan):
    queue = asking.ask(room, asked("Queue", room), by=ivan, now=at(5))

    post(ivan, f"/interviews/{room.pk}/agenda/sections/{section(room, 'Questions').pk}/", 8)
    queue.refresh_from_db()
    assert queue.ended_at is None
    post(ivan, f"/interviews/{room.pk}/agenda/sections/{section(room, 'Close').pk}/", 12)

    queue.refresh_from_db()
    assert queue.ended_at == at(12)


def test_the_same_deed_twice_is_one(room, ivan):
    data = {"id": str(uuid4())}
    for _ in range(2):
        post(ivan, f"/interviews/{room.pk}/agenda/sections/{section(room, 'Close').pk}/", 30, data)

    assert AgendaDeed.objects.count() == 1


def test_a_question_that_goes_on_brings_its_section_back_and_its_pause_does_not_count(room, ivan):
    queue = asked("Queue", room)
    first = asking.ask(room, queue, by=ivan, now=at(5))
    asking.finish(first, now=at(9))
    post(ivan, f"/interviews/{room.pk}/agenda/sections/{section(room, 'Close').pk}/", 10)
    again = asking.ask(room, queue, by=ivan, now=at(20))

    assert again.ran(at(23)) // 60 == (at(7) - at(0)) // 60
    assert dict(states(room, 23))["Questions"] == "running"


def test_a_question_is_left_out_and_brought_back(room, ivan):
    cache = asked("Cache", room)
    path = f"/interviews/{room.pk}/agenda/questions/{cache.pk}/"

    for _ in range(2):
        post(ivan, path, 8, headers=HTMX)
    assert agenda_from(room, now=at(9)).states == {cache.pk: "skipped"}
    for _ in range(2):
        post(ivan, path, 9, {"restore": "1"}, headers=HTMX)

    assert agenda_from(room, now=at(10)).states == {}
    assert list(AgendaDeed.objects.in_order().values_list("deed", "at")) == [("skip", at(8)), ("restore", at(9))]


def test_a_question_that_was_asked_cannot_be_left_out(room, ivan):
    asking.ask(room, asked("Queue", room), by=ivan, now=at(5))

    answer = post(ivan, f"/interviews/{room.pk}/agenda/questions/{asked('Queue', room).pk}/", 8, headers=HTMX)

    assert answer.status_code == 403
    assert "This question was asked. It can no longer be left out." in words(answer)


def test_the_warning_stands_in_the_last_two_minutes_and_is_not_shown_before(room, ivan):
    early, late = (words(get(ivan, f"/interviews/{room.pk}/room/", minute)) for minute in (2, 4))

    warning = "Two minutes are left for Introduction."
    assert warning in early
    assert "hidden>" in early.split(warning)[0][-120:]
    assert warning in late
    assert "hidden>" not in late.split(warning)[0][-120:]


def offered(room, minute) -> dict[str, list[str]]:
    return {offer.plan.kind: offer.sentences for offer in agenda_from(room, now=at(minute)).offers()}


def test_while_the_plan_fits_nothing_is_offered(room, ivan):
    asking.ask(room, asked("Queue", room), by=ivan, now=at(5))

    assert offered(room, 10) == {}
    assert "replan" not in words(get(ivan, f"/interviews/{room.pk}/room/", 10))


def test_when_it_no_longer_fits_legal_plans_are_offered(room, ivan):
    asking.ask(room, asked("Queue", room), by=ivan, now=at(5))

    page = words(get(ivan, f"/interviews/{room.pk}/room/", 21))

    assert offered(room, 21) == {
        "shorten": ["Close: 9 instead of 15 min."],
        "drop": ["Leave out “Cache”.", "Questions: 20 instead of 30 min."],
    }
    assert "6 min more are planned than are left" in page
    assert "Leave out “Cache”." in page


def accept(room, ivan, minute, kind="drop", **more):
    (offer,) = [one for one in agenda_from(room, now=at(minute)).offers() if one.plan.kind == kind]
    data = {
        "id": str(uuid4()),
        "kind": kind,
        "drop": " ".join(str(version) for version in offer.plan.drops),
        "move": " ".join(f"{version}:{stage}" for version, stage in offer.plan.moves),
        "minutes": " ".join(f"{pk}:{minutes}" for pk, minutes in offer.plan.minutes.items()),
        **more,
    }
    return data, post(ivan, f"/interviews/{room.pk}/agenda/plans/", minute, data)


def test_an_accepted_plan_holds_and_can_be_undone(room, ivan):
    asking.ask(room, asked("Queue", room), by=ivan, now=at(5))
    before = [box.minutes for box in agenda_from(room, now=at(25)).boxes]

    data, answer = accept(room, ivan, 25)
    post(ivan, f"/interviews/{room.pk}/agenda/plans/", 26, data)  # the same once more

    deed = AgendaDeed.objects.get(deed="replan")
    agenda = agenda_from(room, now=at(26))
    assert answer.status_code == 302
    assert (deed.by, deed.at) == (ivan, at(25))
    assert agenda.states[asked("Cache", room).pk] == "skipped"
    assert [box.minutes for box in agenda.boxes] != before
    assert agenda.offers() == []
    assert "Ivan Interviewer, 10:25. Left out: “Cache”." in words(get(ivan, f"/interviews/{room.pk}/room/", 26))

    for _ in range(2):
        post(ivan, f"/interviews/{room.pk}/agenda/plans/{deed.pk}/undoing/", 27)

    agenda = agenda_from(room, now=at(27))
    assert [box.minutes for box in agenda.boxes] == before
    assert asked("Cache", room).pk not in agenda.states


def test_a_plan_that_was_never_legal_is_refused(room, ivan):
    asking.ask(room, asked("Queue", room), by=ivan, now=at(5))
    protected = section(room, "Candidate's questions")

    for data in (
        {"kind": "drop", "drop": asked("Orders", room).pk},
        {"kind": "shorten", "minutes": f"{protected.pk}:1"},
        {"kind": "drop", "drop": 987654},
    ):
        answer = post(ivan, f"/interviews/{room.pk}/agenda/plans/", 25, data)
        assert (answer.status_code, "The interview has moved on" in words(answer)) == (403, True)
    assert not AgendaDeed.objects.exists()


def test_what_is_moved_is_put_before_the_recruiter(levels, lena, ivan):
    loop = make_tight_loop(levels=levels, lena=lena, design_focus=("Trade-offs", "Data modelling"))
    room = coding(loop, ivan)
    room.start(now=at(0))
    asking.ask(room, asked("Queue", room), by=ivan, now=at(5))

    accept(room, ivan, 25, kind="move")

    assert agenda_from(room, now=at(26)).states[asked("Orders", room).pk] == "skipped"
    assert not HandOver.objects.exists()  # System design looks for it anyway


def test_who_only_watches_sees_the_plan_and_does_not_steer(room, ines, otto):
    make_seat(interview=room, person=ines, role="shadow")
    close = section(room, "Close")

    page = get(ines, f"/interviews/{room.pk}/room/", 10)
    refused = post(ines, f"/interviews/{room.pk}/agenda/sections/{close.pk}/", 10)
    unknown = post(otto, f"/interviews/{room.pk}/agenda/sections/{close.pk}/", 10)

    assert "We are here." in words(page)
    assert "We are here now" not in words(page)
    assert (refused.status_code, unknown.status_code) == (403, 404)
    assert "A shadow watches and does not steer." in words(refused)


def test_after_the_end_nothing_of_the_plan_changes(room, ivan):
    room.end(now=at(40))

    answer = post(ivan, f"/interviews/{room.pk}/agenda/sections/{section(room, 'Close').pk}/", 41)

    assert (answer.status_code, "The interview is over." in words(answer)) == (403, True)
