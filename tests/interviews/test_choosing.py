"""The candidate chooses by their link: what is offered, taken, moved and cancelled, and who is told what."""

import re
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.access import Refused
from accounts.models import Mail
from interviews import booking, choosing
from interviews.models import CandidateDeed, Interview, PageLink, Qualification, Reminder, TimeOffer
from interviews.models.choosing import page_of
from tests.clients import signed_in
from tests.factories import make_candidate, make_interview, make_loop, make_seat
from tests.interviews.test_booking_race import at_once

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
TERMS = choosing.Terms(first_on=date(2026, 3, 3), last_on=date(2026, 3, 6), opens=time(9), closes=time(17), place="https://meet/1")


@pytest.fixture
def coding(loop):
    """Maya's coding stage."""
    return loop.stages.get(name="Coding")


@pytest.fixture
def pool(coding, ivan, lena, now):
    """Ivan alone is in the pool for coding."""
    return Qualification.give(ivan, coding.kind, by=lena, now=now)


@pytest.fixture
def offer(coding, pool, lena, now) -> TimeOffer:
    """Maya may choose from Tuesday to Friday, 9 to 17 by her clock, which shows UTC."""
    return choosing.offer(coding, TERMS, by=lena, now=now)


@pytest.fixture
def page(offer, loop, lena, now) -> str:
    """The address of Maya's page."""
    return f"/c/{page_of(loop, by=lena, now=now).token}/"


def code(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}"


def owed(kind: str) -> list[tuple[str, str]]:
    """To whom mails of a kind are owed, and why."""
    mails = Reminder.objects.filter(kind=kind, mail__in=Mail.objects.owed()).order_by("mail__address")
    return list(mails.values_list("mail__address", "why"))


def test_what_is_offered_is_accepted_and_a_get_changes_nothing(page, offer, coding, maya, ivan, monday):
    maya.zone = "Asia/Kolkata"
    maya.save(update_fields=["zone"])

    answer = Client().get(page)
    shown = answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"  # with "no-referrer" browsers send their posts from "null", which is refused

    codes = re.findall(r'name="at" value="([^"]+)"', shown)
    assert codes[0] == "2026-03-03T09:00Z"  # ivan begins at nine in Lisbon, and it is half past two in the afternoon for her
    assert "14:30–15:30 Kolkata" in shown
    assert "All times are in Kolkata time (Asia/Kolkata)" in shown
    assert Client().get(f"{page}stages/{coding.pk}/choice/?at={codes[0]}").status_code == 405
    assert not Interview.objects.exists()
    for number, one in enumerate(codes[::6]):
        starts_at = datetime.fromisoformat(one)
        interview = choosing.choose(offer, starts_at, now=offer.made_at)
        assert (number, interview.starts_at) == (number, starts_at)
        Interview.objects.all().delete()


def test_choosing_books_invites_and_tells_the_recruiter(page, coding, monday):
    answer = Client().post(f"{page}stages/{coding.pk}/choice/", {"at": code(TUESDAY)})

    interview = Interview.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert (interview.starts_at, interview.place) == (TUESDAY, "https://meet/1")
    assert [(seat.person.name, seat.role) for seat in interview.seats.all()] == [("Ivan Interviewer", "lead")]
    assert owed("invitation") == [
        ("ivan@example.com", "Maya Chen chose the time"),
        ("maya@example.org", "Maya Chen chose the time"),
    ]
    assert owed("candidate_changed") == [("lena@example.com", "Coding: Maya Chen chose a time")]
    shown = Client().get(page).content.decode()
    assert "Tuesday 3 March 2026, 10:00–11:00 UTC" in shown
    assert "With" in shown
    assert "Ivan Interviewer" in shown
    assert "It is booked. You and your interviewers get an invitation by mail." in shown


def test_a_panel_is_chosen_whole(loop, coding, pool, ines, lena, now):
    coding.roles = ["lead", "panel", "shadow"]
    coding.save(update_fields=["roles"])
    offer = choosing.offer(coding, TERMS, by=lena, now=now)
    assert choosing.slots(offer, now=now) == []

    Qualification.give(ines, coding.kind, by=lena, now=now)

    interview = choosing.choose(offer, datetime(2026, 3, 3, 15, 0, tzinfo=UTC), now=now)
    assert sorted(seat.role for seat in interview.seats.all()) == ["lead", "panel"]
    assert len({seat.person for seat in interview.seats.all()}) == 2


def test_of_two_candidates_who_click_one_hour_the_second_gets_fresh_times(page, coding, plan, job, ivan, lena, now, monday):
    other = make_loop(
        plan=plan, candidate=make_candidate(name="Bo Zetter", email="bo@example.org", added_by=lena), job=job, recruiter=lena
    )
    make_interview(stage=other.stages.get(name="Coding"), lead=ivan, starts_at=TUESDAY)

    answer = Client().post(f"{page}stages/{coding.pk}/choice/", {"at": code(TUESDAY)})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "That time was taken a moment ago. These are still free." in shown
    assert 'value="2026-03-03T09:00Z"' in shown
    assert f'value="{code(TUESDAY)}"' not in shown
    assert "Zetter" not in shown


