"""Bringing in a public collection: looked at first, drafts on one click, nothing twice, nothing asked before it is finished."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from questionbank import writing
from questionbank.models import Question, QuestionDraft, QuestionImport
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
COLLECTION = """# Questions for people who build servers

## Databases

- What is an index good for?
  - Finds rows without reading all
  - Costs time at each write
- [When do you denormalise?](https://example.org/denormalise)

## Talking

### How do you tell a colleague that they are wrong?

In private, and with an example.

## Licence

Use it as you like.
"""


@pytest.fixture
def client(levels, carla) -> Client:
    client = Client()
    client.force_login(carla, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(client: Client, content: bytes | str, name: str = "collection.md"):
    content = content.encode() if isinstance(content, str) else content
    return client.post("/questions/import/", {"file": SimpleUploadedFile(name, content, "text/markdown")})


def test_a_collection_is_looked_at_before_anything_is_made(client):
    answer = upload(client, COLLECTION)

    page = client.get(answer["Location"]).context
    assert [row.title for row, _ in page["rows"]] == [
        "What is an index good for?",
        "When do you denormalise?",
        "How do you tell a colleague that they are wrong?",
    ]
    left = client.get(f"{answer['Location']}?show=left").context["rows"]
    assert [(row.at, row.title) for row, _ in left] == [("Line 16", "Licence")]
    assert not QuestionDraft.objects.exists()


def test_its_questions_become_drafts_once(client, carla):
    address = upload(client, COLLECTION)["Location"]
    for _ in range(2):
        client.post(f"{address}taking/")

    drafts = {draft.words["title"]: draft.words for draft in QuestionDraft.objects.all()}
    assert len(drafts) == 3
    index = drafts["What is an index good for?"]
    assert (index["category"], index["steps"]) == (
        "databases",
        [{"title": "Points", "points": ["Finds rows without reading all", "Costs time at each write"]}],
    )
    assert "https://example.org/denormalise" in drafts["When do you denormalise?"]["prompt"]
    assert drafts["How do you tell a colleague that they are wrong?"]["good"] == "In private, and with an example."
    assert not Question.objects.pickable().exists()
    assert QuestionImport.objects.get().rows.filter(made_at__isnull=False).count() == 3


def test_what_is_there_already_is_not_made_again(client, carla):
    writing.begin("when do you DENORMALISE?", "databases", by=carla, now=NOW)
    address = upload(client, COLLECTION)["Location"]

    assert QuestionImport.objects.get().counts["same"] == 1
    client.post(f"{address}taking/")

    assert QuestionDraft.objects.count() == 3


def test_titles_that_make_the_same_address_get_numbers(client):
    address = upload(client, "- What is C?\n- What is C++?\n- What is C#?\n")["Location"]
    client.post(f"{address}taking/")

    assert set(Question.objects.values_list("key", flat=True)) == {"what-is-c", "what-is-c-2", "what-is-c-3"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\xff", "This is an image, not text"),
        (b"caf\xe9", "This is not a text file in UTF-8"),
        (b"", "This file is empty"),
        ("Nothing asks here.", "No question was found in this file"),
        ("- What?\n" * 200_001, "more than 200,000 lines"),
        ("x" * 5_000_001, "Choose a file of at most 5 MB"),
        (">" * 10_000, "levels deep"),
    ],
    ids=["an image", "not UTF-8", "empty", "no question", "too many lines", "too large", "a bomb"],
)
def test_what_is_no_collection_is_refused_in_words(client, content, sentence):
    answer = upload(client, content)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not QuestionImport.objects.exists()


def test_an_import_is_its_senders_alone(client, ada, ivan):
    address = upload(client, COLLECTION)["Location"]
    statuses = []
    for person in (ada, ivan):
        other = Client()
        other.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        statuses.append((other.get(address).status_code, other.post(f"{address}taking/").status_code))

    assert statuses == [(404, 404), (403, 403)]
    assert not QuestionDraft.objects.exists()
