"""Public holidays: by the place somebody chose, off like a day away unless they work, and shown by name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse

from accounts import post
from accounts.models import Mail
from interviews import booking, owed, public_holidays
from interviews.models import HolidayPlace, Qualification
from scorecards import reminding
from tests.clients import errors, signed_in
from tests.conftest import NOW
from tests.interviews.test_week import lanes

pytestmark = pytest.mark.usefixtures("monday")
TUESDAY = date(2026, 3, 3)  # Liberation Day in Bulgaria
NAMED = "Ivan Interviewer has a public holiday on Tue 3 Mar: Liberation Day."


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def in_bulgaria(ivan) -> HolidayPlace:
    return HolidayPlace.objects.create(person=ivan, country="BG")


@pytest.fixture
def coding(loop, ivan, lena):
    stage = loop.stages.get(name="Coding")
    Qualification.give(ivan, stage.kind, by=lena, now=NOW)
    return stage


def book(stage, person, by, day: int = 3, despite: str = ""):
    starts_at = at(day, 10)
    people = [(person, "lead")]
    return booking.book(stage, starts_at=starts_at, ends_at=at(day, 11), people=people, place="", by=by, now=NOW, despite=despite)


def test_somebody_chooses_their_place_and_nothing_is_chosen_for_them(client, ivan):
    client.force_login(ivan)
    before = client.get("/me/time/")

    client.post("/me/time/holidays/", {"country": "AU"})
    country = client.get("/me/time/")
    client.post("/me/time/holidays/", {"country": "AU", "region": "VIC"})
    region = client.get("/me/time/")
    client.post("/me/time/holidays/", {"country": "BG", "region": "VIC"})  # the region of the country before goes with it
    moved = HolidayPlace.objects.values_list("country", "region").get()
    client.post("/me/time/holidays/", {"country": ""})

    labour_day = (date(2026, 3, 9), "Labor Day", False)
    assert before.context["holidays"] == []
    assert [labour_day in page.context["holidays"] for page in (country, region)] == [False, True]
    assert ("Everywhere in the country" in before.content.decode(), "Victoria" in country.content.decode()) == (False, True)
    assert (moved, HolidayPlace.objects.exists()) == (("BG", ""), False)


@pytest.mark.parametrize("typed", [{"country": "XX"}, {"country": "bg\0"}, {"country": "BG", "region": "x" * 21}])
def test_a_place_that_is_none_is_said_at_the_field(client, ivan, typed):
    client.force_login(ivan)

    page = client.post("/me/time/holidays/", typed)

    assert (page.status_code, HolidayPlace.objects.exists()) in {(422, False), (400, False)}
    assert page.status_code == 400 or set(errors(page)) <= {"country", "region"}


def test_a_holiday_is_not_offered_and_needs_a_reason(client, in_bulgaria, coding, ivan, lena):
    client.force_login(lena)
    offered = [day for day, _ in client.get(reverse("booking", args=[coding.pk])).context["slots"]]

    with pytest.raises(booking.Clash) as refused:
        book(coding, ivan, lena)

    assert offered[0] == "Mon 2 Mar"
    assert "Tue 3 Mar" not in offered
    assert (refused.value.sentence, refused.value.may_be) == (NAMED, True)
    book(coding, ivan, lena, despite="Nobody else")
    assert coding.interviews.get().set_aside.get().words == NAMED


def test_who_works_then_is_offered_again_until_they_have_it_off(in_bulgaria, coding, ivan, lena):
    client = signed_in(ivan)

    for _ in range(2):
        client.post("/me/time/holidays/day/", {"day": "2026-03-03", "works": "yes"})
    answer = client.get("/me/time/?holidays")
    shown = answer.context["holidays"][0]
    book(coding, ivan, lena).delete()
    client.post("/me/time/holidays/day/", {"day": "2026-03-03"})

    assert shown == (TUESDAY, "Liberation Day", True)
    assert '<details class="fold" open><summary>' in answer.content.decode()  # whoever clicked one goes on where they were
    assert HolidayPlace.objects.get().works_on == []
    with pytest.raises(booking.Clash):
        book(coding, ivan, lena)


@pytest.mark.parametrize("day", ["2026-03-04", "2025-03-03", "2027-03-03", "soon", ""])
def test_a_day_that_is_no_holiday_ahead_is_not_found(in_bulgaria, ivan, day):
    assert signed_in(ivan).post("/me/time/holidays/day/", {"day": day, "works": "yes"}).status_code == 404


def test_nobody_without_a_place_has_a_holiday(ivan, coding, lena):
    assert signed_in(ivan).post("/me/time/holidays/day/", {"day": "2026-03-03"}).status_code == 404
    assert book(coding, ivan, lena).seats.get().person == ivan


def test_the_week_shows_it_by_name(client, in_bulgaria, coding, lena):
    client.force_login(lena)
    address = reverse("week", args=[coding.pk])

    page, in_words = client.get(address), client.get(address, {"as": "list"})

    assert lanes(page, 3, "11:00") == ["free", "holiday"]
    assert page.context["week"].heads[:3] == [(date(2026, 3, 2), []), (TUESDAY, ["Liberation Day: Ivan"]), (date(2026, 3, 4), [])]
    assert "Liberation Day: Ivan" in page.content.decode()
    (tuesday,) = (people for day, _, _, _, people in in_words.context["week"].as_list if day == TUESDAY)
    assert dict(tuesday)["Ivan Interviewer"] == "public holiday, Liberation Day 10:00–19:00"
    row = next(row for row in page.context["week"].rows if f"{row.at:%H:%M}" == "11:00")
    assert row.cells[1].slots[0].against == "Ivan Interviewer has a public holiday, Liberation Day"


def test_no_scorecard_is_asked_for_on_a_holiday(in_bulgaria, coding, ivan, lena):
    interview = book(coding, ivan, lena, day=2)
    interview.start(now=at(2, 10))
    interview.end(now=at(2, 11))
    owed.after_end(interview, now=at(2, 11))

    sent = {}
    for day in (3, 4):
        outbox.outbox.clear()
        for mail in Mail.objects.owed().filter(kind="loop.scorecard_due", due_at__lte=at(day, 9), due_at__gt=at(day, 0)):
            post.deliver(mail, outbox.get_connection(), now=mail.due_at)
        sent[day] = [message.to for message in outbox.outbox]

    assert sent == {3: [], 4: [["ivan@example.com"]]}
    assert Mail.objects.get(dropped_at__isnull=False, kind="loop.scorecard_due").drop_reason == (
        "Ivan Interviewer has a public holiday today, Liberation Day."
    )


@pytest.mark.parametrize(("works_on", "due_at"), [([], None), ([TUESDAY], at(3, 8) + timedelta(minutes=30))])
def test_a_morning_is_none_on_a_holiday_unless_they_work(in_bulgaria, ivan, works_on, due_at):
    in_bulgaria.works_on = works_on
    in_bulgaria.save()

    assert reminding._morning(ivan, at(3, 9)) == due_at


def test_every_country_has_a_name_and_its_days_can_be_told():
    named = public_holidays.countries()

    assert len(named) > 200
    assert (named["DE"], named["BA"], named["GB"]) == ("Germany", "Bosnia and Herzegovina", "United Kingdom")
    assert [code for code in named if any(not name for _, name in public_holidays.of_year(code, "", 2026))] == []
    assert [len(public_holidays.of_year(*place, 2026)) for place in (("XX", ""), ("BG", "no such region"))] == [0, 18]
