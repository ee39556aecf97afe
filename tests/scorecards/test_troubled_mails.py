"""Mails that failed stand on Today, for those alone who may know of what they are about."""

from datetime import UTC, datetime

import pytest

from accounts.emails import WELCOME
from accounts.models import Event, Mail
from interviews.models import Reminder
from interviews.models.reminder import Kind
from scorecards.mails import troubled
from tests.clients import signed_in
from tests.conftest import NOW
from tests.factories import make_candidate, make_loop

LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def failed(mail: Mail) -> Mail:
    mail.give_up("550 no such mailbox", now=NOW)
    return mail


def owed(loop, kind, person, **about) -> Mail:
    reminder = Reminder.owe(kind, key=str(loop.pk), loop=loop, why="because", to=person, now=NOW, **about)
    return failed(reminder.mail)


def test_a_recruiter_sees_the_mails_of_loops_and_an_administrator_all(loop, lena, ada, carla, otto):
    decided = owed(loop, Kind.DECIDED, carla)
    welcome = failed(Mail.owe(key="welcome:otto", kind=WELCOME, to=otto, now=NOW))

    assert list(troubled(lena, LATER)) == [decided]
    assert set(troubled(ada, LATER)) == {decided, welcome}
    assert list(troubled(carla, LATER)) == []


def test_a_recruiter_who_owes_a_scorecard_sees_no_mail_that_tells_of_others(loop, ines, ines_interview, carla):
    ines.is_recruiter = True
    ines.save(update_fields=["is_recruiter"])
    owed(loop, Kind.DECIDED, carla)
    upcoming = owed(loop, Kind.UPCOMING_HOUR, carla, interview=ines_interview)

    assert list(troubled(ines, LATER)) == [upcoming]


def test_a_recruiter_who_applies_sees_no_mail_of_their_own_loop(plan, job, lena, ada, carla):
    candidate = make_candidate(name="Lena Recruiter", email="lena@home.example", added_by=ada)
    candidate.employee = lena
    candidate.save(update_fields=["employee"])
    loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=ada)
    mail = owed(loop, Kind.DECIDED, carla)

    assert list(troubled(lena, LATER)) == []
    assert list(troubled(ada, LATER)) == [mail]


@pytest.mark.parametrize("who", ["lena", "ada"])
@pytest.mark.parametrize("page", ["/", "/mails/"])
def test_what_failed_is_told_with_the_reason_and_what_to_do(request, loop, ines_interview, carla, who, page):
    owed(loop, Kind.UPCOMING_HOUR, carla, interview=ines_interview)

    answer = signed_in(request.getfixturevalue(who)).get(page)

    told = " ".join(answer.content.decode().split())
    assert "An hour before to carla@example.com" in told
    assert "The mail server refused it: 550 no such mailbox. Correct the address if it is wrong, then send it again." in told


def test_a_recruiter_sends_it_again_to_the_address_of_today(loop, lena, ines_interview, maya):
    mail = owed(loop, Kind.UPCOMING_DAY, None, interview=ines_interview, address="maya@old.example")
    client = signed_in(lena)

    for _ in range(2):
        answer = client.post(f"/mails/{mail.pk}/again/", follow=True)

    mail.refresh_from_db()
    assert (mail.state, mail.address, mail.tries) == ("planned", maya.email, 0)
    assert "Every mail went out in time." in answer.content.decode()
    assert Event.objects.filter(verb="sent again", noun=f"mail {mail.pk}", who=lena).exists()


def test_a_recruiter_lets_it_rest(loop, lena, ines_interview, carla):
    mail = owed(loop, Kind.UPCOMING_HOUR, carla, interview=ines_interview)
    client = signed_in(lena)

    for _ in range(2):
        answer = client.post(f"/mails/{mail.pk}/rest/", follow=True)

    assert answer.context["troubles"] == []
    assert Event.objects.filter(verb="put away", noun=f"mail {mail.pk}", who=lena).exists()


@pytest.mark.parametrize("verb", ["again", "rest"])
def test_mails_that_one_may_not_know_of_are_not_there(loop, ines, ines_interview, carla, verb):
    ines.is_recruiter = True
    ines.save(update_fields=["is_recruiter"])
    mail = owed(loop, Kind.DECIDED, carla)

    assert signed_in(ines).post(f"/mails/{mail.pk}/{verb}/").status_code == 404
    assert signed_in(carla).post(f"/mails/{mail.pk}/{verb}/").status_code == 403

    mail.refresh_from_db()
    assert (mail.state, mail.seen_at) == ("failed", None)


def test_a_long_list_goes_on_on_a_second_page(lena, ada):
    for number in range(51):
        failed(Mail.owe(key=f"welcome:{number}", kind=WELCOME, to=lena, now=NOW))
    client = signed_in(ada)

    first = client.get("/mails/")
    second = client.get(f"/mails/?before={first.context['before']}")

    assert (len(first.context["troubles"]), len(second.context["troubles"])) == (50, 1)
