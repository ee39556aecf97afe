"""Tables as people send them: what is read, what is refused and in which words."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import typed
from accounts.imports import MOST_ROWS, Column, Row, Unreadable, judge, read
from accounts.people_import import roles

COLUMNS = (
    Column("name", "Name", lambda text: typed.line(text, most=120, what="the name"), also=("full name",), is_required=True),
    Column("email", "Email", typed.email, also=("e-mail",), is_required=True),
    Column("zone", "Time zone", typed.zone, also=("tz",)),
)
MAYA = {"name": "Maya Chen", "email": "maya@example.org", "zone": ""}


def cells(content: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read(content, COLUMNS).rows]


@pytest.mark.parametrize(
    "content",
    [
        b"Name,Email,Time zone\nMaya Chen,maya@example.org,\n",
        b"\xef\xbb\xbfName,Email,Time zone\r\nMaya Chen,maya@example.org,\r\n",
        b"name;e-mail;tz\nMaya Chen;maya@example.org;",
        b"FULL NAME\tE_Mail\tTime  Zone\nMaya Chen\tmaya@example.org\t\n",
        b"sep=;\r\nName;Email;Time zone\r\nMaya Chen;maya@example.org;\r\n",
        b'"Name","Email","Time zone"\n"Maya Chen","maya@example.org",""\n',
        b"\n\n ,,\nName,Email,Time zone\n\n,,\nMaya Chen,maya@example.org,,,\n",
        "Name\tEmail\tTime zone\nMaya Chen\tmaya@example.org\t\n".encode("utf-16"),
        b"Name,Email,Time zone\rMaya Chen,maya@example.org,\r",
    ],
    ids=["commas", "BOM", "semicolons", "tabs", "Excel's sep", "quotes", "blank lines", "UTF-16", "old Mac"],
)
def test_a_table_reads_the_same_however_it_was_saved(content):
    assert cells(content) == [MAYA]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Its first line has to name the columns: Name, Email, Time zone."),
        (b"  \n ,, \n", "This file is empty. Its first line has to name the columns: Name, Email, Time zone."),
        (b"Name,Email\n", "This file names its columns and has no row below them. Add a row for each person."),
        (
            b"Name,Phone\nMaya,1\n",
            "Line 1 does not name the column “Email”. The first line names the columns; known are: Name, Email, Time zone.",
        ),
        (b"Name,Email,e-mail\nMaya,a@x.example,b@x.example\n", "Line 1 names the column “Email” twice. Keep one of the two."),
        (
            "Name,Email\nMaya,m@x.example\nZoë,z@x.example\n".encode("cp1252"),
            (
                "Line 3 holds a letter that is not UTF-8, as older versions of Excel write them. "
                "Choose “Save as”, then “CSV UTF-8”, and upload that."
            ),
        ),
        (
            b"Name,Email\nMa\x00ya,m@x.example\n",
            "Line 2, column 1 holds a control character (U+0000). Take it out and upload again.",
        ),
        (
            b"Name,Email\nMaya,m@x.example\nIvan,\x1bi@x.example\n",
            "Line 3, column 2 holds a control character (U+001B). Take it out and upload again.",
        ),
        (
            b'Name,Email\nMaya,m@x.example\n"Ivan,i@x.example\nInes,j@x.example\n',
            (
                "Line 3 has a quotation mark that is not closed, or one in the middle of a cell. "
                'A quotation mark inside a cell is written twice: "".'
            ),
        ),
        (
            b"PK\x03\x04 a spreadsheet",
            "This is not a CSV file. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and upload that.",
        ),
        (b"\xff\xfeN", "This file is cut off in the middle of a letter. Save it again and upload that."),
        (b"Name,Email\n" + b"x" * 140_000 + b",m@x.example\n", "Line 2 has a cell of more than 130,000 letters. Shorten it."),
        (b"Name,Email" + b",a" * 99 + b"\n", "Line 1 names 101 columns. Leave at most 100."),
        (b"x" * (10 * 1024 * 1024 + 1), "This file is larger than 10 MB. Cut it into smaller ones."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, sentence):
    with pytest.raises(Unreadable) as finding:
        read(content, COLUMNS)

    assert str(finding.value) == sentence


def test_ten_thousand_rows_are_read_and_one_more_is_refused():
    rows = "".join(f"Person {number},p{number}@x.example\n" for number in range(MOST_ROWS))
    full = f"Name,Email\n{rows}"

    assert len(read(full.encode(), COLUMNS).rows) == 10_000
    with pytest.raises(
        Unreadable, match=r"^This file has more than 10,000 rows\. Cut it into files of at most 10,000 rows each\.$"
    ):
        read(f"{full}One more,more@x.example\n".encode(), COLUMNS)


def test_columns_that_no_field_has_are_named():
    table = read(b"Name,Phone,Email,,Shoe  size\nMaya,1,m@x.example,,38\n", COLUMNS)

    assert table.unused == ["Phone", "Shoe size"]
    assert table.rows == [Row(2, {"name": "Maya", "email": "m@x.example"})]


def test_lines_are_counted_as_an_editor_counts_them():
    table = read(b'Name,Email\n"Maya\nChen",m@x.example\n\nIvan,i@x.example\n', COLUMNS)

    assert [row.line for row in table.rows] == [2, 5]


def test_a_row_with_cells_too_many_or_too_few_is_wrong():
    table = read(b"Name,Email,Phone\nMaya,m@x.example\nIvan,i@x.example,1,2\n", COLUMNS)

    fates = judge(table.rows, COLUMNS, known={})

    assert [(fate.line, fate.kind, fate.problems) for fate in fates] == [
        (2, "wrong", [("", "This row has 2 cells, the first line 3. Look for a separator too many or too few")]),
        (3, "wrong", [("", "This row has 4 cells, the first line 3. Look for a separator too many or too few")]),
    ]


def test_every_row_gets_its_fate():
    table = read(
        b"Name,Email,Time zone\n"
        b"New One,new@x.example,europe/lisbon\n"
        b"Maya Chen,MAYA@example.org,Asia/Tokyo\n"
        b"Ivan,ivan@example.com,\n"
        b",no-name@x.example,\n"
        b"Bad,not-an-email,Mars/Base\n"
        b"Twice,New@X.example,\n",
        COLUMNS,
    )
    known = {
        "maya@example.org": {"name": "Maya Chen", "email": "maya@example.org", "zone": "UTC"},
        "ivan@example.com": {"name": "Ivan", "email": "ivan@example.com", "zone": "Europe/Berlin"},
    }

    fates = judge(table.rows, COLUMNS, known=known)

    assert [(fate.line, fate.kind, fate.problems, fate.changes) for fate in fates] == [
        (2, "new", [], []),
        (3, "changed", [], [("Time zone", "UTC", "Asia/Tokyo")]),
        (4, "same", [], []),
        (5, "wrong", [("Name", "Fill in the name")], []),
        (
            6,
            "wrong",
            [
                ("Email", "Type an email like name@example.com"),
                ("Time zone", "Choose a time zone by its name, for example Europe/Lisbon"),
            ],
            [],
        ),
        (7, "wrong", [("Email", "Line 2 has the same email. Keep one of the two")], []),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("recruiter", ["recruiter"]),
        ("Committee, recruiter", ["recruiter", "committee"]),
        ("admin;recruiter committee member", ["administrator", "recruiter", "committee"]),
        ("none", []),
        ("interviewer", []),
    ],
)
def test_roles_are_read_however_they_are_separated(text, value):
    assert roles(text) == value


def test_a_role_that_is_none_is_named():
    with pytest.raises(ValidationError, match=r"“boss” is not a role\. Roles are administrator, recruiter and committee"):
        roles("recruiter, boss")


@pytest.mark.parametrize(
    ("text", "value"), [("europe/lisbon", "Europe/Lisbon"), ("America/New york", "America/New_York"), ("utc", "UTC")]
)
def test_a_time_zone_is_found_however_it_is_capitalised(text, value):
    assert typed.zone(text) == value


def test_letters_and_marks_taken_apart_are_put_together():
    assert typed.line("Zoe\u0308  Nowak ", most=120, what="the name") == "Zo\u00eb Nowak"


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x07", "\ufeff"])
def test_hidden_characters_are_refused(hidden):
    with pytest.raises(ValidationError, match=f"Take the hidden character \\(U\\+{ord(hidden):04X}\\) out of the name"):
        typed.line(f"Ma{hidden}ya", most=120, what="the name")


VISIBLE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
CELLS = st.text(VISIBLE, max_size=20).map(str.strip)
ROWS = st.lists(st.tuples(CELLS.filter(bool), CELLS.filter(bool), CELLS), min_size=1, max_size=8)


@given(rows=ROWS, separator=st.sampled_from([",", ";", "\t"]), bom=st.booleans(), end=st.sampled_from(["\n", "\r\n"]))
def test_what_a_spreadsheet_writes_is_what_is_read(rows, separator, bom, end):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows([("Name", "Email", "Time zone"), *rows])

    found = cells(out.getvalue().encode("utf-8-sig" if bom else "utf-8"))

    assert found == [dict(zip(("name", "email", "zone"), row, strict=True)) for row in rows]


@given(content=st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    try:
        table = read(content, COLUMNS)
    except Unreadable as finding:
        assert str(finding).endswith(".")  # noqa: PT017 -- what is asked is that nothing else is raised
    else:
        judge(table.rows, COLUMNS, known={})
