"""The pages of an import cost the same for three questions as for one, and long imports come page by page."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questionbank import exporting, importing
from questionbank.models import QuestionImport
from tests.clients import signed_in
from tests.factories import make_question
from tests.questionbank.test_files import zipped

pytestmark = pytest.mark.django_db


def changed(carla, *, questions: int) -> QuestionImport:
    """So many questions of the bank in other words, and as many new ones."""
    texts = [exporting.text_of(part) for _, part in exporting.question_files()][:questions]
    files = {f"questions/{n}.toml": text.replace("Build", "Draw") for n, text in enumerate(texts)}
    files |= {f"questions/new-{n}.toml": text.replace('key = "', 'key = "new-') for n, text in enumerate(texts)}
    return importing.upload([("bank.zip", zipped(files))], by=carla, now=timezone.now())


@pytest.fixture
def three_questions(levels, problem_solving) -> None:
    for n in range(3):
        key = f"question-{n}"
        make_question(key=key, title=key, lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving])


@pytest.mark.parametrize("page", ["?show=new", "?show=changed", "progress/"])
def test_three_questions_cost_as_many_queries_as_one(three_questions, carla, page):
    client = signed_in(carla)
    costs = []
    for questions in (1, 3):
        found = changed(carla, questions=questions)
        address = f"/questions/imports/{found.pk}/{page}"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code // 100 == 2
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 25


def test_the_list_of_imports_costs_the_same_for_three_as_for_one(three_questions, carla):
    client = signed_in(carla)
    costs = []
    for _ in range(3):
        changed(carla, questions=1)
        client.get("/questions/import/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/questions/import/")
        costs.append(len(asked))

    assert costs[0] == costs[2] <= 25


def test_a_long_import_comes_page_by_page(carla, levels):
    client = signed_in(carla)
    text = "".join(f"- What is thing number {n}?\n" for n in range(120))
    found = importing.upload([("things.md", text.encode())], by=carla, now=timezone.now())

    first = client.get(f"/questions/imports/{found.pk}/")
    last = client.get(f"/questions/imports/{found.pk}/?show=new&after=99")

    assert (len(first.context["rows"]), first.context["following"]) == (50, 49)
    assert [row.title for row, _ in last.context["rows"]] == [f"What is thing number {n}?" for n in range(100, 120)]
    assert last.context["following"] is None
    assert len(gzip.compress(first.content)) < 30 * 1024


@pytest.mark.parametrize("odd", ["?after=x", "?after=99999999999", "?show=<b>", "?after=%D9%A3"])
def test_odd_places_show_the_start_or_nothing(carla, levels, odd):
    found = importing.upload([("things.md", b"- What is a lock?\n")], by=carla, now=timezone.now())

    assert signed_in(carla).get(f"/questions/imports/{found.pk}/{odd}").status_code == 200
