"""Files that are broken, hostile or something else: refused in words that say what to do, and nothing is changed."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.imports import Unreadable
from questionbank import archives, importing, kinds
from questionbank.archives import Archive
from questionbank.models import Question, QuestionDraft, QuestionImport
from questionbank.tasks import do_question_imports
from tests.clients import signed_in

LINK = 0o120777 << 16
QUESTION = 'key = "a"\n'


def zipped(files: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED, attributes: int = 0) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = method, attributes
            archive.writestr(entry, text)
    return packed.getvalue()


def saying(content: bytes, *, mark: bytes, at: int, value: bytes) -> bytes:
    """The zip with other bytes at this place of each of its headers of a kind: what no program writes by itself."""
    changed, place = bytearray(content), 0
    while (place := content.find(mark, place)) >= 0:
        changed[place + at : place + at + len(value)] = value
        place += 1
    return bytes(changed)


def locked(content: bytes) -> bytes:
    return saying(saying(content, mark=b"PK\x01\x02", at=8, value=b"\x01"), mark=b"PK\x03\x04", at=6, value=b"\x01")


def understated(content: bytes) -> bytes:
    """A zip that says its file is small."""
    small = struct.pack("<L", 10)
    return saying(saying(content, mark=b"PK\x01\x02", at=24, value=small), mark=b"PK\x03\x04", at=22, value=small)


def renamed(content: bytes) -> bytes:
    """The zip with its second file called as its first."""
    return content.replace(b"questions/b.toml", b"questions/a.toml")


@pytest.fixture
def client(levels, carla, plan) -> Client:
    return signed_in(carla)


def upload(client: Client, content: bytes, name: str):
    return client.post("/questions/import/", {"file": SimpleUploadedFile(name, content)})


REFUSED = {
    "a path that leads out": ("b.zip", zipped({"questions/../../etc/passwd": "x"}), "points outside of it"),
    "a path from the root": ("b.zip", zipped({"/etc/passwd": "x"}), "points outside of it"),
    "a path of Windows": ("b.zip", zipped({"C:/x.toml": "x"}), "points outside of it"),
    "a strange name": ("b.zip", zipped({"questions/a\x1b.toml": "x"}), "a strange name"),
    "a link": ("b.zip", zipped({"questions/a.toml": "/etc/passwd"}, attributes=LINK), "holds a link in place of a file"),
    "a locked zip": ("b.zip", locked(zipped({"questions/a.toml": QUESTION})), "locked with a password"),
    "another packing": ("b.zip", zipped({"questions/a.toml": QUESTION}, method=zipfile.ZIP_BZIP2), "packed in a way"),
    "a zip in a zip": ("b.zip", zipped({"questions.zip": zipped({"a.toml": QUESTION})}), "holds another archive"),
    "a file that unpacks large": ("b.zip", zipped({"questions/a.toml": b"\0" * 3_000_000}), "has more than 256 kB"),
    "much that unpacks large": (
        "b.zip",
        zipped({f"questions/{n}.toml": b" " * 260_000 for n in range(250)}),
        "Unpacked, this zip has more than 60 MB",
    ),
    "a zip that lies": ("b.zip", understated(zipped({"questions/a.toml": b" " * 300_000})), "damaged inside the zip"),
    "too many files": ("b.zip", b"PK\x03\x04" + b"PK\x01\x02" * 12_001, "holds more than 12,000 files"),
    "an empty zip": ("b.zip", zipped({}), "holds no file of a bank"),
    "a zip of pictures": ("b.zip", zipped({"a.png": "x"}), "holds no file of a bank"),
    "a spreadsheet": ("b.xlsx", zipped({"[Content_Types].xml": "x"}), "document of an office program"),
    "half a zip": ("b.zip", zipped({"questions/a.toml": QUESTION})[:60], "This zip is damaged"),
    "no zip": ("b.zip", b"questions", "This is not a zip, or it is damaged"),
    "an image": ("b.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "This is an image, not text"),
    "an image named as a table": ("b.csv", b"\xff\xd8\xff\xe0" + bytes(range(256)), "This is an image, not text"),
    "a PDF": ("b.md", b"%PDF-1.7", "This is a PDF, not text"),
    "a program": ("b.md", b"\x7fELF\x02\x01" + bytes(64), "This is a program, not text"),
    "something binary": ("b.md", b"ab\0\x01\x02", "This file is not text"),
    "not UTF-8": ("b.md", b"# caf\xe9\n- What?", "This is not a text file in UTF-8"),
    "nesting without end": ("b.md", b"> " * 10_000 + b"What?", "nested more than 30 levels deep"),
    "lists without end": ("b.md", b"".join(b"  " * n + b"- What?\n" for n in range(200)), "nested more than 30 levels deep"),
    "two of one name": ("b.zip", renamed(zipped({"questions/a.toml": "x", "questions/b.toml": "x"})), "two files of the same name"),
    "a zip with zeros before it": ("b.zip", b"PK\x03\x04" + bytes(40), "This zip is damaged"),
    "a large file": ("a.toml", b"#" * 300_000, "has more than 256 kB"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_none_of_ours_is_refused_in_words(client, name, content, sentence):
    before = set(Question.objects.values_list("key", flat=True))

    answer = upload(client, content, name)

    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["file"]
    assert sentence in error
    assert not QuestionImport.objects.exists()
    assert (set(Question.objects.values_list("key", flat=True)), QuestionDraft.objects.count()) == (before, 0)


@pytest.mark.django_db
def test_fifty_megabytes_are_refused_before_they_are_read(client):
    answer = client.post("/questions/import/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="52428800")

    assert answer.status_code == 413
    assert "a zip of questions 20 MB" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = " + "[" * 20_000, "is nested too deep"),
        ("a" + ".a" * 20_000 + " = 1", "holds a name of more than 30 parts"),
        ("x = {a" + ".a" * 20_000 + " = 1}", "holds a name of more than 30 parts"),
        ("a = " + "9" * 5_000, "is not TOML: a number in it is too long"),
    ],
    ids=["brackets", "a long name", "a long name inside", "a long number"],
)
def test_files_made_to_break_a_reader_are_told(client, text, problem):
    upload(client, text.encode(), "a.toml")

    assert QuestionImport.objects.get().problems == [["questions/a.toml", "", problem]]
    assert not QuestionDraft.objects.exists()


@pytest.mark.django_db
def test_many_problems_are_counted_and_the_first_are_shown(client):
    address = upload(client, zipped({f"questions/{n:03}.toml": "title = 1" for n in range(50)}), "b.zip")["Location"]

    found = QuestionImport.objects.get()
    assert len(found.problems) == importing.MOST_PROBLEMS
    assert found.total > len(found.problems)
    assert f"The first 200 of {found.total}." in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_large_file_is_refused_by_the_worker_and_its_page_says_so(client, carla, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 10)
    address = upload(client, b"Nothing asks here.\n" * 10, "b.md")["Location"]
    assert client.get(address).context["found"].owes == "reading"

    do_question_imports()

    page = client.get(address).content.decode()
    assert "No question was found in this file." in page
    assert "Nothing was changed." in page


@pytest.mark.django_db
def test_several_files_that_are_no_toml_are_refused(client):
    files = [SimpleUploadedFile("a.md", b"- What?"), SimpleUploadedFile("b.md", b"- Why?")]

    answer = client.post("/questions/import/", {"file": files})

    assert answer.context["form"].errors["file"] == ["Choose one file, or several .toml files at once."]


@pytest.mark.django_db
def test_nothing_chosen_is_told(client):
    assert client.post("/questions/import/", {}).context["form"].errors["file"] == ["Choose a file"]


def test_what_systems_add_to_a_zip_is_passed_over():
    files = {"bank/questions/a.toml": "x", "bank/.DS_Store": "x", "__MACOSX/bank/._a": "x", "bank/README.md": "x"}

    assert Archive(zipped(files)).names() == ["README.md", "questions/a.toml"]


@given(st.one_of(st.binary(max_size=600), st.binary(max_size=300).map(lambda tail: zipped({"questions/a.toml": QUESTION}) + tail)))
@settings(max_examples=300)
def test_any_bytes_are_an_archive_or_refused_in_words(content):
    read_or_refuse(content)


@given(st.data())
@settings(max_examples=300)
def test_a_zip_with_some_bytes_changed_is_read_or_refused_in_words(data):
    content = bytearray(zipped({"questions/a.toml": QUESTION, "levels.toml": "x"}))
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=6)):
        content[place] = value
    read_or_refuse(bytes(content))


def read_or_refuse(content: bytes) -> None:
    try:
        kinds.told([("b.zip", content)])
        archive = Archive(content)
        for name in archive.names():
            try:
                archive.text(name)
            except UnicodeDecodeError:
                continue
    except Unreadable:
        return


def test_an_archive_is_counted_before_it_is_listed(monkeypatch):
    def never(*_arguments):
        raise AssertionError

    monkeypatch.setattr(archives.zipfile, "ZipFile", never)

    with pytest.raises(Unreadable, match="holds more than 12,000 files"):
        Archive(b"PK\x01\x02" * 20_000)
