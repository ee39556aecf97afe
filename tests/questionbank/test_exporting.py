"""The bank as files: whatever it holds comes back in the same words, and what is exported again is the same to the letter."""

import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.exporting import kit_files
from questionbank import exporting, loading
from questionbank.files import HintPart, QuestionFile, StepPart, TwistPart
from questionbank.models.question import Category
from tests.conftest import NOW

LEVELS = ["junior", "mid", "senior", "staff"]
SAID = st.text(st.characters(exclude_categories=("C",), include_characters="\n\t"), max_size=80).map(str.strip)
LINE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=80).map(str.strip).filter(bool)


@st.composite
def questions(draw, *, tests: tuple[str, ...] = ("problem_solving",)) -> QuestionFile:
    lowest = draw(st.integers(0, 3))
    return QuestionFile(
        key=draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)),
        family=draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)),
        title=draw(LINE),
        category=draw(st.sampled_from(Category.values)),
        minutes=draw(st.integers(1, 480)),
        difficulty=draw(st.integers(1, 5)),
        lowest_level=LEVELS[lowest],
        highest_level=LEVELS[draw(st.integers(lowest, 3))],
        tests=list(tests),
        prompt=draw(SAID.filter(bool)),
        good=draw(SAID),
        mixed=draw(SAID),
        poor=draw(SAID),
        interviewer_notes=draw(SAID),
        follow_ups=draw(st.lists(LINE, max_size=3)),
        tags=draw(st.lists(LINE.filter(lambda tag: len(tag) <= 40), max_size=3, unique=True)),
        steps=draw(st.lists(st.builds(StepPart, title=LINE, points=st.lists(LINE, min_size=1, max_size=3)), max_size=3)),
        hints=draw(st.lists(st.builds(HintPart, strength=st.integers(1, 3), text=SAID.filter(bool)), max_size=3)),
        twists=draw(st.lists(st.builds(TwistPart, kind=st.sampled_from(["harder", "easier"]), text=SAID.filter(bool)), max_size=2)),
        state=draw(st.sampled_from(["draft", "pilot", "active", "retired"])),
    )


@given(questions())
@settings(max_examples=200)
def test_a_file_says_what_the_question_said(question):
    assert QuestionFile.model_validate(tomllib.loads(exporting.text_of(question))) == question


@pytest.mark.django_db
@given(st.lists(questions(), max_size=4, unique_by=lambda one: one.key))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_random_bank_comes_back_the_same_to_the_letter(levels, problem_solving, bank):
    with transaction.atomic():
        loading.load_questions(bank, now=NOW)
        first = {name: exporting.text_of(part) for name, part in exporting.bank_files().items()}
        assert {name for name in first if name.startswith("questions/")} == {f"questions/{one.key}.toml" for one in bank}
        transaction.set_rollback(True)
    with transaction.atomic():
        again = [QuestionFile.model_validate(tomllib.loads(text)) for name, text in first.items() if name.startswith("questions/")]
        loading.load_questions(again, now=NOW)
        assert {name: exporting.text_of(part) for name, part in exporting.bank_files().items()} == first
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_shipped_content_comes_back_and_changes_nothing(tmp_path):
    call_command("load_content", stdout=StringIO())
    said = StringIO()
    call_command("export_content", tmp_path / "a", stdout=said)
    assert said.getvalue().endswith("of them new or changed.\n")

    told = StringIO()
    call_command("load_content", bank=tmp_path / "a", kits=tmp_path / "a", stdout=told)
    call_command("export_content", tmp_path / "b", stdout=StringIO())

    assert told.getvalue() == "Content is in place: 0 questions and 0 kits were new or changed.\n"
    assert texts(tmp_path / "a") == texts(tmp_path / "b")
    assert len(texts(tmp_path / "a")) == len(exporting.bank_files()) + len(kit_files())


@pytest.mark.django_db
def test_an_export_again_changes_only_what_changed(tmp_path, rate_limiter):
    call_command("export_content", tmp_path, stdout=StringIO())
    rate_limiter.question.retire(why="Old", now=NOW)

    said = StringIO()
    call_command("export_content", tmp_path, stdout=said)

    assert "1 of them new or changed" in said.getvalue()
    assert 'state = "retired"' in (tmp_path / "questions" / "rate-limiter.toml").read_text()


@pytest.mark.django_db
def test_an_empty_bank_is_not_exported(tmp_path):
    with pytest.raises(CommandError, match="There is no bank to export yet"):
        call_command("export_content", tmp_path / "new", stdout=StringIO())

    assert not (tmp_path / "new").exists()


@pytest.mark.django_db
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, levels):
    (tmp_path / "pyproject.toml").write_text("[project]")

    with pytest.raises(CommandError, match=r"holds other files: pyproject\.toml"):
        call_command("export_content", tmp_path, stdout=StringIO())

    assert texts(tmp_path) == {"pyproject.toml": "[project]"}


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
