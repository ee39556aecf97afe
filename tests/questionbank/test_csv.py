"""Tables of questions: read whoever wrote them, their columns chosen by a person, what is not understood told row by row."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.imports import Unreadable
from questionbank import columns, sheets
from questionbank.models import Question, QuestionDraft, QuestionImport
from tests.clients import signed_in

TABLE = """Title,Question,Topic,Skill,Seniority,Time,Difficulty,Key points,Follow-ups,Tags,Owner
Two queues,"Build a queue
from two stacks.",Coding,Problem solving,mid - senior,20 min,hard,Asks for the size;Says the cost,And threads?|On disk?,"big, old",I
,What is an index good for?,SQL,"problem_solving, Juggling",guru,soon,7,,,,
,,,,,,,,,,Nobody
Two queues,Again,Coding,,,,,,,,
"""


def upload(client: Client, content: bytes | str, name: str = "questions.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post("/questions/import/", {"file": SimpleUploadedFile(name, content, "text/csv")})


@pytest.fixture
def client(levels, problem_solving, carla) -> Client:
    return signed_in(carla)


@pytest.fixture
def looked_at(client) -> str:
    """The address of the table above, its columns taken as guessed."""
    address = upload(client, TABLE)["Location"]
    page = client.get(f"{address}columns/")
    answer = client.post(f"{address}columns/", {f"column-{n}": key for n, (_, key, _) in enumerate(page.context["columns"], 1)})
    assert answer["Location"] == address
    return address


@pytest.mark.django_db
def test_columns_are_guessed_by_their_names_and_shown_with_first_rows(client):
    address = upload(client, TABLE)["Location"]
    assert client.get(address)["Location"] == f"{address}columns/"

    page = client.get(f"{address}columns/")

    assert [(head, key) for head, key, _ in page.context["columns"]] == [
        ("Title", "title"),
        ("Question", "prompt"),
        ("Topic", "category"),
        ("Skill", "tests"),
        ("Seniority", "level"),
        ("Time", "minutes"),
        ("Difficulty", "difficulty"),
        ("Key points", "points"),
        ("Follow-ups", "follow_ups"),
        ("Tags", "tags"),
        ("Owner", ""),
    ]
    assert page.context["columns"][0][2] == ["Two queues", "", "", "Two queues"]


@pytest.mark.django_db
def test_a_row_becomes_the_words_of_a_draft(client, looked_at):
    client.post(f"{looked_at}taking/")

    words = QuestionDraft.objects.get(question__key="two-queues").words
    assert words == words | {
        "title": "Two queues",
        "prompt": "Build a queue\nfrom two stacks.",
        "category": "coding",
        "tests": ["problem_solving"],
        "lowest_level": "mid",
        "highest_level": "senior",
        "minutes": "20",
        "difficulty": "4",
        "steps": [{"title": "Points", "points": ["Asks for the size", "Says the cost"]}],
        "follow_ups": ["And threads?", "On disk?"],
        "tags": ["big", "old"],
        "good": "- Asks for the size\n- Says the cost",
    }
    assert not Question.objects.pickable().exists()


@pytest.mark.django_db
def test_what_is_not_understood_is_told_with_its_line_and_what_was_done(client, looked_at):
    new = {row.at: (row.title, row.why) for row, _ in client.get(f"{looked_at}?show=new").context["rows"]}
    left = {row.at: (row.title, row.why) for row, _ in client.get(f"{looked_at}?show=left").context["rows"]}

    assert new == {
        "Line 2": ("Two queues", ""),
        "Line 4": (
            "What is an index good for?",
            (
                "level “guru” is not one of ours: left out; category “SQL” is not one of ours: put under “Databases and SQL”; "
                "competency “Juggling” is not one of ours: left out; minutes “soon” is not 1 to 480: 15 taken; "
                "difficulty “7” is not 1 to 5: 3 taken"
            ),
        ),
    }
    assert left == {
        "Line 5": ("Nobody", "It has neither a title nor a question"),
        "Line 6": ("Two queues", "The same title stands on line 2"),
    }


@pytest.mark.django_db
def test_the_same_table_again_finds_its_questions_there(client, looked_at):
    client.post(f"{looked_at}taking/")
    address = upload(client, TABLE)["Location"]
    chosen = columns.guessed(TABLE.splitlines()[0].split(","))
    client.post(f"{address}columns/", {f"column-{n}": key for n, key in enumerate(chosen, 1)})
    client.post(f"{address}taking/")

    assert QuestionDraft.objects.count() == 2
    assert QuestionImport.objects.latest("uploaded_at").counts == {"same": 3, "new": 0, "changed": 0, "left": 1}


@pytest.mark.django_db
def test_columns_may_be_chosen_anew_before_drafts_are_made(client, looked_at):
    client.post(f"{looked_at}columns/", {"column-2": "title"})

    assert {row.title for row, _ in client.get(looked_at).context["rows"]} == {
        "Build a queue from two stacks.",
        "What is an index good for?",
        "Again",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"column-1": "category"}, "Choose the column that holds the question: “Title” or “As it is asked”"),
        ({"column-1": "title", "column-2": "title"}, "“Title” is chosen for 2 columns. Choose it for one"),
        (
            {"column-1": "title", "column-2": "level", "column-3": "lowest_level"},
            "Choose either “Level or range of levels”, or the lowest and the highest level",
        ),
        ({"column-1": "__class__"}, "Choose the column that holds the question: “Title” or “As it is asked”"),
    ],
)
def test_a_choice_that_does_not_do_is_refused_and_kept(client, chosen, sentence):
    address = upload(client, TABLE)["Location"]

    answer = client.post(f"{address}columns/", chosen)

    assert (answer.status_code, answer.context["wrong"]) == (422, sentence)
    assert not QuestionImport.objects.get().rows.exists()


@pytest.mark.parametrize(
    ("content", "separator", "heads", "is_guess"),
    [
        (b"Title,Prompt\na,b\n", ",", ["Title", "Prompt"], False),
        (b"\xef\xbb\xbfTitle;Prompt\r\na;b\r\n", ";", ["Title", "Prompt"], False),
        (b"Title\tPrompt, as asked\na\tb\n", "\t", ["Title", "Prompt, as asked"], False),
        ("Title;Prompt\nCafé;é\n".encode("cp1252"), ";", ["Title", "Prompt"], True),
        ("Title,Prompt\nCafé,é\n".encode("utf-16"), ",", ["Title", "Prompt"], False),
        (b'sep=;\n"Title; long";Prompt\n"a\nb";c\n', ";", ["Title; long", "Prompt"], False),
    ],
    ids=["commas", "semicolons and a mark", "tabs", "Windows-1252", "UTF-16", "Excel's first line"],
)
def test_a_table_is_read_whoever_wrote_it(content, separator, heads, is_guess):
    sheet = sheets.opened(content)

    assert (sheet.separator, sheet.heads, "Windows-1252" in sheet.note) == (separator, heads, is_guess)
    assert len(list(sheet.rows())) == 1


def test_one_column_is_taken_and_told():
    assert sheets.opened(b"Question\nWhat is a lock?\n").note == sheets.SEVERAL


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This table is empty"),
        (b"Title,Prompt\n", "has no row below them"),
        (",".join(f"c{n}" for n in range(500)).encode() + b"\na\n", "This table has 500 columns. Leave at most 100"),
        (b'Title,Prompt\n"a,b\n', "Line 2 has a quotation mark that is not closed"),
        (b'"Title,Prompt\na,b\n', "Line 1 has a quotation mark that is not closed"),
        (b"a,b\n\x00\x01", "This is not a table of text"),
        (bytes(range(256)) * 20, "This is not a table of text"),
        (b"Title,Prompt\na,b\x07\n", "Line 2, column 2 holds a control character (U+0007)"),
        (b"a,b\n" + b"x" * 10_500_000, "larger than 10 MB"),
        (b"a,b\n" + b"x" * 140_000, "Line 2 has a cell of more than 130,000 letters"),
    ],
    ids=["empty", "no rows", "500 columns", "a quote", "a quote in the head", "NUL", "binary", "a bell", "large", "a long cell"],
)
def test_what_is_no_table_is_refused_with_line_and_reason(content, sentence):
    with pytest.raises(Unreadable, match=r".") as refused:
        sheets.opened(content)

    assert sentence in str(refused.value)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@settings(max_examples=400)
def test_any_bytes_are_a_table_or_refused_in_words(content):
    try:
        sheet = sheets.opened(content)
        rows = list(sheet.rows())
    except Unreadable:
        return
    assert all(len(cells) >= len(sheet.heads) for _, cells in rows)
    assert len(columns.guessed(sheet.heads)) == len(sheet.heads)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("one;two | three", ["one", "two", "three"]),
        ("- one\n- two; still two\n", ["one", "two; still two"]),
        ("1. one\n2) two", ["one", "two"]),
        ("  ", []),
    ],
)
def test_a_cell_holds_several_items(cell, items):
    assert columns._listed(cell) == items


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({}, ("junior", "staff")),
        ({"level": "Senior"}, ("senior", "senior")),
        ({"level": "staff – mid"}, ("mid", "staff")),
        ({"level": "junior to senior"}, ("junior", "senior")),
        ({"level": "mid, senior, staff"}, ("mid", "staff")),
        ({"lowest_level": "mid"}, ("mid", "staff")),
        ({"highest_level": "mid"}, ("junior", "mid")),
        ({"lowest_level": "mid", "highest_level": "senior"}, ("mid", "senior")),
    ],
)
def test_levels_are_a_range(levels, said, ends):
    assert columns._levels(said, columns._Here.now(), columns._Told()) == ends
