"""The picture of a week: what it shows as free is booked, what it shows as shut says why, as a grid and as a list."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from interviews.models import Away, Busy, CalendarFeed, Interview, LoadLimit, Qualification, SetAside
from tests.clients import errors
from tests.factories import make_interview, make_user

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def pool(loop, ivan, ines, ada, now):
    """Ivan does coding, ines system design; she is in New York."""
    coding, design = loop.stages.order_by("place")
    Qualification.give(ivan, coding.kind, by=ada, now=now)
    Qualification.give(ines, design.kind, by=ada, now=now)


@pytest.fixture
def coding_week(loop):
    return reverse("week", args=[loop.stages.get(name="Coding").pk])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def code(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def lanes(page, day: int, hour: str) -> list[str]:
    """What the cell of a day and a time draws, the candidate first."""
    row = next(row for row in page.context["week"].rows if f"{row.at:%H:%M}" == hour)
    return list(next(cell for cell in row.cells if cell.day.day == day).lanes)


def sent(page) -> dict[str, str]:
    """What the form of the chosen time would send."""
    form = re.search(r'<form class="panel__body.*?</form>', page.content.decode(), re.DOTALL)
    return dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', form[0])) if form else {}


@pytest.mark.usefixtures("pool")
def test_hours_busy_times_days_away_and_interviews_are_drawn_and_no_words_of_them(client, lena, ivan, plan, job, coding_week):
    feed = CalendarFeed.objects.create(person=ivan, file_name="mine.ics", added_at=at(1, 9))
    Busy.objects.create(person=ivan, feed=feed, during=(at(4, 10), at(4, 11, 30)))
    Away.objects.create(person=ivan, first_on="2026-03-05", last_on="2026-03-05", reason="Moving house")
    client.force_login(lena)

    page = client.get(coding_week)

    # Lena is in Berlin: 10:00 there is 09:00 in Lisbon and in UTC.
    assert [lanes(page, 3, "10:00"), lanes(page, 4, "11:00"), lanes(page, 5, "11:00"), lanes(page, 4, "18:00")] == [
        ["free", "free"],
        ["free", "busy"],
        ["free", "away"],
        ["free", "off"],
    ]
    assert "Moving house" not in page.content.decode()
    row = next(row for row in page.context["week"].rows if f"{row.at:%H:%M}" == "11:00")
    assert [(cell.slots[0].names, cell.slots[0].against) for cell in row.cells[1:4]] == [
        ("Ivan", ""),
        ("", "Ivan Interviewer is busy"),
        ("", "Ivan Interviewer is away"),
    ]
    assert (f"{row.at:%H:%M}", row.theirs) == ("11:00", "10:00")


@pytest.mark.usefixtures("pool")
def test_a_time_that_is_clicked_is_booked_with_who_was_shown_and_twice_is_once(client, lena, ivan, loop, coding_week):
    client.force_login(lena)
    page = client.get(coding_week, {"at": code(at(3, 10))})

    answers = [client.post(coding_week, sent(page) | {"place": "Room 1"}) for _ in range(2)]

    design = loop.stages.get(name="System design")
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"/stages/{design.pk}/week/?on=2026-03-03")] * 2
    booked = Interview.objects.get()
    assert (booked.starts_at, booked.place, [seat.person for seat in booked.seats.all()]) == (at(3, 10), "Room 1", [ivan])


@pytest.mark.usefixtures("pool")
def test_every_time_that_is_shown_as_free_is_accepted_and_every_other_says_why(client, lena, ivan, coding_week):
    LoadLimit.objects.create(person=ivan, per_day=1, per_week=2, gap_minutes=30)
    client.force_login(lena)
    week = client.get(coding_week).context["week"]
    slots = [slot for day in week.days for slot in week.slots_of(day)]

    free = [slot for slot in slots if slot.crew]
    said = {slot.against for slot in slots if not slot.crew}
    answers = {slot: client.get(coding_week, {"at": code(slot.starts_at)}).context["slot"] for slot in free[::9]}

    assert len(free) > 40
    assert [answer["against"] for answer in answers.values()] == [[]] * len(answers)
    assert said == {"Maya Chen is not asked to come then", "Ivan Interviewer is outside their hours"}


@pytest.mark.usefixtures("pool")
def test_what_a_reason_helps_asks_for_it_and_keeps_it(client, lena, ivan, coding_week):
    Away.objects.create(person=ivan, first_on="2026-03-05", last_on="2026-03-05")
    client.force_login(lena)

    page = client.get(coding_week, {"at": code(at(5, 10))})
    refused = client.post(coding_week, sent(page))
    done = client.post(coding_week, sent(page) | {"despite": "He offered it"})

    away = "Ivan Interviewer is away on Thu 5 Mar."
    assert (page.context["slot"]["against"], page.context["slot"]["needs_reason"]) == ([away], True)
    assert (refused.status_code, errors(refused)) == (422, {"__all__": [away]})
    assert refused.context["slot"]["code"] == sent(page)["sitting"]
    assert (done.status_code, SetAside.objects.get().reason) == (302, "He offered it")


@pytest.mark.usefixtures("pool")
def test_what_no_reason_helps_has_no_button(client, lena, ivan, loop, coding_week):
    make_interview(stage=loop.stages.get(name="System design"), lead=ivan, starts_at=at(3, 10))
    client.force_login(lena)

    page = client.get(coding_week, {"at": code(at(3, 10))})

    assert page.context["slot"]["against"] == [
        "Ivan Interviewer has System design with Maya Chen on Tue 3 Mar, 11:00–12:00 Berlin.",
        "Maya Chen has System design on Tue 3 Mar, 11:00–12:00 Berlin.",
    ]
    assert "sitting" not in sent(page)
    assert lanes(page, 3, "11:00") == ["taken", "taken"]


def test_an_interview_moves_to_the_time_that_is_clicked(client, lena, ivans_interview, coding_week):
    client.force_login(lena)
    page = client.get(coding_week, {"at": code(at(3, 14))})

    silent = client.post(coding_week, sent(page))
    moved = client.post(coding_week, sent(page) | {"reason": "A clash"})
    again = client.post(coding_week, sent(page) | {"reason": "A clash"})

    ivans_interview.refresh_from_db()
    assert errors(silent) == {"reason": ["Say why it moves."]}
    assert (moved.status_code, again.status_code) == (302, 302)
    assert (ivans_interview.starts_at, ivans_interview.version, ivans_interview.moves.get().reason) == (at(3, 14), 2, "A clash")


@pytest.mark.usefixtures("pool")
def test_only_with_somebody_else(client, lena, ivan, ines, coding_week):
    """Ines is not in the pool for coding: she is drawn, and it needs a reason."""
    client.force_login(lena)

    typed = client.get(coding_week, {"person": "Ines Interviewer"})
    page = client.get(typed.url)
    chosen = client.get(typed.url, {**dict(page.context["kept"]), "at": code(at(3, 15))}).context["slot"]
    nobody = client.get(coding_week, {"person": "Nobody Here"})

    assert f"with={ines.pk}" in typed.url
    assert [lane.name for lane, _ in page.context["lanes"]] == ["Maya Chen", "Ines Interviewer", "Ivan Interviewer"]
    assert chosen["against"] == ["Ines Interviewer is not in the pool for Coding."]
    assert (nobody.status_code, errors(nobody)) == (
        422,
        {"person": ["Nobody here is called “Nobody Here”. Choose a person from the list."]},
    )


@pytest.mark.usefixtures("pool")
def test_the_list_says_in_words_what_the_grid_draws(client, lena, ivan, coding_week):
    Away.objects.create(person=ivan, first_on="2026-03-05", last_on="2026-03-05")
    client.force_login(lena)

    page = client.get(coding_week, {"as": "list"})
    drawn = client.get(coding_week).context["week"]

    days = page.context["week"].as_list
    assert [len(free) for _, _, free, _, _ in days] == [sum(bool(slot.crew) for slot in drawn.slots_of(day)) for day in drawn.days]
    thursday = dict(days[3][4])
    assert thursday == {"Maya Chen": "", "Ivan Interviewer": "away 10:00–19:00"}


@pytest.mark.usefixtures("pool")
def test_clock_changes_skip_a_time_and_show_another_twice(client, lena, maya, coding_week):
    """Maya and lena are in Berlin, and Maya offered the nights in which clocks change."""
    type(maya).objects.filter(pk=maya.pk).update(zone="Europe/Berlin")
    client.force_login(lena)

    spring = client.get(coding_week, {"on": "2026-03-29", "windows": "2026-03-29 1-4"}).context["week"]
    autumn = client.get(coding_week, {"on": "2026-10-25", "windows": "2026-10-25 1-4"}).context["week"]

    def sunday(week):
        return {f"{row.at:%H:%M}": [f"{slot.starts_at:%H:%M}" for slot in row.cells[-1].slots] for row in week.rows}

    assert sunday(spring) == {"01:00": ["00:00"], "01:30": ["00:30"], "03:00": ["01:00"], "03:30": ["01:30"]}
    assert (sunday(autumn)["02:00"], sunday(autumn)["03:00"]) == (["00:00", "01:00"], ["02:00"])


@pytest.mark.parametrize("people", [0, 1, 200])
def test_only_the_people_concerned_are_drawn_and_the_queries_stay(
    client, lena, loop, ada, now, coding_week, people, django_assert_max_num_queries
):
    kind = loop.stages.get(name="Coding").kind
    for number in range(people):
        person = make_user(name=f"Person {number}", email=f"{number}@example.com")
        Qualification.give(person, kind, by=ada, now=now)
    client.force_login(lena)

    with django_assert_max_num_queries(21):
        page = client.get(coding_week)
    with django_assert_max_num_queries(33):
        assert client.get(coding_week, {"at": code(at(3, 10))}).context["slot"]["against"] == []

    assert page.status_code == 200
    assert len(page.context["lanes"]) == 1 + min(people or 2, 5)


@pytest.mark.parametrize(
    "asked", [{"on": "soon"}, {"at": "\u0663"}, {"with": ["x", "9" * 30]}, {"opens": "late"}, {"on": "9999-12-31"}]
)
def test_nonsense_in_the_address_is_the_usual_week(client, lena, coding_week, asked):
    client.force_login(lena)

    assert client.get(coding_week, asked).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{}, {"sitting": "1|2026-03-03T10:00Z|60|1:lead"}, {"sitting": "x", "moves": "1"}, {"moves": "none", "reason": "x" * 400}],
)
def test_a_time_that_was_not_shown_books_nothing(client, lena, coding_week, wrong):
    client.force_login(lena)

    assert client.post(coding_week, wrong).status_code == 422
    assert not Interview.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("otto", 404), ("carla", 404), ("ivan", 403), ("lena", 200), ("ada", 200)])
def test_who_may_look(request, client, ivans_interview, coding_week, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(coding_week).status_code == status


def test_what_has_begun_is_no_longer_moved(client, lena, ivans_interview, coding_week):
    Interview.objects.filter(pk=ivans_interview.pk).update(started_at=F("starts_at"), arrived_at=F("starts_at"))
    client.force_login(lena)

    assert client.get(coding_week).status_code == 403
    sitting = f"{ivans_interview.stage_id}|{code(at(4, 10))}|60|{ivans_interview.seats.get().person_id}:lead"
    answer = client.post(coding_week, {"sitting": sitting, "moves": ivans_interview.pk, "reason": "Late"})
    assert answer.status_code == 403
    assert ivans_interview.starts_at - at(2, 9) < timedelta(days=7)
