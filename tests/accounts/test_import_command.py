"""`import_people` and `import_candidates`: what they say, what they change, what they refuse."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Import, Mail, User
from interviews.models import Candidate

TWO = b"\xef\xbb\xbfName;Email\r\nNoor Haddad;noor@example.org\r\nTomas Silva;tomas@example.org\r\n"


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "table.csv"
    file.write_bytes(TWO)
    return file


def said(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, **options)
    return out.getvalue().strip()


def test_candidates_come_in_and_a_second_run_changes_nothing(ada, table):
    assert said("import_candidates", table) == "Imported: 2 new, 0 changed, 0 without change."
    before = list(Candidate.objects.order_by("pk").values())

    again = said("import_candidates", table)

    assert again == "Every row is here already: 0 new, 0 changed, 2 without change. Nothing was changed."
    assert list(Candidate.objects.order_by("pk").values()) == before
    assert {row["added_by_id"] for row in before} == {ada.pk}


def test_a_dry_run_changes_nothing(ada, table):
    words = said("import_candidates", table, "--dry-run")

    assert words == "This would be imported: 2 new, 0 changed, 0 without change. Nothing was changed."
    assert not Candidate.objects.exists()
    assert not Import.objects.exists()


def test_wrong_rows_are_told_by_line_and_column_and_keep_all_out(ada, table):
    table.write_bytes(TWO + b"Nobody;nowhere\r\n;ines@example.org\r\n")
    complaints = StringIO()

    with pytest.raises(CommandError, match=r"^2 of 4 rows cannot be imported, so nothing was\.$"):
        call_command("import_candidates", str(table), stderr=complaints)

    assert complaints.getvalue().splitlines() == [
        "Line 4, column Email: Type an email like name@example.com",
        "Line 5, column Name: Fill in the name",
    ]
    assert not Candidate.objects.exists()


def test_people_are_invited_by_mail_only_when_asked(ada, table):
    assert said("import_people", table) == "Imported: 2 new, 0 changed, 0 without change."
    assert not Mail.objects.exists()

    table.write_bytes(b"Name,Email\nInes Third,third@example.org\n")
    said("import_people", table, "--send-invitations")

    assert list(Mail.objects.values_list("to", flat=True)) == [User.objects.get(email="third@example.org").pk]


def test_who_imports_is_the_person_named(lena, ada, table):
    said("import_candidates", table, "--by", "LENA@example.com")

    assert {candidate.added_by for candidate in Candidate.objects.all()} == {lena}


@pytest.mark.parametrize(
    ("command", "by", "sentence"),
    [
        ("import_people", "lena@example.com", "Only an administrator can change who has access. Ask one of them."),
        ("import_candidates", "otto@example.com", "Only recruiters can do this. Ask the recruiter of this loop."),
        ("import_candidates", "nobody@example.com", "Nobody here has the email nobody@example.com."),
    ],
)
def test_who_may_not_import_is_told_so(lena, otto, ada, table, command, by, sentence):
    with pytest.raises(CommandError) as refusal:
        said(command, table, "--by", by)

    assert str(refusal.value) == sentence
    assert not Candidate.objects.exists()


def test_without_an_administrator_somebody_has_to_be_named(lena, table):
    with pytest.raises(CommandError, match=r"^There is no administrator yet\. Say who imports with --by\.$"):
        said("import_candidates", table)


def test_a_file_that_is_not_there_is_named(ada, tmp_path):
    with pytest.raises(CommandError, match=r"missing\.csv cannot be read: No such file or directory\.$"):
        said("import_candidates", tmp_path / "missing.csv")


def test_a_file_that_is_no_table_is_refused_in_words(ada, table):
    table.write_bytes("Name,Email\nZoë,z@example.org\n".encode("cp1252"))

    with pytest.raises(CommandError, match=r"^Line 2 holds a letter that is not UTF-8"):
        said("import_candidates", table)
