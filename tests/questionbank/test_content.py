"""The shipped content: what is in it, that it is loaded once, and that a broken file is told in full and loads nothing."""

import shutil
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.management.commands.load_content import BANK, KITS
from interviews.models import Kit, LoopPlan, PlanStage
from interviews.reading import read_kits
from questionbank.files import Reader
from questionbank.models import Competency, Level, Question, QuestionVersion
from questionbank.models.question import Category
from questionbank.reading import read_bank

UNRATED = {"introduction", "motivation", "closing"}


@pytest.fixture(scope="module")
def bank():
    return read_bank(Reader(BANK))


@pytest.fixture(scope="module")
def kits(bank):
    return {kit.key: kit for kit in read_kits(Reader(KITS), bank, competencies=None, questions=None)[0]}


@pytest.fixture
def folders(tmp_path):
    """A copy of the shipped files, to be changed."""
    return shutil.copytree(BANK, tmp_path / "bank"), shutil.copytree(KITS, tmp_path / "kits")


def load(bank=BANK, kits=KITS, **options) -> str:
    said = StringIO()
    call_command("load_content", bank=bank, kits=kits, stdout=said, **options)
    return said.getvalue()


def change(path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_the_bank_covers_every_category_and_every_competency_at_every_level(bank):
    assert len(bank.questions) >= 70
    assert {question.category for question in bank.questions} == set(Category.values)
    levels = [level.key for level in bank.levels]
    asked = Counter(
        (competency, level)
        for question in bank.questions
        for competency in question.tests
        for level in levels[levels.index(question.lowest_level) : levels.index(question.highest_level) + 1]
    )
    everywhere = {(competency.key, level) for competency in bank.competencies for level in levels}
    assert len(bank.competencies) == 11
    assert {where: asked[where] for where in everywhere if asked[where] < 2} == {}


def test_each_question_says_what_it_takes_to_ask_it(bank):
    assert [question.key for question in bank.questions if not (question.good and question.steps)] == []
    rated = [question for question in bank.questions if question.category not in UNRATED]
    assert [question.key for question in rated if not (question.hints and question.twists)] == []


def test_what_the_field_knows_is_there(bank, kits):
    questions = {question.key: question for question in bank.questions}

    assert len(questions["url-shortener-nine-steps"].steps) == 9
    assert len(kits["full-interview"].sections) == 13
    assert "broken-architecture" in kits
    assert sum(question.category == "debugging" for question in bank.questions) >= 5
    assert {kit.stage for kit in kits.values()} == {stage.key for stage in bank.stages}


@pytest.mark.django_db
def test_there_is_a_plan_for_each_level_that_leaves_out_nothing_that_counts():
    load()

    plans = LoopPlan.objects.with_stages()
    assert {plan.level.key for plan in plans} == set(Level.objects.values_list("key", flat=True))
    assert {plan.key: plan.gaps() for plan in plans if plan.gaps()} == {}


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_asks_little():
    load()
    before = list(QuestionVersion.objects.order_by("pk").values_list("pk", flat=True))
    stages = list(PlanStage.objects.order_by("pk").values_list("pk", flat=True))

    with CaptureQueriesContext(connection) as asked:
        said = load()

    assert said == "Content is in place: 0 questions and 0 kits were new or changed.\n"
    assert list(QuestionVersion.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert list(PlanStage.objects.order_by("pk").values_list("pk", flat=True)) == stages
    assert sum("questionbank_question" in query["sql"] for query in asked) < 10


@pytest.mark.django_db
def test_an_edited_question_becomes_a_new_version_and_so_does_the_kit_that_asks_it(folders):
    load()
    bank, kits = folders
    change(bank / "questions" / "rate-limiter.toml", 'title = "', 'title = "Changed: ')

    said = load(bank, kits)

    edited = Question.objects.get(key="rate-limiter")
    assert (edited.versions.count(), edited.current.number, edited.current.title[:8]) == (2, 2, "Changed:")
    using = Kit.objects.filter(versions__sections__questions__version__question=edited).distinct()
    assert said == f"Content is in place: 1 questions and {using.count()} kits were new or changed.\n"
    assert {kit.current.number for kit in using} == {2}
    assert set(Kit.objects.exclude(pk__in=using).values_list("current__number", flat=True)) == {1}


@pytest.mark.django_db
def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_loaded(folders):
    bank, kits = folders
    limiter = bank / "questions" / "rate-limiter.toml"
    change(limiter, "minutes = ", "minutes = 1000")
    change(limiter, "difficulty = ", 'hardness = "much"\ndifficulty = ')
    change(limiter, "strength = 1", 'strength = "one"')
    change(bank / "questions" / "welcome-and-frame.toml", 'key = "', 'key = "Not a Key ')
    change(bank / "questions" / "hard-feedback.toml", 'lowest_level = "junior"', 'lowest_level = "principal"')
    (bank / "questions" / "half.toml").write_text('key = "half')
    (bank / "questions" / "latin.toml").write_bytes(b'key = "\xe9"')
    shutil.copy(bank / "questions" / "why-this-role.toml", bank / "questions" / "zz-again.toml")

    with pytest.raises(CommandError) as refusal:
        load(bank, kits)

    assert str(refusal.value).splitlines() == [
        "8 things have to be put right first; nothing was loaded.",
        "  questions/half.toml: is not TOML: Unterminated string (at end of document)",
        "  questions/latin.toml: is not UTF-8 text",
        "  questions/rate-limiter.toml: minutes: must be 480 or less",
        "  questions/rate-limiter.toml: hints[1].strength: must be a whole number",
        "  questions/rate-limiter.toml: hardness: is not known here",
        "  questions/welcome-and-frame.toml: key: must be small letters, digits, - and _",
        "  questions/zz-again.toml: key: is the key of questions/why-this-role.toml already",
        "  questions/hard-feedback.toml: lowest_level: there is no level “principal”",
    ]
    assert not Level.objects.exists()
    assert not Competency.objects.exists()


def test_files_that_do_not_fit_together_are_told_too(folders):
    bank, kits = folders
    (bank / "questions" / "rate-limiter.toml").unlink()
    change(bank / "questions" / "hard-feedback.toml", 'tests = ["', 'tests = ["patience", "')
    change(
        bank / "questions" / "hard-feedback.toml",
        'lowest_level = "junior"\nhighest_level = "staff"',
        'lowest_level = "staff"\nhighest_level = "junior"',
    )
    change(bank / "signals.toml", "staff = 0", "staff = 0\nprincipal = 0")
    change(kits / "kits" / "databases.toml", "minutes = 60", "minutes = 160")
    change(kits / "kits" / "debugging.toml", "is_protected = true", "is_protected = false")
    change(kits / "plans" / "mid-backend.toml", 'kit = "databases"', 'kit = "data"')

    with pytest.raises(CommandError) as refusal:
        load(bank, kits, check=True)

    assert set(str(refusal.value).splitlines()[1:]) == {
        "  questions/hard-feedback.toml: tests: there is no competency “patience”",
        "  questions/hard-feedback.toml: lowest_level: “staff” is above the highest level, “junior”",
        "  signals.toml: signals[1].maximum: there is no level “principal”",
        "  kits/coding-in-depth.toml: sections[3].questions: there is no question “rate-limiter”",
        "  kits/full-interview.toml: sections[4].alternates: there is no question “rate-limiter”",
        "  kits/databases.toml: sections: take 60 of 160 minutes",
        "  kits/debugging.toml: sections: keep no 5 minutes for the candidate's own questions",
        "  plans/mid-backend.toml: stages[3].kit: there is no kit “data”",
    }


def test_files_can_be_checked_without_a_database():
    assert load(check=True) == "105 questions, 19 kits and 5 plans can be loaded.\n"
