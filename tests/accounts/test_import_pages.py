"""Tables brought in through the pages: what each row becomes, all or nothing, once, and for whom."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Import, Mail, User
from accounts.tasks import do_imports, forget_imports
from interviews.models import Candidate
from tests.clients import signed_in

CANDIDATES = "/candidates/import/"
PEOPLE = "/people/import/"
TWO = b"Name,Email,Time zone\nNoor Haddad,noor@example.org,Europe/Lisbon\nTomas Silva,tomas@example.org,\n"


def uploaded(client: Client, address: str, content: bytes) -> Import:
    answer = client.post(address, {"file": SimpleUploadedFile("table.csv", content, "text/csv")})

    found = Import.objects.latest("uploaded_at")
    assert (answer.status_code, answer["Location"]) == (302, f"/imports/{found.pk}/")
    return found


def carried_out(client: Client, found: Import, **fields: str) -> Import:
    assert client.post(f"/imports/{found.pk}/start/", fields)["Location"] == f"/imports/{found.pk}/"
    do_imports()
    found.refresh_from_db()
    return found


def people() -> list[tuple[str, str]]:
    return list(Candidate.objects.order_by("email").values_list("name", "email"))


def test_the_page_tells_what_becomes_of_each_row(lena, maya):
    client = signed_in(lena)
    table = (
        "Name,Email,Time zone,Shoe size\n"
        f"{maya.name},{maya.email},,38\n"
        "Noor Haddad,noor@example.org,,39\n"
        "Tomas Silva,not-an-email,Mars/Base,40\n"
        "Noor Twice,NOOR@example.org,,41\n"
    )

    found = uploaded(client, CANDIDATES, table.encode())

    assert found.counts == {"wrong": 2, "new": 1, "changed": 0, "same": 1}
    assert found.unused == ["Shoe size"]
    wrong = client.get(f"/imports/{found.pk}/")
    assert [(row["line"], row["problems"]) for row in wrong.context["rows"]] == [
        (
            4,
            [
                ["Email", "Type an email like name@example.com"],
                ["Time zone", "Choose a time zone by its name, for example Europe/Lisbon"],
            ],
        ),
        (5, [["Email", "Line 3 has the same email. Keep one of the two"]]),
    ]
    new = client.get(f"/imports/{found.pk}/?fate=new")
    assert [(row["line"], row["title"]) for row in new.context["rows"]] == [(3, "Noor Haddad · noor@example.org")]
    assert people() == [(maya.name, maya.email)]


def test_one_wrong_row_keeps_all_of_them_out(lena):
    client = signed_in(lena)
    found = uploaded(client, CANDIDATES, TWO + b"Nobody,,\n")

    answer = client.post(f"/imports/{found.pk}/start/")
    do_imports()

    assert answer.status_code == 403
    assert "Some rows cannot be imported. Mend them in your file and upload it again." in answer.content.decode()
    assert people() == []


def test_the_same_table_twice_changes_nothing(lena):
    client = signed_in(lena)
    first = carried_out(client, uploaded(client, CANDIDATES, TWO))
    before = list(Candidate.objects.order_by("pk").values())

    second = uploaded(client, CANDIDATES, TWO)
    carried_out(client, second)

    assert first.counts == {"wrong": 0, "new": 2, "changed": 0, "same": 0}
    assert second.counts == {"wrong": 0, "new": 0, "changed": 0, "same": 2}
    assert second.asked_at is None
    assert list(Candidate.objects.order_by("pk").values()) == before
    assert "Every row is here already" in client.get(f"/imports/{second.pk}/").content.decode()


def test_an_empty_cell_takes_nothing_away_and_a_filled_one_changes(lena):
    client = signed_in(lena)
    carried_out(client, uploaded(client, CANDIDATES, TWO))

    found = uploaded(client, CANDIDATES, b"Email;Name;Time zone;Skills\nnoor@example.org;Noor Haddad;;Go, Kafka\n")
    assert found.fates[0]["changes"] == [["Technologies", "", "Go, Kafka"]]
    carried_out(client, found)

    noor = Candidate.objects.get(email="noor@example.org")
    assert (noor.zone, noor.technologies) == ("Europe/Lisbon", ["Go", "Kafka"])


def test_a_second_click_starts_nothing(lena):
    client = signed_in(lena)
    found = carried_out(client, uploaded(client, CANDIDATES, TWO))

    again = carried_out(client, found)

    assert again.done_at == found.done_at
    assert len(people()) == 2


def test_what_the_file_said_is_erased_when_all_is_kept(lena):
    client = signed_in(lena)

    found = carried_out(client, uploaded(client, CANDIDATES, TWO))

    assert (found.content, found.fates, found.unused) == (None, [], [])
    assert found.done_at == found.erased_at
    page = client.get(f"/imports/{found.pk}/").content.decode()
    assert "2 new, 0 changed, 0 without change." in page
    assert "noor@example.org" not in page


def test_what_was_looked_at_and_left_is_erased_after_a_day(lena):
    client = signed_in(lena)
    left = uploaded(client, CANDIDATES, TWO)
    fresh = uploaded(client, CANDIDATES, TWO)
    Import.objects.filter(pk=left.pk).update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))

    forget_imports()

    assert list(Import.objects.filter(content=None)) == [left]
    assert Import.objects.get(pk=fresh.pk).fates != []
    assert "This table was left for a day" in client.get(f"/imports/{left.pk}/").content.decode()


def test_somebody_who_was_faster_leaves_nothing_to_do(lena, ada):
    lenas = uploaded(signed_in(lena), CANDIDATES, TWO)
    carried_out(signed_in(ada), uploaded(signed_in(ada), CANDIDATES, TWO))

    carried_out(signed_in(lena), lenas)

    assert lenas.counts == {"wrong": 0, "new": 0, "changed": 0, "same": 2}
    assert lenas.done_at
    assert len(people()) == 2


def test_a_right_that_was_lost_in_between_keeps_the_rows_out(lena):
    client = signed_in(lena)
    found = uploaded(client, CANDIDATES, TWO)
    client.post(f"/imports/{found.pk}/start/")
    User.objects.filter(pk=lena.pk).update(is_recruiter=False)

    do_imports()

    found.refresh_from_db()
    assert (found.done_at, found.asked_at) == (None, None)
    assert found.problem == "Only recruiters can do this. Ask the recruiter of this loop."
    assert people() == []


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3"])
def test_a_cell_like_a_formula_is_text_as_any_other(lena, formula):
    client = signed_in(lena)

    carried_out(client, uploaded(client, CANDIDATES, f"Name,Email\n{formula},formula@example.org\n".encode()))

    assert people() == [(formula, "formula@example.org")]


def test_markup_in_a_cell_is_shown_as_it_was_typed(lena):
    client = signed_in(lena)

    found = uploaded(client, CANDIDATES, b"Name,Email\n<img src=x onerror=alert(1)>,markup@example.org\n")

    page = client.get(f"/imports/{found.pk}/").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Name,Email\nZoë,z@example.org\n".encode("cp1252"), "Line 2 holds a letter that is not UTF-8"),
        (b"PK\x03\x04 a spreadsheet", "This is not a CSV file."),
        (b"Name,Email\n" + b"A,a@example.org\n" * 10_001, "This file has more than 10,000 rows."),
    ],
    ids=["cp1252", "a spreadsheet", "a row too many"],
)
def test_a_file_that_cannot_be_read_is_kept_nowhere(lena, content, sentence):
    answer = signed_in(lena).post(CANDIDATES, {"file": SimpleUploadedFile("table.csv", content, "text/csv")})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()


def test_people_come_with_their_roles_and_are_mailed_when_asked(ada):
    client = signed_in(ada)
    found = uploaded(client, PEOPLE, b"Name,Email,Roles\nNoor Haddad,noor@example.com,recruiter committee\n")

    carried_out(client, found, invitations="on")

    noor = User.objects.get(email="noor@example.com")
    assert (noor.name, noor.is_recruiter, noor.is_committee, noor.is_administrator) == ("Noor Haddad", True, True, False)
    assert list(Mail.objects.values_list("to", flat=True)) == [noor.pk]


def test_people_are_not_mailed_unless_asked(ada):
    client = signed_in(ada)

    carried_out(client, uploaded(client, PEOPLE, b"Name,Email\nNoor Haddad,noor@example.com\n"))

    assert User.objects.filter(email="noor@example.com").exists()
    assert not Mail.objects.exists()


def test_nobody_takes_their_own_administrator_role_away_by_a_table(ada):
    found = uploaded(signed_in(ada), PEOPLE, f"Name,Email,Roles\nAda,{ada.email},none\n".encode())

    assert [fate["problems"] for fate in found.fates] == [
        [["Roles", "You cannot take your own administrator role away. Ask another administrator"]]
    ]


@pytest.mark.parametrize(
    ("reader", "address", "status"),
    [
        ("lena", CANDIDATES, 200),
        ("ada", CANDIDATES, 200),
        ("ivan", CANDIDATES, 403),
        ("carla", CANDIDATES, 403),
        ("otto", CANDIDATES, 403),
        ("ada", PEOPLE, 200),
        ("lena", PEOPLE, 403),
        ("otto", PEOPLE, 403),
    ],
)
def test_who_may_bring_in_which_table(request, reader, address, status):
    client = signed_in(request.getfixturevalue(reader))

    assert client.get(address).status_code == status
    sent = client.post(address, {"file": SimpleUploadedFile("table.csv", TWO, "text/csv")})
    assert sent.status_code == (302 if status == 200 else 403)
    assert Import.objects.exists() == (status == 200)


@pytest.mark.parametrize("reader", ["ada", "ivan", "otto"])
def test_a_table_is_its_senders_alone(request, lena, reader):
    found = uploaded(signed_in(lena), CANDIDATES, TWO)
    client = signed_in(request.getfixturevalue(reader))

    answers = [
        client.get(f"/imports/{found.pk}/"),
        client.get(f"/imports/{found.pk}/progress/"),
        client.post(f"/imports/{found.pk}/start/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_wrong_method_is_refused(lena):
    client = signed_in(lena)
    found = uploaded(client, CANDIDATES, TWO)

    assert client.get(f"/imports/{found.pk}/start/").status_code == 405
    assert client.post(f"/imports/{found.pk}/").status_code == 405
    assert client.post(f"/imports/{found.pk}/progress/").status_code == 405


def test_progress_stops_asking_when_there_is_nothing_more_to_tell(lena):
    client = signed_in(lena)
    found = uploaded(client, CANDIDATES, TWO)
    client.post(f"/imports/{found.pk}/start/")

    under_way = client.get(f"/imports/{found.pk}/progress/")
    do_imports()
    over = client.get(f"/imports/{found.pk}/progress/")

    assert (under_way.status_code, over.status_code) == (200, 286)
    assert "2 new, 0 changed, 0 without change." in over.content.decode()
