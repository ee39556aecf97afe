"""A person's own time besides hours, the pools, and who should not judge somebody."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from interviews import booking
from interviews.models import Away, LoadLimit, Qualification, Recusal
from tests.clients import errors
from tests.conftest import NOW
from tests.factories import make_interview, make_scorecard, make_user

pytestmark = pytest.mark.usefixtures("monday")


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages._queued_messages]


def test_days_away_are_added_and_taken_back(client, ivan, ivans_interview):
    client.force_login(ivan)

    days = {"first_on": "2026-03-02", "last_on": "2026-03-06", "reason": "Moving house"}
    added = client.post(reverse("my_away"), days)
    client.post(reverse("my_away"), days)  # clicked twice
    page = client.get(reverse("my_time"))
    away = Away.objects.get()
    taken_back = client.post(reverse("my_away_removal", args=[away.pk]))

    assert (away.person, away.first_on, away.last_on, away.reason) == (ivan, date(2026, 3, 2), date(2026, 3, 6), "Moving house")
    assert said(added) == [
        "Saved. Nobody is offered those days of yours.",
        "You have a seat in Coding then. Decline it, so that somebody else is found.",
    ]
    assert "Moving house" in page.content.decode()
    assert (taken_back.status_code, Away.objects.count()) == (302, 0)


def days_of(client) -> list[tuple[list[str], list[str]]]:
    """For each of somebody's days away, as their page lists them: what needs somebody else, and which scorecards are owed."""
    left = client.get(reverse("my_time")).context["away"]
    return [([seat.interview.stage.name for seat in one.seats], [seat.interview.stage.name for seat in one.cards]) for one in left]


@pytest.mark.parametrize(
    ("away", "held", "owed"),
    [
        (("2026-03-03", "2026-03-06"), True, ["Coding"]),
        (("2026-03-11", "2026-03-13"), True, ["Coding"]),
        (("2026-03-13", "2026-03-20"), True, []),  # ten days after it nobody asks any more
        (("2026-03-03", "2026-03-06"), False, ["Coding"]),  # still to be held on the day before
        (("2026-03-04", "2026-03-06"), False, []),
    ],
)
def test_days_away_say_which_scorecards_are_owed_then(client, ivan, ivans_interview, away, held, owed):
    if held:
        ivans_interview.start(now=NOW)
        ivans_interview.end(now=NOW)
    client.force_login(ivan)

    added = client.post(reverse("my_away"), {"first_on": away[0], "last_on": away[1]})

    warned = [f"Your scorecard of {name} is owed then. Write it before you leave." for name in owed]
    assert said(added) == ["Saved. Nobody is offered those days of yours.", *warned]
    assert days_of(client) == [([], owed)]
    make_scorecard(interview=ivans_interview, submitted=True)
    assert days_of(client) == [([], [])]


def test_days_away_go_on_saying_what_needs_somebody_else(client, ivan, ines, loop, ivans_interview, django_assert_num_queries):
    Away.objects.create(person=ivan, first_on="2026-03-02", last_on="2026-03-02")
    Away.objects.create(person=ivan, first_on="2026-03-06", last_on="2026-03-06")
    make_interview(stage=loop.stages.get(name="System design"), lead=ines, starts_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    client.force_login(ivan)

    assert days_of(client) == [(["Coding"], []), ([], [])]
    with django_assert_num_queries(9):
        client.get(reverse("my_time"))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, {"first_on": ["Choose a day."]}),
        ({"first_on": "2026-03-04", "last_on": "2026-03-03"}, {"last_on": ["Choose a day that is not before the first one."]}),
        ({"first_on": "2026-02-01"}, {"last_on": ["Those days have passed. Choose later ones."]}),
        ({"first_on": "9999-12-31"}, {"last_on": ["Choose days within a year."]}),
        ({"first_on": "soon"}, {"first_on": ["Enter a date, for example 2026-03-02."]}),
    ],
)
def test_days_that_cannot_be_are_said_at_the_field(client, ivan, typed, fault):
    client.force_login(ivan)

    page = client.post(reverse("my_away"), typed)

    assert (page.status_code, errors(page)) == (422, fault)
    assert not Away.objects.exists()


def test_nobody_takes_back_anothers_days(client, ivan, ines):
    away = Away.objects.create(person=ines, first_on="2026-03-03", last_on="2026-03-03", reason="")
    client.force_login(ivan)

    assert client.post(reverse("my_away_removal", args=[away.pk])).status_code == 404
    assert Away.objects.count() == 1


