"""Planning the rest of a loop: proposals, booking all or nothing, and what is said when nothing fits."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.models import WorkingHours
from interviews.models import Away, Interview, LoadLimit, Qualification, Seat
from interviews.planning import Help
from tests.clients import errors
from tests.factories import make_candidate, make_interview, make_loop, make_user

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def pool(loop, ivan, ines, ada, now):
    """Ivan does coding, ines system design; she is in New York."""
    coding, design = loop.stages.order_by("place")
    Qualification.give(ivan, coding.kind, by=ada, now=now)
    Qualification.give(ines, design.kind, by=ada, now=now)


@pytest.fixture
def url(loop):
    return reverse("schedule", args=[loop.pk])


def hidden(page) -> list[dict]:
    """What the forms of the proposals would send, one for each."""
    forms = re.findall(r'<form class="panel__foot" method="post".*?</form>', page.content.decode(), re.DOTALL)
    found = []
    for form in forms:
        fields = re.findall(r'name="([a-z_]+)" value="([^"]*)"', form)
        found.append({name: [value for other, value in fields if other == name] for name, _ in fields})
    return found


def proposed(page) -> list[list[tuple[str, str, list]]]:
    return [
        [(one.name, f"{one.starts_at:%a %H:%M}", [name for name, _, _ in one.people]) for one in proposal.sittings]
        for proposal in page.context["proposals"]
    ]


@pytest.mark.usefixtures("pool")
def test_three_proposals_each_within_everybodys_hours(client, lena, url):
    """Maya's nine to six in UTC and ines's nine to five in New York share four hours in the afternoon."""
    client.force_login(lena)

    page = client.get(url)

    assert page.status_code == 200
    assert proposed(page) == [
        [("Coding", "Tue 12:45", ["Ivan Interviewer"]), ("System design", "Tue 14:00", ["Ines Interviewer"])],
        [("Coding", "Wed 12:45", ["Ivan Interviewer"]), ("System design", "Wed 14:00", ["Ines Interviewer"])],
        [("Coding", "Thu 12:45", ["Ivan Interviewer"]), ("System design", "Thu 14:00", ["Ines Interviewer"])],
    ]
    assert page.context["proposals"][0].reasons == [
        "One break of 15 minutes.",
        "Load: most for Ines Interviewer, 1 of 5 interviews that week.",
        "Everybody sits within their working hours; Maya Chen between 12:45 and 15:00 UTC.",
        "Nobody meets Maya Chen twice.",
    ]


@pytest.mark.usefixtures("pool")
def test_one_click_books_all_and_a_second_one_nothing_more(client, lena, loop, url):
    client.force_login(lena)
    chosen = hidden(client.get(url))[0] | {"place": "Room 1"}

    answers = [client.post(reverse("schedule_booking", args=[loop.pk]), chosen) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"/loops/{loop.pk}/")] * 2
    assert list(Interview.objects.in_order().values_list("stage__name", "starts_at", "place")) == [
        ("Coding", datetime(2026, 3, 3, 12, 45, tzinfo=UTC), "Room 1"),
        ("System design", datetime(2026, 3, 3, 14, 0, tzinfo=UTC), "Room 1"),
    ]
    assert client.get(url).context["needs"] == []


@pytest.mark.usefixtures("pool")
def test_when_one_does_not_fit_any_more_nothing_is_booked(client, lena, ines, loop, plan, job, url):
    client.force_login(lena)
    chosen = hidden(client.get(url))[0]
    noah = make_candidate(name="Noah Berg", email="noah@example.org", added_by=lena)
    other = make_loop(plan=plan, candidate=noah, job=job, recruiter=lena)
    make_interview(stage=other.stages.first(), lead=ines, starts_at=datetime(2026, 3, 3, 14, 30, tzinfo=UTC))

    page = client.post(reverse("schedule_booking", args=[loop.pk]), chosen)

    assert page.status_code == 422
    taken = "Ines Interviewer has Coding with Noah Berg on Tue 3 Mar, 15:30–16:30 Berlin."
    assert errors(page) == {"__all__": [f"Nothing was booked. {taken} Here is what fits now."]}
    assert not Interview.objects.filter(stage__loop=loop).exists()
    assert proposed(page)[0][1] == ("System design", "Tue 15:30", ["Ines Interviewer"])


@pytest.mark.usefixtures("pool")
def test_what_is_booked_already_stays_and_the_rest_comes_after_it(client, lena, ivan, loop, url):
    make_interview(stage=loop.stages.get(name="Coding"), lead=ivan, starts_at=datetime(2026, 3, 4, 14, 30, tzinfo=UTC))
    client.force_login(lena)

    page = client.get(url)

    assert proposed(page)[0] == [("System design", "Wed 15:45", ["Ines Interviewer"])]


@pytest.mark.usefixtures("pool")
def test_the_candidates_own_times_are_asked_for(client, lena, url):
    client.force_login(lena)

    page = client.get(url, {"windows": "2026-03-05 13-16\n2026-03-10 9-12", "pause": "0"})
    wrong = client.get(url, {"windows": "Thursday 13-16", "most_a_day": "0"})

    assert proposed(page)[0] == [
        ("Coding", "Thu 13:00", ["Ivan Interviewer"]),
        ("System design", "Thu 14:00", ["Ines Interviewer"]),
    ]
    assert (wrong.status_code, errors(wrong)) == (
        422,
        {
            "windows": ["“Thursday 13-16” is not a day with times. Write it like 2026-03-03 9–12."],
            "most_a_day": ["Enter from 1 to 8 interviews a day."],
        },
    )


@pytest.mark.usefixtures("pool")
def test_no_plan_says_what_stands_against_it(client, lena, ivan, url):
    Away.objects.create(person=ivan, first_on="2026-03-01", last_on="2026-03-31", reason="Moving house")
    client.force_login(lena)

    page = client.get(url)

    assert page.status_code == 200
    assert page.context["impasse"].rows[0][:2] == ("Coding", "Days away")
    assert page.context["impasse"].helps == [Help("if days away did not count", "1 day: Tue 3 Mar", "")]
    assert "Moving house" not in page.content.decode()


@pytest.mark.usefixtures("pool")
def test_what_would_help_is_one_click_away(client, lena, url):
    """Maya offered half an hour at lunch; both stages take an hour."""
    client.force_login(lena)

    page = client.get(url, {"windows": "2026-03-05 12-12:30"})
    help_ = page.context["impasse"].helps[0]

    assert page.context["impasse"].short == [
        "Coding takes 60 minutes, and Maya Chen has no such stretch of time here.",
        "System design takes 60 minutes, and Maya Chen has no such stretch of time here.",
    ]
    assert (help_.words, help_.days) == ("if the candidate could come from 7:00 to 21:00", "1 day: Tue 3 Mar")
    assert client.get(url + help_.address).context["proposals"]


@pytest.mark.parametrize(
    "sitting",
    ["", "1", "x|2026-03-03T12:00Z|60|1:lead", "1|2026-13-03T12:00Z|60|1:lead", "999999|2026-03-03T12:00Z|60|1:lead", "\u0663"],
)
def test_a_proposal_that_nobody_made_books_nothing(client, lena, loop, sitting):
    client.force_login(lena)

    page = client.post(reverse("schedule_booking", args=[loop.pk]), {"sitting": sitting})

    assert (page.status_code, errors(page)) == (422, {"__all__": ["Choose one of the proposals below."]})
    assert not Seat.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("otto", 404), ("carla", 404), ("ivan", 403), ("lena", 200), ("ada", 200)])
def test_who_may_plan(request, client, loop, ivans_interview, url, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url).status_code == status
    assert client.post(reverse("schedule_booking", args=[loop.pk])).status_code == {200: 422}.get(status, status)


def test_a_closed_loop_is_not_planned(client, lena, loop, url, now):
    loop.close(by=lena, now=now)
    client.force_login(lena)

    assert client.get(url).status_code == 403


@pytest.mark.parametrize("people", [1, 3, 30])
def test_planning_costs_the_same_queries_for_more_people(client, lena, loop, url, ada, now, people, django_assert_num_queries):
    for number in range(people):
        person = make_user(name=f"Person {number}", email=f"{number}@example.com")
        WorkingHours.objects.create(user=person, weekday=1, starts="09:00", ends="17:00")
        LoadLimit.objects.create(person=person)
        for stage in loop.stages.all():
            Qualification.give(person, stage.kind, by=ada, now=now)
    client.force_login(lena)

    with django_assert_num_queries(13):
        assert client.get(url).context["proposals"]
