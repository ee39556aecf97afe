"""House rules: what the company chose for all candidates alike, and that it holds."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from accounts.models import Mail
from interviews import booking, choosing, replacing, waiting
from interviews.choosing_emails import seat_declined
from interviews.models import CandidateDeed, HouseRules, Loop, Qualification, Reminder
from interviews.models.choosing import page_of
from tests.clients import errors, signed_in
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(interview) -> list[str]:
    """Why the candidate is owed an invitation."""
    mails = Reminder.objects.filter(interview=interview, mail__in=Mail.objects.owed(), mail__address="maya@example.org")
    return list(mails.filter(invitation__isnull=False).order_by("pk").values_list("why", flat=True))


@pytest.fixture
def booked(loop, ivan, ines, lena, now):
    """Coding on Wednesday with ivan; ines is in the pool too."""
    stage = loop.stages.get(name="Coding")
    for person in (ivan, ines):
        Qualification.give(person, stage.kind, by=lena, now=now)
    at = now + 2 * DAY + 6 * HOUR
    return booking.book(stage, starts_at=at, ends_at=at + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)


def test_without_a_word_of_the_company_the_defaults_hold():
    assert (HouseRules.current().tells_new_people, HouseRules.current().days_without_word) == (True, 5)


def test_a_recruiter_changes_them(lena, ivan):
    client = signed_in(lena)

    said = {"days_without_word": "9", "staff_reasons": "off", "candidate_reasons": "optional"}
    shown = client.get(reverse("house_rules"))
    wrong = client.post(reverse("house_rules"), {"tells_new_people": "on", "days_without_word": "31", "staff_reasons": "later"})
    saved = client.post(reverse("house_rules"), said)

    assert shown.context["form"].initial["tells_new_people"] is True
    assert (wrong.status_code, errors(wrong)) == (
        422,
        {
            "days_without_word": ["Enter a whole number from 2 to 30."],
            "staff_reasons": ["Choose one from the list."],
            "candidate_reasons": ["Choose one from the list."],
        },
    )
    assert saved.status_code == 302
    columns = ("tells_new_people", "days_without_word", "staff_reasons", "candidate_reasons")
    assert list(HouseRules.objects.values_list(*columns)) == [(False, 9, "off", "optional")]
    assert signed_in(ivan).get(reverse("house_rules")).status_code == 403


@pytest.mark.parametrize("tells", [True, False])
def test_the_candidate_is_told_of_a_new_name_unless_the_house_says_no(booked, ivan, ines, lena, now, tells):
    HouseRules.objects.create(tells_new_people=tells)
    seat = booked.seats.get()
    booking.answer(seat, by=ivan, accepts=False, reason="On holiday", now=now)

    made = replacing.replace(seat, now=now)

    assert made.seat.person == ines
    booked_by, replaced = "Lena Recruiter booked it", "Ines Interviewer takes the seat of Ivan Interviewer, who declined"
    assert told(booked) == ([replaced] if tells else [booked_by])
    invited = Mail.objects.owed().filter(address="ines@example.com").exists()
    page = signed_in(lena).get(reverse("loop", args=[booked.stage.loop_id])).text
    assert (invited, "told Ivan Interviewer, now Ines Interviewer" in page) == (True, not tells)
    letter = seat_declined(Mail.objects.get(kind="loop.seat_declined"), now)
    assert ("They, the others and Maya Chen are told by mail." in letter.text) == tells


def test_a_move_is_told_whatever_the_house_says(booked, lena, now):
    HouseRules.objects.create(tells_new_people=False)

    booking.move(booked, starts_at=booked.starts_at + HOUR, ends_at=booked.ends_at + HOUR, by=lena, reason="Earlier train", now=now)

    assert told(booked) == ["Lena Recruiter moved it: Earlier train"]


@pytest.mark.parametrize(("days", "waits"), [(2, 1), (5, 1), (6, 0)])
def test_how_long_a_candidate_waits_is_the_companys_to_say(loop, days, waits):
    HouseRules.objects.create(days_without_word=days)

    found = list(waiting.waiting(Loop.objects.all(), now=LONG_AGO + 5 * DAY))

    assert [one.patience for one in found] == [days] * waits


ASKED = [("required", 422, "", True), ("optional", 302, "no reason given", True), ("off", 302, "no reason given", False)]


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("wish", "status", "kept", "has_field"), ASKED)
def test_staff_say_why_as_the_house_asks(booked, lena, wish, status, kept, has_field):
    HouseRules.objects.create(staff_reasons=wish)
    client = signed_in(lena)
    moves, cancels = (reverse(name, args=[booked.pk]) for name in ("move", "cancellation"))

    shown = ['name="reason"' in client.get(address).text for address in (moves, cancels)]
    moved = client.post(moves, {"on": "2026-03-05", "at": "15:00", "minutes": "60", "place": ""})
    gone = client.post(cancels, {})

    booked.refresh_from_db()
    assert shown == [has_field, has_field]
    assert (moved.status_code, gone.status_code, booked.cancel_reason) == (status, status, kept)
    assert [move.reason for move in booked.moves.all()] == ([kept] if kept else [])


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("wish", "status", "kept", "has_field"), ASKED)
def test_the_week_asks_why_as_the_house_does(booked, ivan, lena, wish, status, kept, has_field):
    HouseRules.objects.create(staff_reasons=wish)
    client, address = signed_in(lena), reverse("week", args=[booked.stage_id])
    sent = f"{booked.stage_id}|2026-03-06T15:00Z|60|{ivan.pk}:lead"

    shown = 'name="reason"' in client.get(address, {"at": "2026-03-06T15:00Z"}).text
    moved = client.post(address, {"sitting": sent, "moves": booked.pk})

    assert (shown, moved.status_code) == (has_field, status)
    assert [move.reason for move in booked.moves.all()] == ([kept] if kept else [])


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("wish", "status", "kept", "has_field"), ASKED)
def test_candidates_say_why_as_the_house_asks(  # noqa: PLR0917 -- the whole cast is on stage
    loop, ivan, lena, client, now, wish, status, kept, has_field
):
    HouseRules.objects.create(candidate_reasons=wish)
    coding = loop.stages.get(name="Coding")
    Qualification.give(ivan, coding.kind, by=lena, now=now)
    days = {"first_on": now.date() + DAY, "last_on": now.date() + 4 * DAY}
    offered = choosing.offer(coding, choosing.Terms(**days, opens=time(9), closes=time(17)), by=lena, now=now)
    chosen = choosing.choose(offered, now + 2 * DAY + HOUR, now=now)
    token = page_of(loop, by=lena, now=now).token
    moves, cancels = (reverse(f"candidate_page_{name}", args=[token, chosen.pk]) for name in ("move", "cancellation"))

    page = client.get(moves)
    shown = ['name="reason"' in page.text, 'name="reason"' in client.get(cancels).text]
    moved = client.post(moves, {"at": re.findall(r'name="at" value="([^"]+)"', page.text)[0]})
    gone = client.post(cancels, {})

    chosen.refresh_from_db()
    assert shown == [has_field, has_field]
    assert (moved.status_code, gone.status_code, chosen.cancel_reason) == (status, status, kept)
    deeds = CandidateDeed.objects.exclude(kind="chose").order_by("pk")
    assert [deed.reason for deed in deeds] == ([kept, kept] if kept else [])
