"""Any bank through the browser: taken out, brought into an empty bank, taken, published, and taken out again the same."""

import io
import zipfile

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionbank import exports, importing, loading
from questionbank.models import Question
from tests.conftest import NOW
from tests.questionbank.test_exporting import questions


def taken_out() -> bytes:
    file = io.BytesIO()
    exports.write(file)
    return file.getvalue()


def brought_in(content: bytes, by) -> None:
    """As the three buttons do it."""
    found = importing.upload([("bank.zip", content)], by=by, now=NOW)
    assert (found.refused, found.problems) == ("", [])
    found.ask(now=NOW)
    importing.carry_out(found, now=NOW)
    found.refresh_from_db()
    found.ask_to_publish(now=NOW)
    importing.carry_out(found, now=NOW)
    found.refresh_from_db()
    assert found.owes == ""


@pytest.mark.django_db
@given(st.lists(questions().filter(lambda one: one.good), min_size=1, max_size=4, unique_by=lambda one: one.key))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
def test_a_random_bank_comes_back_through_the_browser_to_the_letter(levels, problem_solving, carla, bank):
    with transaction.atomic():
        loading.load_questions(bank, now=NOW)
        first = taken_out()
        transaction.set_rollback(True)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {name for name in archive.namelist() if name.startswith("questions/")} == {
            f"questions/{one.key}.toml" for one in bank
        }
    with transaction.atomic():
        assert not Question.objects.exists()
        brought_in(first, carla)
        assert taken_out() == first
        transaction.set_rollback(True)
