"""Writing a ladder in the browser: nothing typed is lost, and one sees what a sentence is worth while one writes it."""

import pytest
from playwright.sync_api import expect

from questionbank.models import Competency, RubricDraft
from tests.e2e.conftest import PHONE

ADDRESS = "/rubric/competencies/problem_solving/words/"


@pytest.fixture
def editor(open_browser, levels, problem_solving, carla):
    page = open_browser(carla)
    page.goto(ADDRESS)
    return page


def test_a_sentence_is_kept_by_itself_and_shown_as_the_3_of_its_level(editor):
    editor.get_by_label("Step 4", exact=True).fill("Names what each choice costs.")

    expect(editor.locator("#kept")).to_contain_text("Kept at")
    expect(editor.locator("#preview")).to_contain_text("SeniorNames what each choice costs.")
    editor.get_by_label("Step 3", exact=True).fill("Names what each choice costs.")
    expect(editor.locator("#preview")).to_contain_text("Steps 3 and 4 say the same")
    editor.reload()
    expect(editor.get_by_label("Step 4", exact=True)).to_have_value("Names what each choice costs.")
    expect(editor.get_by_text("3 for Senior · 4 for Mid · 2 for Staff")).to_be_visible()


def test_who_writes_at_the_same_time_sees_both_texts_and_chooses(open_browser, editor, ada):
    other = open_browser(ada)
    other.goto(ADDRESS)
    other.get_by_label("What it means").fill("Ada was here.")
    expect(other.locator("#kept")).to_contain_text("Kept at")

    editor.get_by_label("What it means").fill("Carla was here.")

    expect(editor.locator("#stale")).to_contain_text(f"{ada.name} saved other words")
    expect(editor.get_by_label("What it means")).to_have_value("Carla was here.")
    editor.get_by_role("button", name="Keep mine").click()
    expect(editor.locator("#kept")).to_contain_text("Kept at")
    assert RubricDraft.objects.get().words["definition"] == "Carla was here."


def test_a_ladder_is_published_by_keyboard_on_a_phone(editor):
    editor.set_viewport_size(PHONE)
    editor.get_by_label("Step 0", exact=True).fill("Says nothing.")
    editor.get_by_label("Why", exact=True).fill("Clearer")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")

    expect(editor.get_by_role("heading", name="Versions")).to_be_visible()
    expect(editor.get_by_text("Version 2 is in force.")).to_be_visible()
    assert Competency.objects.get(key="problem_solving").current.ladder[0] == "Says nothing."