def test_the_same_click_twice_is_one_interview_and_another_click_is_told(offer, now):
    first = choosing.choose(offer, TUESDAY, now=now)

    assert choosing.choose(offer, TUESDAY, now=now) == first
    with pytest.raises(Refused, match="It is booked already, for Tue 3 Mar, 10:00–11:00 UTC"):
        choosing.choose(offer, TUESDAY + DAY, now=now)


def test_a_move_keeps_the_people_tells_them_why_and_is_a_version(page, offer, ivan, ines, lena, now, monday):
    interview = choosing.choose(offer, TUESDAY, now=now)
    make_seat(interview=interview, person=ines, role="shadow")  # in New York, who cannot be there at nine

    answer = Client().post(f"{page}interviews/{interview.pk}/move/", {"at": "2026-03-04T09:00Z", "reason": "My train"})

    assert answer.status_code == 302
    interview.refresh_from_db()
    move = interview.moves.get()
    assert (interview.starts_at, interview.version) == (datetime(2026, 3, 4, 9, 0, tzinfo=UTC), 2)
    assert (move.reason, move.was_by_candidate) == ("My train", True)
    assert ("ivan@example.com", "Maya Chen moved it: My train") in owed("invitation")
    assert owed("candidate_changed")[-1] == ("lena@example.com", "Coding: Maya Chen moved it")
    assert "by Maya Chen: My train" in signed_in(lena).get(f"/loops/{interview.stage.loop_id}/").content.decode()


def test_who_only_watches_never_holds_a_move_up(offer, plan, job, ines, lena, now):
    interview = choosing.choose(offer, TUESDAY, now=now)
    shadow = make_seat(interview=interview, person=ines, role="shadow")
    other = make_loop(
        plan=plan, candidate=make_candidate(name="Bo Zetter", email="bo@example.org", added_by=lena), job=job, recruiter=lena
    )
    make_interview(stage=other.stages.get(name="System design"), lead=ines, starts_at=TUESDAY + DAY)

    choosing.move(offer, interview, TUESDAY + DAY, reason="My train", now=now)

    shadow.refresh_from_db()
    assert shadow.removed_at == now
    assert interview.seats.held().count() == 1


def test_past_the_limits_the_page_says_whom_to_write_to(page, offer, now):
    interview = choosing.choose(offer, TUESDAY, now=now)
    for hours in (1, 2, 3):
        choosing.move(offer, interview, TUESDAY + hours * HOUR, reason="Sorry", now=now)

    with time_machine.travel(now, tick=False):
        moved = Client().get(page).content.decode()
        refused = Client().post(f"{page}interviews/{interview.pk}/move/", {"at": code(TUESDAY), "reason": "Again"})
    with time_machine.travel(TUESDAY - 20 * HOUR, tick=False):
        late = Client().get(f"{page}interviews/{interview.pk}/cancellation/").content.decode()

    assert "You moved it 3 times, which is as often as this page can. Write to Lena Recruiter, lena@example.com." in moved
    assert refused.status_code == 422
    assert "Less than 24 hours are left, so people have prepared. Write to Lena Recruiter, lena@example.com." in late
    interview.refresh_from_db()
    assert interview.starts_at == TUESDAY + 3 * HOUR


def test_each_page_asks_why_in_its_own_words(page, offer, lena, ivan, now, monday):
    interview = choosing.choose(offer, TUESDAY, now=now)
    recruiters, ivans, maya = signed_in(lena), signed_in(ivan), Client()
    pages = {
        "Why does the first time not suit you": maya.get(f"{page}interviews/{interview.pk}/move/"),
        "Why do you cancel": maya.get(f"{page}interviews/{interview.pk}/cancellation/"),
        "Why": recruiters.get(f"/interviews/{interview.pk}/cancellation/"),
        "Why ": ivans.get(f"/seats/{interview.seats.get().pk}/answer/"),
    }

    assert {label: answer.context["form"]["reason"].label for label, answer in pages.items()} == {
        label: label.strip() for label in pages
    }


def test_a_cancellation_needs_a_reason_and_ends_the_offer(page, offer, lena, now, monday):
    interview = choosing.choose(offer, TUESDAY, now=now)
    address = f"{page}interviews/{interview.pk}/cancellation/"
    assert Client().post(address, {"reason": ""}).status_code == 422

    assert Client().post(address, {"reason": "I took another offer"}).status_code == 302

    interview.refresh_from_db()
    shown = Client().get(page).content.decode()
    assert (interview.cancel_reason, interview.was_cancelled_by_candidate) == ("I took another offer", True)
    assert "It is cancelled. Your interviewers are told" in shown
    assert "These times are no longer open. Write to Lena Recruiter, lena@example.com." in shown
    assert owed("candidate_changed")[-1] == ("lena@example.com", "Coding: Maya Chen cancelled it")
    with pytest.raises(Refused, match="no longer open"):
        choosing.choose(offer, TUESDAY, now=now)


