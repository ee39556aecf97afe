"""The list of candidates, one candidate's page, adding and editing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from interviews.models import Candidate
from tests.clients import signed_in
from tests.factories import make_candidate, make_loop

TYPED = {
    "name": "Maya Chen",
    "email": "maya.chen@example.org",
    "zone": "Asia/Tokyo",
    "present_role": "Staff engineer",
    "experience_years": "7,5",
    "technologies": "Python, PostgreSQL,  Python ,Kafka",
    "links": "https://maya.example\nhttp://code.example/maya",
}


def named(response) -> list[str]:
    return [candidate.name for candidate in response.context["candidates"]]


def test_adding_a_candidate_keeps_everything(lena):
    answer = signed_in(lena).post("/candidates/new/", TYPED)

    added = Candidate.objects.get()
    assert answer["Location"] == f"/candidates/{added.pk}/"
    assert (added.name, added.email, added.zone, added.present_role, str(added.experience_years)) == (
        "Maya Chen",
        "maya.chen@example.org",
        "Asia/Tokyo",
        "Staff engineer",
        "7.5",
    )
    assert added.technologies == ["Python", "PostgreSQL", "Kafka"]
    assert added.links == ["https://maya.example", "http://code.example/maya"]
    assert added.added_by == lena


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Type the candidate's name"),
        ("name", " \u00a0 ", "Type the candidate's name"),
        ("name", "M" * 121, "Use at most 120 characters for the name"),
        ("name", "Maya \u202enehC", "Take the hidden character (U+202E) out of the name"),
        ("email", "", "Type the candidate's email"),
        ("email", "maya at example", "Type an email like name@example.com"),
        ("email", "maya@example.org\nBcc: all@example.com", "Type an email like name@example.com"),
        ("zone", "Mars/Base", "Choose the candidate's time zone from the list"),
        ("experience_years", "many", "Type years of experience as a number, for example 4.5"),
        ("experience_years", "-1", "Type years of experience as a number, for example 4.5"),
        ("experience_years", "1e9", "Type years of experience as a number, for example 4.5"),
        ("experience_years", "NaN", "Type years of experience as a number, for example 4.5"),
        ("experience_years", "71", "Type years of experience from 0 to 70"),
        ("experience_years", "4.55", "Use at most one decimal place for years of experience"),
        ("technologies", ",".join(f"t{n}" for n in range(31)), "Name at most 30 technologies"),
        ("technologies", "x" * 61, "“xxxxxxxxxxxxxxxxxxxx…” is too long for a technology. Put commas between them"),
        ("links", "https://ok.example\nftp://files.example", "“ftp://files.example” is not a link. Begin it with https://"),
        ("links", "javascript:alert(1)", "“javascript:alert(1)” is not a link. Begin it with https://"),
        ("links", "\n".join(f"https://{n}.example" for n in range(11)), "Name at most 10 links"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_typed_is_lost(lena, field, typed, sentence):
    answer = signed_in(lena).post("/candidates/new/", {**TYPED, field: typed})

    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {field: [sentence]}
    assert {name: form[name].value() for name in TYPED} == {**TYPED, field: typed}
    assert "<title>Error: " in answer.content.decode()
    assert not Candidate.objects.exists()


def test_an_email_that_is_here_already_leads_to_the_candidate(lena, maya):
    answer = signed_in(lena).post("/candidates/new/", {**TYPED, "email": "MAYA@example.org"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"email": ["A candidate with this email is here already"]}
    assert f'<a href="/candidates/{maya.pk}/">Maya Chen</a>' in answer.content.decode()
    assert Candidate.objects.count() == 1


def test_who_applies_here_themselves_is_not_shown_to_themselves(lena, maya):
    maya.employee = lena
    maya.save(update_fields=["employee"])
    client = signed_in(lena)

    assert client.get(f"/candidates/{maya.pk}/").status_code == 404
    assert named(client.get("/candidates/")) == []
    assert client.post("/candidates/new/", {**TYPED, "email": "maya@example.org"}).context["there"] is None


def test_editing_changes_what_was_typed_and_keeps_who_added(lena, ada, maya):
    answer = signed_in(ada).post(f"/candidates/{maya.pk}/edit/", {**TYPED, "name": "Maya Chen-Lopez", "email": "maya@example.org"})

    maya.refresh_from_db()
    assert answer["Location"] == f"/candidates/{maya.pk}/"
    assert (maya.name, maya.zone, maya.added_by) == ("Maya Chen-Lopez", "Asia/Tokyo", lena)


@pytest.mark.parametrize(
    ("reader", "page", "form"),
    [("lena", 200, 200), ("ada", 200, 200), ("ivan", 200, 403), ("ines", 404, 404), ("carla", 404, 404), ("otto", 404, 404)],
)
def test_who_may_see_and_edit_a_candidate(request, maya, ivans_interview, reader, page, form):
    client = signed_in(request.getfixturevalue(reader))

    assert client.get(f"/candidates/{maya.pk}/").status_code == page
    assert client.get(f"/candidates/{maya.pk}/edit/").status_code == form
    assert client.get("/candidates/999999/").status_code == 404


def test_an_interviewer_who_meets_the_candidate_is_offered_no_change(ivan, maya, ivans_interview):
    page = signed_in(ivan).get(f"/candidates/{maya.pk}/").content.decode()

    assert "Coding" in page
    assert "Open a loop" not in page
    assert "/edit/" not in page


@pytest.mark.parametrize("address", ["/candidates/", "/candidates/new/", "/jobs/", "/jobs/new/"])
def test_lists_and_forms_are_the_recruiters(ivan, address):
    answer = signed_in(ivan).get(address)

    assert answer.status_code == 403
    assert "Only recruiters can do this." in answer.content.decode()


def test_the_page_shows_how_far_each_stage_is(lena, maya, ivans_interview):
    page = signed_in(lena).get(f"/candidates/{maya.pk}/").content.decode()

    assert "1 of 2 booked" in page
    assert "Not booked" in page
    assert f"/loops/new/?candidate={maya.pk}" in page


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ["Zoë Nowak", "Łukasz Søren", "Maya Chen"]),
        ("maya", ["Maya Chen"]),
        ("CHEN may", ["Maya Chen"]),
        ("zoe", ["Zoë Nowak"]),
        ("ZOË", ["Zoë Nowak"]),
        ("Zoe\u0308", ["Zoë Nowak"]),
        ("lukasz soren", ["Łukasz Søren"]),
        ("z@firm.ex", ["Zoë Nowak"]),
        ("firm", ["Zoë Nowak", "Łukasz Søren"]),
        ("hen", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' & ! | ( ):*", []),
        ("maya' OR 1=1 --", []),
    ],
)
def test_search_finds_the_beginnings_of_words(lena, maya, q, found):
    make_candidate(name="Łukasz Søren", email="ls@firm.example", added_by=lena)
    make_candidate(name="Zoë Nowak", email="z@firm.example", added_by=lena)

    answer = signed_in(lena).get("/candidates/", {"q": q})

    assert named(answer) == found
    assert not q or f'value="{escape(q)}"' in answer.content.decode()


def test_a_nul_in_the_search_is_a_bad_request(lena):
    assert signed_in(lena).get("/candidates/?q=%00").status_code == 400


def test_typing_is_answered_with_the_rows_alone(lena, maya):
    client = signed_in(lena)

    page = client.get("/candidates/?q=maya")
    part = client.get("/candidates/?q=maya", headers={"HX-Request": "true"})

    assert "<html" in page.content.decode()
    assert part.content.decode().lstrip().startswith('<div id="candidates"')
    assert [answer["Vary"].count("HX-Request") for answer in (page, part)] == [1, 1]


def test_an_empty_list_says_what_to_do(lena):
    client = signed_in(lena)

    assert "No candidates yet." in client.get("/candidates/").content.decode()
    assert "begins with “nobody”" in client.get("/candidates/?q=nobody").content.decode()


def test_pages_follow_each_other_without_gap_even_where_all_came_at_once(lena):
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    Candidate.objects.bulk_create(
        Candidate(name=f"Person {n}", email=f"p{n}@x.example", added_at=at, added_by=lena) for n in range(120)
    )
    client = signed_in(lena)

    first = client.get("/candidates/")
    second = client.get("/candidates/", {"before": first.context["before"]})
    third = client.get("/candidates/", {"before": second.context["before"]})

    assert named(first) + named(second) + named(third) == [f"Person {n}" for n in reversed(range(120))]
    assert third.context["before"] == ""


@pytest.mark.parametrize("mark", ["x", "1", "-", "1-", "99999999999999999999-1", "1-99999999999999999999", "１-１"])
def test_a_mark_that_is_none_gives_the_first_page(lena, maya, mark):
    assert named(signed_in(lena).get("/candidates/", {"before": mark})) == ["Maya Chen"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number_of_rows(lena, plan, job, many):
    for number in range(many):
        candidate = make_candidate(name=f"Person {number}", email=f"p{number}@x.example", added_by=lena)
        make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
    client = signed_in(lena)
    client.get("/candidates/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/candidates/")

    assert len(queries) == 4  # session, person, candidates, their loops


def test_search_and_pages_are_answered_by_an_index(lena):
    Candidate.objects.bulk_create(
        Candidate(
            name=f"Person {n}",
            email=f"p{n}@x.example",
            added_at=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=n),
            added_by=lena,
        )
        for n in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE interviews_candidate")

    found = Candidate.objects.visible_to(lena).named("p1999").newest_first()[:51]
    newest = Candidate.objects.visible_to(lena).newest_first()[:51]

    assert "Bitmap Index Scan on candidate_search" in found.explain()
    assert "Index Scan using candidate_newest" in newest.explain()
