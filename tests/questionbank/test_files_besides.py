"""The rarer ways of an import: who went away, drafts thrown away, states from files, single files of other kinds."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.imports import Unreadable
from accounts.models import User
from questionbank import importing, kinds, writing
from questionbank.models import Question, QuestionDraft, QuestionImport
from questionbank.tasks import do_question_imports
from tests.clients import signed_in
from tests.questionbank.test_files import brought, exported, rows, unzipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(levels, carla, plan) -> Client:
    return signed_in(carla)


@pytest.fixture
def text(client) -> str:
    """The file of the one question there is."""
    return unzipped(exported(client))["questions/rate-limiter.toml"]


def taken(client: Client, text: str, *keys: str, state: str = "active") -> str:
    files = {f"questions/{key}.toml": text.replace('"rate-limiter"', f'"{key}"') + f'state = "{state}"\n' for key in keys}
    files = {name: said.replace('\nstate = "active"\n', "\n") for name, said in files.items()}
    address = brought(client, {name: reordered(said) for name, said in files.items()})
    client.post(f"{address}taking/")
    return address


def reordered(said: str) -> str:
    """The state before the tables, where TOML wants it."""
    lines = said.splitlines()
    states = [line for line in lines if line.startswith("state = ")]
    return "\n".join([*states, *(line for line in lines if line not in states)])


@pytest.mark.parametrize("state", ["pilot", "retired", "draft"])
def test_a_new_question_gets_the_state_of_its_file_when_it_is_published(client, text, state):
    address = taken(client, text, "another", state=state)
    assert Question.objects.get(key="another").state == "draft"

    client.post(f"{address}publication/")

    assert Question.objects.get(key="another").state == state


def test_a_draft_that_was_thrown_away_is_not_published(client, text):
    address = taken(client, text, "another")
    client.post("/questions/another/draft-removal/")

    client.post(f"{address}publication/")

    assert not Question.objects.filter(key="another").exists()
    assert client.get(address).context["counts"]["drafts"] == 0


def test_the_key_of_a_page_is_left(client, text):
    address = taken(client, text, "import")

    assert rows(client, address, "left")[0][1] == "Its key is the address of a page. Give it another one"
    assert not QuestionDraft.objects.exists()


def test_who_has_no_access_any_more_imports_nothing(client, carla, ada, text, monkeypatch):
    monkeypatch.setattr(importing, "FEW", 0)
    taken(client, text, "another")
    User.objects.filter(pk=carla.pk).update(deactivated_at=timezone.now(), deactivated_by=ada)

    do_question_imports()

    assert QuestionImport.objects.get().trouble == "The access of the person who uploaded this file was taken away."
    assert not QuestionDraft.objects.exists()


def test_a_publication_that_stopped_three_times_says_so(client, text, monkeypatch):
    address = taken(client, text, "another")
    monkeypatch.setattr(importing, "FEW", 0)
    client.post(f"{address}publication/")
    QuestionImport.objects.update(tries=3, claimed_until=None)

    do_question_imports()

    assert QuestionImport.objects.get().trouble.startswith("It was begun three times")
    assert Question.objects.get(key="another").current is None


def test_single_files_find_their_folder():
    said = [
        ("a.toml", b'title = "A"'),
        ("b.toml", b'[[sections]]\ntitle = "B"'),
        ("c.toml", b"[weights]"),
        ("d.toml", b"ladder = []"),
        ("levels.toml", b""),
    ]

    kind, name, content = kinds.told(said)

    assert (kind, name) == ("files", "5 files")
    names = importing.folders.Archive(content).names()
    assert names == ["competencies/d.toml", "kits/b.toml", "levels.toml", "plans/c.toml", "questions/a.toml"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([(f"{n}.toml", b"x") for n in range(201)], "Choose at most 200 files, or a zip of their folder."),
        ([("a.toml", b"x"), ("a.toml", b"y")], "Two of these files are named “a.toml”. Choose each once."),
    ],
)
def test_too_many_files_or_two_of_one_name_are_refused(files, sentence):
    with pytest.raises(Unreadable) as refused:
        kinds.told(files)

    assert str(refused.value) == sentence


def test_nothing_comes_into_a_bank_without_levels(carla):
    with pytest.raises(Unreadable, match="There are no levels yet"):
        importing.upload([("a.md", b"- What?")], by=carla, now=timezone.now())


def test_a_late_reader_keeps_nothing(client, carla):
    found = importing.upload([("a.md", b"- What is a lock?\n")], by=carla, now=timezone.now())

    importing._keep(found, importing.Read([]), timezone.now())

    assert found.rows.count() == 1


def test_a_kit_of_a_stage_that_is_not_there_waits(client, problem_solving):
    files = unzipped(exported(client))
    stage = files["stages.toml"] + files["stages.toml"].replace('key = "coding"', 'key = "chess"')
    kit = files["kits/coding.toml"].replace('stage = "coding"', 'stage = "chess"')
    address = brought(client, {"stages.toml": stage.replace('key = "system-design"', 'key = "go"', 1), "kits/coding.toml": kit})

    client.post(f"{address}taking/")

    why = dict(rows(client, address, "besides"))["Coding kit"]
    assert why == "There is no stage “chess” here"


def test_a_draft_of_a_changed_question_leaves_its_state(client, text):
    address = brought(client, {"questions/rate-limiter.toml": text.replace("Build this:", "Draw this:")})
    client.post(f"{address}taking/")
    client.post(f"{address}publication/")

    question = Question.objects.get(key="rate-limiter")
    assert (question.state, question.current.number) == ("active", 2)
    assert writing.words_of(question.current)["prompt"].startswith("Draw this:")
