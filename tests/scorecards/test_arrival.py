"""Whether the candidate came: said in the room, told to the recruiter once and at once, taken back while it makes sense."""

import pytest
import time_machine
from django.core import mail as outbox

from accounts.models import Mail
from accounts.tasks import send_owed_mail
from interviews import arriving, booking
from interviews.models import ArrivalReport
from tests.clients import signed_in
from tests.factories import make_interview
from tests.scorecards.planning import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(ivans_interview):
    """Coding, Monday 10:00 to 11:00 UTC, ivan leads; nobody has come yet."""
    return ivans_interview


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def post(person, path, minute, data=None, **headers):
    with time_machine.travel(at(minute), tick=False):
        return signed_in(person).post(path, data or {}, headers=headers or None)


def get(person, path, minute):
    with time_machine.travel(at(minute), tick=False):
        return signed_in(person).get(path)


def report(person, interview, minute, kind, minutes=""):
    return post(person, f"/interviews/{interview.pk}/arrival/reports/", minute, {"kind": kind, "minutes": minutes})


def mails() -> list[tuple[str, str, str]]:
    return list(Mail.objects.filter(kind="loop.arrival").order_by("pk").values_list("address", "reminder__why", "dropped_at"))


def test_the_candidate_is_here_and_not_after_all(interview, ivan):
    for _ in range(2):
        post(ivan, f"/interviews/{interview.pk}/arrival/", -3)
    interview.refresh_from_db()
    assert interview.arrived_at == at(-3)
    assert "The candidate is here since 09:57" in words(get(ivan, f"/interviews/{interview.pk}/room/", -2))

    post(ivan, f"/interviews/{interview.pk}/arrival/", -2, {"undo": "1"})

    interview.refresh_from_db()
    assert interview.arrived_at is None


def test_once_it_has_begun_the_arrival_stays(interview, ivan):
    interview.start(now=at(2))

    assert post(ivan, f"/interviews/{interview.pk}/arrival/", 3, {"undo": "1"}).status_code == 403


def test_late_is_told_to_the_recruiter_once(interview, ivan, lena, settings):
    for _ in range(2):
        assert report(ivan, interview, 5, "late", "10").status_code == 302
    assert mails() == [("lena@example.com", "Coding: late by 10 min", None)]
    assert "Maya Chen late by 10 min, said Ivan Interviewer at 10:05." in words(get(ivan, f"/interviews/{interview.pk}/room/", 6))
    assert "Maya Chen late by 10 min" in words(get(lena, "/", 6))
    assert "Maya Chen late by 10 min" in words(get(lena, f"/loops/{interview.stage.loop_id}/", 6))

    with time_machine.travel(at(6), tick=False):
        Mail.objects.update(due_at=at(0), not_after=None)
        send_owed_mail()
        send_owed_mail()

    (message,) = outbox.outbox
    assert message.to == ["lena@example.com"]
    assert message.subject == "Maya Chen late by 10 min: Coding, Mon 2 Mar, 11:00–12:00 Berlin"
    assert f"/loops/{interview.stage.loop_id}/" in message.body


def test_another_number_of_minutes_replaces_the_first(interview, ivan):
    report(ivan, interview, 5, "late", "10")
    report(ivan, interview, 9, "late", "20")

    assert list(ArrivalReport.objects.standing().values_list("minutes", flat=True)) == [20]
    assert ArrivalReport.objects.count() == 2


@pytest.mark.parametrize("minutes", ["", "0", "999", "soon"])
def test_late_needs_minutes(interview, ivan, minutes):
    answer = report(ivan, interview, 5, "late", minutes)

    assert answer.status_code == 422
    assert "Late by how many minutes" in words(answer)
    assert not ArrivalReport.objects.exists()


