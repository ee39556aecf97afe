"""Mails that failed stand on Today, for those alone who may know of what they are about."""

from datetime import UTC, datetime

import pytest

from accounts.emails import WELCOME
from accounts.models import Mail
from interviews.models import Reminder
from interviews.models.reminder import Kind
from scorecards.mails import troubled
from tests.conftest import NOW
from tests.factories import make_candidate, make_loop

LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def failed(mail: Mail) -> Mail:
    mail.give_up("550 no such mailbox", now=NOW)
    return mail


def owed(loop, kind, person, **about) -> Mail:
    reminder = Reminder.owe(key=f"{kind}:{loop.pk}", kind=kind, loop=loop, why="because", to=person, now=NOW, **about)
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
def test_today_shows_what_failed(client, request, loop, ines_interview, carla, who):
    mail = owed(loop, Kind.UPCOMING_HOUR, carla, interview=ines_interview)
    client.force_login(request.getfixturevalue(who), "allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/").context["troubled"] == [mail]
