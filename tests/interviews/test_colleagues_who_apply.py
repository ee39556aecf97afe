"""Who works here and applies sees nothing of their own application, whatever their role and whatever was linked when."""

import pytest

from accounts import importing, trail
from accounts.models import Event
from interviews.models import Candidate
from scorecards import access
from scorecards.models import Scorecard
from tests.clients import errors, signed_in
from tests.factories import make_interview, make_scorecard

TYPED = {"name": "Otto Outside", "email": "otto@private.example", "zone": "UTC"}
NOBODY = "Nobody here signs in with this email. Correct it, or leave the field empty"


def test_a_recruiter_says_who_works_here(lena, otto):
    browser = signed_in(lena)

    added = browser.post("/candidates/new/", {**TYPED, "works_here": "Otto@example.com"})

    candidate = Candidate.objects.get()
    assert (added["Location"], candidate.employee) == (f"/candidates/{candidate.pk}/", otto)
    assert "as Otto Outside, who sees nothing of this" in browser.get(added["Location"]).content.decode()
    assert 'value="otto@example.com"' in browser.get(f"{added['Location']}edit/").content.decode()
    browser.post(f"{added['Location']}edit/", {**TYPED, "works_here": ""})
    candidate.refresh_from_db()
    assert candidate.employee is None


def test_the_same_email_says_it_by_itself(lena, otto, ivan, now):
    signed_in(lena).post("/candidates/new/", {**TYPED, "email": "otto@example.com"})
    table = b"Name,Email\nIvan Interviewer,ivan@example.com\nNobody Yet,nobody@example.org\n"
    found = importing.upload(importing.kinds["candidates"], table, file_name="table.csv", by=lena, now=now)
    found.ask(sends_invitations=False, now=now)
    importing.carry_out(found, now=now)

    assert list(Candidate.objects.order_by("pk").values_list("employee", flat=True)) == [otto.pk, ivan.pk, None]


@pytest.mark.parametrize(
    ("works_here", "sentence"),
    [
        ("nobody@example.com", NOBODY),
        ("not an email", "Type the email they sign in with, like name@example.com"),
        ("lena@example.com", "This is you. Ask another recruiter to keep your application"),
    ],
)
def test_a_mistake_is_told_at_the_field(lena, works_here, sentence):
    answer = signed_in(lena).post("/candidates/new/", {**TYPED, "works_here": works_here})

    assert (answer.status_code, errors(answer)) == (422, {"works_here": [sentence]})
    assert f'value="{works_here}"' in answer.content.decode()


def test_nobody_keeps_their_own_application(lena):
    answer = signed_in(lena).post("/candidates/new/", {**TYPED, "email": "lena@example.com"})

    assert errors(answer) == {"works_here": ["This is you. Ask another recruiter to keep your application"]}


def test_who_interviews_this_candidate_is_not_linked(lena, maya, ivan, ivans_interview):
    answer = signed_in(lena).post(f"/candidates/{maya.pk}/edit/", {**TYPED, "works_here": "ivan@example.com"})

    assert errors(answer) == {
        "works_here": ["Ivan Interviewer has a seat in an interview of this candidate. Give it to somebody else first"]
    }


def test_a_seat_from_before_the_link_opens_nothing(loop, maya, ivan, ivans_interview):
    card = make_scorecard(interview=ivans_interview)
    maya.employee = ivan
    maya.save(update_fields=["employee"])
    browser, at = signed_in(ivan), f"/interviews/{ivans_interview.pk}/"

    answers = {path: browser.get(path).status_code for path in (at, f"{at}room/", f"{at}scorecard/", f"/scorecards/{card.pk}/")}

    assert set(answers.values()) == {404}
    assert list(Scorecard.objects.visible_to(ivan)) == []
    assert access.may_watch_interviews({(ivan.pk, str(ivans_interview.pk))}) == set()
    assert "Maya Chen" not in browser.get("/").content.decode()


def test_an_administrator_finds_nothing_of_their_own_application_in_the_trail(loop, maya, ada, lena, ivan, now):
    maya.employee = ada
    maya.save(update_fields=["employee"])
    interview = make_interview(stage=loop.stages.first(), lead=ivan, starts_at=now)
    Event.note("read the access pack of", maya, who=lena, now=now)
    nouns = {f"candidate {maya.pk}", f"loop {loop.pk}", f"interview {interview.pk}", f"seat {interview.seats.get().pk}"}

    def told(reader) -> set[str]:
        return {entry.noun for entry in trail.entries(reader, size=100)} & nouns

    assert (told(ivan), told(ada)) == (nouns, set())