def test_what_follows_a_long_wait_is_offered_from_15_minutes_on(interview, ivan):
    before, after = (words(get(ivan, f"/interviews/{interview.pk}/room/", minute)) for minute in (14, 15))

    button = "The candidate did not come</button>"
    assert " hidden>" in before[before.index("data-shows-from") :].split(">")[0] + ">"
    assert " hidden>" not in after[after.index("data-shows-from") :].split(">")[0] + ">"
    assert button in after
    assert report(ivan, interview, 14, "no_show").status_code == 403
    assert report(ivan, interview, 14, "another_time").status_code == 403


def test_another_time_waits_for_the_recruiter_until_it_is_moved(interview, ivan, lena):
    report(ivan, interview, 16, "another_time")
    assert "Maya Chen needs another time" in words(get(lena, "/", 17))
    assert mails() == [("lena@example.com", "Coding: needs another time", None)]

    booking.move(interview, starts_at=at(180), ends_at=at(240), by=lena, reason="Train late", now=at(20))

    assert "needs another time" not in words(get(lena, "/", 21))
    assert list(ArrivalReport.objects.standing()) == []


def test_who_did_not_come_frees_the_stage_and_everybodys_time(interview, ivan, lena):
    answer = report(ivan, interview, 20, "no_show")

    interview.refresh_from_db()
    assert answer["Location"] == f"/interviews/{interview.pk}/"
    assert interview.no_show_at == at(20)
    assert mails() == [("lena@example.com", "Coding: did not come", None)]
    assert "Maya Chen did not come" in words(get(lena, "/", 21))
    assert "did not come. Lena Recruiter is told." in words(get(ivan, f"/interviews/{interview.pk}/", 21))
    assert get(ivan, f"/interviews/{interview.pk}/room/", 21).status_code == 404


def test_that_nobody_came_is_taken_back(interview, ivan, lena):
    report(ivan, interview, 20, "no_show")
    said = ArrivalReport.objects.get()

    for _ in range(2):
        post(ivan, f"/interviews/{interview.pk}/arrival/reports/{said.pk}/withdrawal/", 22)

    interview.refresh_from_db()
    said.refresh_from_db()
    assert (interview.no_show_at, said.withdrawn_by) == (None, ivan)
    assert Mail.objects.get(kind="loop.arrival").drop_reason == "It was taken back."
    assert "did not come" not in words(get(lena, "/", 23))
    assert get(ivan, f"/interviews/{interview.pk}/room/", 23).status_code == 200


def test_once_the_stage_is_booked_again_it_is_not_taken_back(interview, ivan, ines, lena):
    report(ivan, interview, 20, "no_show")
    make_interview(stage=interview.stage, lead=ines, starts_at=at(300))

    answer = post(ivan, f"/interviews/{interview.pk}/arrival/reports/{ArrivalReport.objects.get().pk}/withdrawal/", 22)

    interview.refresh_from_db()
    assert answer.status_code == 403
    assert "the stage was booked again" in words(answer)
    assert (interview.no_show_at, ArrivalReport.objects.get().withdrawn_at) == (at(20), None)
    assert "did not come" not in words(get(lena, "/", 23))  # nothing is left to do about it


def test_a_mail_that_no_longer_holds_is_not_sent(interview, ivan):
    report(ivan, interview, 5, "late", "10")
    arriving.arrive(interview, now=at(6))

    Mail.objects.update(due_at=at(0), not_after=None)
    send_owed_mail()

    assert outbox.outbox == []
    assert Mail.objects.get(kind="loop.arrival").drop_reason == "The candidate came."


def test_only_who_runs_the_interview_says_it(interview, ines, otto, lena):
    for person in (ines, otto, lena):
        assert report(person, interview, 20, "no_show").status_code == 404
        assert post(person, f"/interviews/{interview.pk}/arrival/", 20).status_code == 404
    assert not ArrivalReport.objects.exists()


def test_no_other_recruiters_today_names_the_candidate(interview, ivan, ada):
    report(ivan, interview, 5, "late", "10")

    assert "Maya Chen" not in words(get(ada, "/", 6))
