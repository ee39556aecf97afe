"""The rubric as files: what a company changed goes out and comes back, and what was there before is not trampled on."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

import questionbank
from interviews.management.commands.load_content import KITS
from questionbank import exporting, loading
from questionbank.files import Reader
from questionbank.models import Competency, Level, RedFlagVersion, RubricMove, Signal, SignalVersion
from questionbank.reading import read_bank
from questionbank.rubric import levels as levels_writing
from questionbank.rubric import writing
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
CONTENT = Path(questionbank.__path__[0]) / "content"


def load(folder: Path = CONTENT) -> None:
    reader = Reader(folder)
    bank = read_bank(reader)
    assert reader.problems == []
    loading.load_rubric(bank, now=NOW)


def exported() -> dict[str, str]:
    return {name: exporting.text_of(part) for name, part in exporting.bank_files().items()}


def test_loading_again_makes_no_version_and_no_move():
    load()
    first = [SignalVersion.objects.count(), RedFlagVersion.objects.count(), exported()]

    load()

    assert [SignalVersion.objects.count(), RedFlagVersion.objects.count(), exported()] == first
    assert {version.number for version in SignalVersion.objects.all()} == {1}
    assert RubricMove.objects.count() == 0


def test_what_a_company_changed_comes_back_the_same_in_an_empty_bank(tmp_path, carla):
    load()
    staff = Level.objects.get(key="staff")
    levels_writing.make(name="Principal", expects="A company", after=staff, window_start=3, why="One", by=carla, now=NOW)
    writing.retire(writing.NOUNS["competencies"], "coding", why="Split", by=carla, now=NOW)
    writing.retire(writing.NOUNS["signals"], "hints", why="Split", by=carla, now=NOW)
    writing.shift(writing.NOUNS["signals"], "assumptions", -1)
    first = exported()
    exporting.write(tmp_path, exporting.bank_files())

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE questionbank_level, questionbank_competency, questionbank_signal CASCADE")
            cursor.execute("TRUNCATE questionbank_redflagkind, questionbank_stagekind CASCADE")
        load(tmp_path)
        again = exported()
        transaction.set_rollback(True)

    assert "retired = true" in first["competencies/coding.toml"]
    assert again == first


def test_loading_again_brings_nothing_back_and_leaves_a_companys_own_level_in_its_place(carla):
    load()
    mid = Level.objects.get(key="mid")
    levels_writing.make(name="Lead", expects="A team", after=mid, window_start=2, why="We have one", by=carla, now=NOW)
    writing.retire(writing.NOUNS["competencies"], "coding", why="Split", by=carla, now=NOW)

    load()

    assert list(Level.objects.order_by("rank").values_list("key", flat=True)) == ["junior", "mid", "lead", "senior", "staff"]
    assert Competency.objects.get(key="coding").retired_at == NOW
    hints = Signal.objects.get(key="hints")
    assert hints.expectations.get(level__key="lead").text == hints.expectations.get(level__key="mid").text


def test_files_with_other_steps_for_a_level_are_refused_whole(tmp_path):
    load()
    shutil.copytree(CONTENT, tmp_path / "bank")
    file = tmp_path / "bank" / "levels.toml"
    file.write_text(file.read_text().replace("window_start = 2", "window_start = 1").replace('"Senior"', '"Expert"'))

    with pytest.raises(
        CommandError, match=r"Senior opens at step 2 here and at step 1 in the file\. Ratings read by it, so it stays"
    ):
        call_command("load_content", bank=tmp_path / "bank", kits=KITS, stdout=StringIO())

    assert Level.objects.get(key="senior").name == "Senior"