def test_the_file_for_a_calendar_has_the_uid_of_the_invitation_and_nothing_internal(page, offer, now, monday):
    interview = choosing.choose(offer, TUESDAY, now=now)

    answer = Client().get(f"{page}interviews/{interview.pk}/entry/")

    event = icalendar.Calendar.from_ical(answer.content).events[0]
    assert str(event["UID"]) == interview.invitations.get(candidate__isnull=False).uid
    assert event["DTSTART"].dt == TUESDAY
    assert [word for word in ("Senior", "kit", "lead", "/interviews/") if word in answer.content.decode()] == []


def test_a_link_opens_its_own_loop_until_another_takes_its_place(page, offer, plan, job, ivan, lena, monday):
    other = make_loop(
        plan=plan, candidate=make_candidate(name="Bo Zetter", email="bo@example.org", added_by=lena), job=job, recruiter=lena
    )
    theirs = make_interview(stage=other.stages.get(name="Coding"), lead=ivan, starts_at=TUESDAY)
    token = page.split("/")[2]
    assert Client().get(f"{page}interviews/{theirs.pk}/move/").status_code == 404
    assert Client().post(f"{page}stages/{theirs.stage_id}/choice/", {"at": code(TUESDAY)}).status_code == 404
    assert token not in str(list(PageLink.objects.values()))

    signed_in(lena).post(f"/stages/{offer.stage_id}/times/link/")

    assert Client().get(page).status_code == 410
    assert Client().get(f"/c/{page_of(offer.stage.loop, by=lena, now=offer.made_at).token}/").status_code == 200


def test_a_recruiter_looks_offers_and_takes_back(coding, pool, lena, otto, monday):
    address = f"/stages/{coding.pk}/times/"
    assert signed_in(otto).get(address).status_code == 404
    assert "Ivan Interviewer, lead: 1 of 5 that week" in signed_in(lena).get(address).content.decode()
    typed = {"first_on": "2026-03-03", "last_on": "2026-03-06", "opens": "09:00", "closes": "17:00", "place": ""}
    limits = {"most_moves": "1", "notice_hours": "48"}
    assert signed_in(lena).post(address, {**typed, **limits, "last_on": "2026-03-02"}).status_code == 422

    assert signed_in(lena).post(address, {**typed, **limits}).status_code == 302

    assert owed("times_offered") == [("maya@example.org", "Coding: Lena Recruiter offers times from 3 Mar to 6 Mar")]
    assert (TimeOffer.objects.get().most_moves, TimeOffer.objects.get().notice_hours) == (1, 48)
    signed_in(lena).post(f"{address}end/")
    assert TimeOffer.objects.get().end_reason == "Lena Recruiter took them back."


@pytest.mark.django_db(transaction=True)
def test_many_candidates_choosing_and_moving_at_once_leave_nobody_in_two_places(plan, job, ivan, ines, lena, now):
    """Eight candidates, two interviewers, each candidate chooses one of the first hours and then moves: by SQL nothing overlaps."""
    offers = []
    for name in ["Ada", "Bo", "Cy", "Di", "Ed", "Fay", "Gus", "Hal"]:
        one = make_candidate(name=name, email=f"{name}@example.org", added_by=lena)
        stage = make_loop(plan=plan, candidate=one, job=job, recruiter=lena).stages.get(name="Coding")
        offers.append(stage)
    for person in (ivan, ines):
        Qualification.give(person, offers[0].kind, by=lena, now=now)
    offers = [choosing.offer(stage, TERMS, by=lena, now=now) for stage in offers]
    at = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)

    def attempt(number):
        def run():
            try:
                interview = choosing.choose(offers[number], at + number % 2 * HOUR, now=now)
                choosing.move(offers[number], interview, at + DAY + number % 3 * HOUR, reason="Because", now=now)
            except Refused as refused:
                raise booking.Clash({None: refused.sentence}) from refused

        return run

    outcomes = at_once([attempt(number) for number in range(8)])

    assert set(outcomes) <= {"", choosing.GONE}
    assert CandidateDeed.objects.filter(kind="chose").count() == Interview.objects.count() >= 3
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM interviews_seat a JOIN interviews_seat b ON a.person_id = b.person_id AND a.id < b.id "
            "AND a.during && b.during WHERE NOT (a.is_void OR b.is_void) AND a.declined_at IS NULL AND b.declined_at IS NULL "
            "AND a.removed_at IS NULL AND b.removed_at IS NULL"
        )
        assert cursor.fetchone() == (0,)
