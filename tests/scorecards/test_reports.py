"""The confidential channel: who may read a report, what its mail says, and what becomes of it."""

from datetime import UTC, datetime

import pytest

from accounts.access import Refused
from accounts.models import Mail
from accounts.post import Drop, Letter, writers
from accounts.trail import entries
from scorecards import mails
from scorecards.models import MisconductReport
from tests.clients import errors, signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
WHAT = "Shouted at me in the corridor after the interview."


@pytest.fixture
def bea(db):
    """A second administrator."""
    return make_user(name="Bea Administrator", email="bea@example.com", is_administrator=True)


@pytest.fixture
def report(ivans_interview, ivan, ada, bea) -> MisconductReport:
    """Ivan reports what ada did after his interview."""
    return MisconductReport.file(what=WHAT, interview=ivans_interview, about=ada, by=ivan, now=TUESDAY)


def test_administrators_read_it_but_never_whom_it_is_about(report, lena, ivan, ines, carla, otto, ada, bea):
    seen = {
        person.name: MisconductReport.objects.visible_to(person).exists() for person in (lena, ivan, ines, carla, otto, ada, bea)
    }

    assert {name for name, sees in seen.items() if sees} == {"Ivan Interviewer", "Bea Administrator"}
    assert [Mail.objects.filter(kind="report.filed", to=person).count() for person in (ada, bea, lena)] == [0, 1, 0]


def test_an_administrator_who_still_owes_a_card_there_reads_it_after(report, ines_interview, ines, bea):
    ines.is_administrator = True
    ines.save(update_fields=["is_administrator"])

    assert not MisconductReport.objects.visible_to(ines).exists()
    ines_interview.seats.update(is_void=True)
    assert MisconductReport.objects.visible_to(ines).exists()


def test_the_candidate_who_works_here_never_reads_it(report, maya, bea):
    maya.employee = bea
    maya.save(update_fields=["employee"])

    assert not MisconductReport.objects.visible_to(bea).exists()


def test_its_mail_says_that_something_waits_and_no_more(report, bea):
    mail = Mail.objects.get(kind="report.filed")
    letter = writers[mail.kind](mail, TUESDAY)

    assert isinstance(letter, Letter)
    assert [word for word in ("Ivan", "Ada", "Shouted", "Maya", "misconduct") if word in letter.subject + letter.text] == []
    report.take(by=bea, now=TUESDAY)
    assert isinstance(writers[mail.kind](mail, TUESDAY), Drop)


def test_neither_the_trail_nor_the_list_of_mails_tells_of_it(report, ada, bea):
    Mail.objects.update(failed_at=TUESDAY, last_error="550")
    for person, is_told in ((ada, False), (bea, True)):
        trail = [entry.noun for entry in entries(person, size=200)]
        assert (f"misconductreport {report.pk}" in trail) == is_told
        assert ("report.filed" in mails.troubled(person, TUESDAY).values_list("kind", flat=True)) == is_told
    with pytest.raises(AttributeError):
        report.events.model().what  # noqa: B018 -- what the trail keeps has no such field


def test_nothing_is_filed_that_nobody_could_read(ivan, ada):
    with pytest.raises(Refused, match="Nobody else here could read it"):
        MisconductReport.file(what=WHAT, about=ada, by=ivan, now=TUESDAY)

    assert not MisconductReport.objects.exists()


def test_it_is_taken_and_closed_by_somebody_else_with_an_answer(report, ivan, ada, bea):
    with pytest.raises(Refused, match="You reported it"):
        report.take(by=ivan, now=TUESDAY)
    report.take(by=bea, now=TUESDAY)
    with pytest.raises(Refused, match="Say what was done"):
        report.close(" ", by=bea, now=TUESDAY)

    report.close("We spoke with her.", by=bea, now=TUESDAY)
    report.close("Nothing.", by=bea, now=TUESDAY)

    found = MisconductReport.objects.get()
    assert (found.state, found.taken_by, found.answer) == ("Closed", bea, "We spoke with her.")


def test_it_is_reported_read_and_answered_on_pages(ivans_interview, ivan, ines, ada, bea):
    client, new = signed_in(ivan), f"/reports/new/?interview={ivans_interview.pk}"
    assert [client.get(page).status_code for page in (new, "/reports/", "/reports/new/?interview=x")] == [200, 200, 404]
    assert signed_in(ines).get(new).status_code == 404
    half = client.post(new, {"what": "", "wish": "To be heard"})
    assert errors(half) == {"what": ["Write what happened"]}
    assert "To be heard" in half.content.decode()

    client.post(new, {"what": WHAT, "about": ada.pk})
    report = MisconductReport.objects.get()
    page = f"/reports/{report.pk}/"
    assert (report.interview, report.about) == (ivans_interview, ada)
    assert [signed_in(person).get(page).status_code for person in (ines, ada)] == [404, 404]
    assert [text in signed_in(ada).get("/").content.decode() for text in ("confidential report", "Report in confidence")] == [
        False,
        True,
    ]

    reader = signed_in(bea)
    assert "Read a confidential report" in reader.get("/").content.decode()
    assert client.post(f"{page}taking/").status_code == 403
    reader.post(f"{page}taking/")
    assert reader.post(f"{page}closing/", {"answer": ""}).status_code == 422
    reader.post(f"{page}closing/", {"answer": "We spoke with her."})
    assert "We spoke with her." in client.get(page).content.decode()