def test_limits_are_ones_own(client, ivan):
    client.force_login(ivan)

    saved = client.post(
        reverse("my_time"),
        {"per_day": "1", "per_week": "3", "per_month": "9", "hours_per_week": "8", "gap_minutes": "15", "week_starts": "6"},
    )
    wrong = client.post(reverse("my_time"), {"per_day": "4", "per_week": "3", "gap_minutes": "999", "hours_per_week": "0"})

    assert saved.status_code == 302
    assert list(LoadLimit.objects.values_list("person", "per_day", "per_week", "per_month", "hours_per_week", "week_starts")) == [
        (ivan.pk, 1, 3, 9, 8, 6)
    ]
    assert (wrong.status_code, errors(wrong)) == (
        422,
        {
            "gap_minutes": ["Enter a whole number from 0 to 240."],
            "hours_per_week": ["Enter a whole number from 1 to 60."],
            "__all__": ["A week takes at least as many interviews as a day. Make the week more, or the day less."],
        },
    )


def test_a_recruiter_says_who_is_in_a_pool(client, lena, ivan, loop):
    kind = loop.stages.get(name="Coding").kind
    client.force_login(lena)

    empty = client.get(reverse("pool", args=[kind.key]))
    client.post(reverse("pool", args=[kind.key]), {"person": "Ivan Interviewer"})
    member = Qualification.objects.get()
    listed = client.get(reverse("pools"))
    gone = client.post(reverse("pool_removal", args=[kind.key, member.pk]))

    assert "everybody may take these interviews" in empty.content.decode()
    assert (member.person, member.kind, member.qualified_by) == (ivan, kind, lena)
    assert [(one.key, one.people) for one in listed.context["kinds"]] == [("coding", 1), ("system-design", 0)]
    assert (gone.status_code, Qualification.objects.count()) == (302, 0)


@pytest.mark.parametrize(("who", "status"), [("ivan", 403), ("otto", 403), ("lena", 200), ("ada", 200)])
def test_pools_are_for_those_who_plan(request, client, loop, who, status):
    client.force_login(request.getfixturevalue(who))
    kind = loop.stages.first().kind

    assert client.get(reverse("pools")).status_code == status
    assert client.get(reverse("pool", args=[kind.key])).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_a_pool_costs_the_same_for_more_people(client, lena, loop, rows, django_assert_num_queries):
    kind = loop.stages.first().kind
    for number in range(rows):
        person = make_user(name=f"Person {number}", email=f"{number}@example.com")
        Qualification.give(person, kind, by=lena, now=NOW)
    client.force_login(lena)

    with django_assert_num_queries(7):
        client.get(reverse("pool", args=[kind.key]))


def test_who_should_not_judge_declines_and_is_never_seated_again(client, ivan, lena, loop, ivans_interview):
    client.force_login(ivan)

    client.post(
        reverse("answer", args=[ivans_interview.seats.get().pk]),
        {"answer": "decline", "reason": "We were colleagues", "recuses": "on"},
    )

    assert list(Recusal.objects.values_list("person", "candidate")) == [(ivan.pk, loop.candidate_id)]
    assert client.get(reverse("interview", args=[ivans_interview.pk])).status_code == 404
    with pytest.raises(booking.Clash, match="Ivan Interviewer said that they should not judge Maya Chen"):
        booking.add_seat(ivans_interview, ivan, "shadow", by=lena, now=NOW, despite="Nobody else")


def test_who_only_has_no_time_may_be_asked_again(client, ivan, ivans_interview):
    client.force_login(ivan)

    client.post(reverse("answer", args=[ivans_interview.seats.get().pk]), {"answer": "decline", "reason": "On holiday"})

    assert not Recusal.objects.exists()


def test_free_slots_fill_in_the_form(client, lena, ivan, ines, loop, plan):
    coding = loop.stages.get(name="Coding")
    Qualification.give(ivan, coding.kind, by=lena, now=NOW)
    make_interview(stage=loop.stages.get(name="System design"), lead=ines, starts_at=datetime(2026, 3, 3, 11, 0, tzinfo=UTC))
    client.force_login(lena)

    page = client.get(reverse("booking", args=[coding.pk]))
    slots = [(day, [f"{slot.starts_at:%H:%M}" for slot, _ in found]) for day, found in page.context["slots"]]
    _, address = page.context["slots"][0][1][0]
    filled = client.get(reverse("booking", args=[coding.pk]) + address)

    assert slots[:2] == [("Mon 2 Mar", ["11:00", "12:00", "13:00"]), ("Tue 3 Mar", ["09:00"])]
    assert filled.context["form"]["at"].value() == "12:00"  # in Berlin
    assert filled.context["form"]["person_0"].value() == "Ivan Interviewer (ivan@example.com)"
    assert filled.context["outlook"].clashes == filled.context["outlook"].warnings == []
