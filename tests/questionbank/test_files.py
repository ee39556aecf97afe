"""Our own files in the browser: taken out, changed, brought in as drafts with what differs, and published together."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Event
from interviews.models import KitDraft
from questionbank import exporting, writing
from questionbank.models import Question, QuestionDraft, QuestionImport, RubricDraft
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


def exported(client: Client) -> bytes:
    answer = client.post("/questions/exports/")
    assert answer["Content-Disposition"].startswith('attachment; filename="questions-')
    return answer.content


def zipped(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def uploaded(client: Client, *files: tuple[str, bytes]):
    return client.post("/questions/import/", {"file": [SimpleUploadedFile(name, content) for name, content in files]})


def brought(client: Client, files: dict[str, str | bytes]) -> str:
    """The address of an import of these files."""
    answer = uploaded(client, ("bank.zip", zipped(files)))
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def rows(client: Client, address: str, show: str) -> list[tuple[str, str]]:
    return [(row.title, row.why) for row, _ in client.get(f"{address}?show={show}").context["rows"]]


@pytest.fixture
def client(levels, carla, plan) -> Client:
    return signed_in(carla)


def test_an_export_is_the_folder_that_the_command_writes(client):
    files = unzipped(exported(client))

    parts = exporting.bank_files()
    assert {name: text for name, text in files.items() if not name.startswith(("kits/", "plans/"))} == {
        name: exporting.text_of(part) for name, part in parts.items()
    }
    assert {"kits/coding.toml", "kits/system-design.toml", "plans/senior-backend.toml"} < set(files)
    assert list(files) == sorted(files)


def test_the_same_bank_gives_the_same_bytes(client):
    assert exported(client) == exported(client)


def test_an_export_is_in_the_audit_trail(client, carla):
    exported(client)

    assert [(event.verb, event.who) for event in Event.objects.filter(verb="exported")] == [("exported", carla)]


def test_an_export_that_comes_back_changes_nothing(client):
    address = uploaded(client, ("bank.zip", exported(client)))["Location"]

    page = client.get(address)
    assert page.context["tabs"] == []
    assert page.context["found"].counts == {"same": 1, "new": 0, "changed": 0, "left": 0}
    client.post(f"{address}taking/")
    assert not QuestionDraft.objects.exists()


def test_what_was_changed_is_shown_word_by_word_and_becomes_a_draft(client, carla):
    files = unzipped(exported(client))
    files = {"questions/rate-limiter.toml": files["questions/rate-limiter.toml"].replace("Build this:", "Draw this:")}
    address = brought(client, files)

    ((row, changes),) = client.get(address).context["rows"]
    assert (row.fate, [label for label, _ in changes]) == ("changed", ["As it is asked"])
    assert [(piece.kind, piece.text) for piece in changes[0][1]][:2] == [("gone", "Build "), ("new", "Draw ")]
    client.post(f"{address}taking/")

    draft = QuestionDraft.objects.get(question__key="rate-limiter")
    assert draft.words["prompt"] == "Draw this: Rate limiter for one endpoint."
    assert draft.saved_by == carla
    assert draft.question.current.number == 1


def test_what_somebody_writes_on_is_left_and_named(client, ada, rate_limiter):
    mine = writing.words_of(rate_limiter) | {"prompt": "Ada's words"}
    writing.save(rate_limiter.question, mine, version=0, by=ada, now=timezone.now())
    text = unzipped(exported(client))["questions/rate-limiter.toml"].replace("Build this:", "Draw this:")
    address = brought(client, {"questions/rate-limiter.toml": text})

    client.post(f"{address}taking/")

    assert QuestionDraft.objects.get().words == mine
    ((title, why),) = rows(client, address, "left")
    assert title == "Rate limiter for one endpoint"
    assert why.startswith("Ada Administrator is writing on it since ")


def test_taking_twice_makes_each_draft_once(client):
    text = unzipped(exported(client))["questions/rate-limiter.toml"].replace('"rate-limiter"', '"another"')
    addresses = [brought(client, {"questions/another.toml": text}) for _ in range(2)]

    for address in (*addresses, *addresses):
        client.post(f"{address}taking/")

    assert Question.objects.filter(key="another").count() == QuestionDraft.objects.count() == 1
    assert rows(client, addresses[1], "left") == [("Rate limiter for one endpoint", "A draft in these words is there already")]


def test_drafts_are_published_together_and_what_is_not_whole_says_why(client, carla):
    text = unzipped(exported(client))["questions/rate-limiter.toml"]
    whole = text.replace('"rate-limiter"', '"whole"')
    lacking = text.replace('"rate-limiter"', '"lacking"').replace('good = "Asks before building."\n', "")
    address = brought(client, {"bank/questions/whole.toml": whole, "bank/questions/lacking.toml": lacking})
    client.post(f"{address}taking/")
    assert client.get(address).context["counts"]["drafts"] == 2

    client.post(f"{address}publication/")

    question = Question.objects.get(key="whole")
    assert (question.current.why, question.current.written_by, question.state) == ("Import of bank.zip", carla, "active")
    assert Question.objects.get(key="lacking").current is None
    assert [why for _, why in rows(client, address, "new")] == ["It cannot be asked yet: good: say what a good answer shows.", ""]
    assert exporting.text_of(dict(exporting.question_files())["questions/whole.toml"]) == whole


def test_a_draft_that_somebody_wrote_on_is_not_published_for_them(client, ada):
    text = unzipped(exported(client))["questions/rate-limiter.toml"].replace('"rate-limiter"', '"another"')
    address = brought(client, {"questions/another.toml": text})
    client.post(f"{address}taking/")
    draft = QuestionDraft.objects.get()
    writing.save(draft.question, draft.words | {"good": "Better"}, version=1, by=ada, now=timezone.now())

    client.post(f"{address}publication/")

    assert Question.objects.get(key="another").current is None
    ((_, why),) = rows(client, address, "new")
    assert why == "Ada Administrator wrote on it meanwhile. Publish it on its own page"


def test_a_kit_becomes_a_draft_of_the_builder(client, carla):
    files = unzipped(exported(client))
    question = files["questions/rate-limiter.toml"].replace('"rate-limiter"', '"fresh"')
    kit = files["kits/coding.toml"].replace('"rate-limiter"', '"rate-limiter", "fresh"')
    address = brought(client, {"questions/fresh.toml": question, "kits/coding.toml": kit})
    for _ in range(2):
        client.post(f"{address}taking/")

    draft = KitDraft.objects.get(kit__key="coding")
    assert (draft.saved_by, draft.version, draft.kit.current.number) == (carla, 1, 1)
    assert draft.words["sections"][1]["questions"] == ["rate-limiter", "fresh"]
    assert "there is no question “fresh”" in client.get("/kits/coding/plan/").content.decode()

    client.post(f"{address}publication/")

    assert "Nothing is missing" in client.get("/kits/coding/plan/").content.decode()


def test_a_kit_that_is_being_written_is_left(client, carla):
    files = unzipped(exported(client))
    for title in ("Talk", "Speech"):
        kit = {"kits/coding.toml": files["kits/coding.toml"].replace('title = "Questions"', f'title = "{title}"')}
        address = brought(client, kit)
        client.post(f"{address}taking/")

    assert KitDraft.objects.get(kit__key="coding").words["sections"][1]["title"] == "Talk"
    assert rows(client, address, "besides") == [("Coding kit", "A draft of this kit is there already; it stays as it is")]


def test_a_ladder_becomes_a_draft_of_its_editor_and_cards_keep_theirs(client, carla, problem_solving):
    files = unzipped(exported(client))
    changed = files["competencies/problem_solving.toml"].replace("Problem solving at step 3", "Solves it")
    address = brought(client, {"competencies/problem_solving.toml": changed})
    ((row, changes),) = client.get(f"{address}?show=besides").context["rows"]
    assert (row.title, [label for label, _ in changes]) == ("Problem solving", ["Step 3"])

    for _ in range(2):
        client.post(f"{address}taking/")

    draft = RubricDraft.objects.get(noun="competencies", key="problem_solving")
    assert (draft.words["ladder"][3], draft.saved_by) == ("Solves it", carla)
    problem_solving.refresh_from_db()
    assert problem_solving.current.ladder[3] == "Problem solving at step 3"
    assert "/rubric/competencies/problem_solving/words/" in client.get(f"{address}?show=besides").content.decode()
    words = client.get("/rubric/competencies/problem_solving/words/")
    assert "Solves it" in words.content.decode()


def test_single_files_come_in_without_a_zip(client):
    text = unzipped(exported(client))["questions/rate-limiter.toml"]
    files = [(f"{key}.toml", text.replace('"rate-limiter"', f'"{key}"').encode()) for key in ("one", "two")]

    address = uploaded(client, *files)["Location"]

    assert [row.key for row, _ in client.get(address).context["rows"]] == ["one", "two"]


def test_every_problem_is_told_by_file_and_place_and_nothing_is_changed(client):
    text = unzipped(exported(client))["questions/rate-limiter.toml"]
    files = {
        "questions/a.toml": text.replace("difficulty = 3", "difficulty = 9").replace('"problem_solving"', '"juggling"'),
        "questions/b.toml": "title = ",
        "questions/c.toml": b"\xff\xfe",
        "questions/d.toml": text.replace('lowest_level = "mid"', 'lowest_level = "boss"'),
    }
    address = brought(client, files)

    found = QuestionImport.objects.get()
    assert found.problems == [
        ["questions/a.toml", "difficulty", "must be 5 or less"],
        ["questions/b.toml", "", "is not TOML: Invalid value (at end of document)"],
        ["questions/c.toml", "", "is not UTF-8 text"],
        ["questions/d.toml", "lowest_level", "there is no level “boss”"],
    ]
    assert "Nothing was changed" in client.get(address).content.decode()
    for part in ("taking", "publication"):
        client.post(f"{address}{part}/")
    assert not QuestionDraft.objects.exists()


def test_an_import_is_its_senders_alone(client, ada, ivan):
    address = uploaded(client, ("bank.zip", exported(client)))["Location"]

    for person, status in ((ada, 404), (ivan, 403)):
        other = signed_in(person)
        assert {other.get(f"{address}{part}").status_code for part in ("", "progress/")} == {status}
        assert {other.post(f"{address}{part}/").status_code for part in ("taking", "publication")} == {status}


def test_who_may_not_write_questions_takes_none_out(client, ivan):
    other = signed_in(ivan)

    assert (other.post("/questions/exports/").status_code, other.get("/questions/import/").status_code) == (403, 403)
    assert not Event.objects.filter(verb="exported").exists()
