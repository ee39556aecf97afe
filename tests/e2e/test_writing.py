"""Writing a question in the browser: nothing typed is lost, whoever else writes."""

import pytest
from playwright.sync_api import expect

from questionbank.models import QuestionDraft


@pytest.fixture
def editor(open_browser, rate_limiter, carla):
    page = open_browser(carla)
    page.goto(f"/questions/{rate_limiter.question.key}/words/")
    return page


def test_what_is_typed_is_kept_by_itself_and_shown_as_it_will_look(editor):
    editor.get_by_label("As it is asked").fill("Build it for **two regions**.")

    expect(editor.locator("#preview strong")).to_have_text("two regions")
    expect(editor.locator("#kept")).to_contain_text("Kept at")
    editor.get_by_label("A good answer").fill("")
    expect(editor.locator("#preview")).to_contain_text("say what a good answer shows")
    editor.reload()
    expect(editor.get_by_label("As it is asked")).to_have_value("Build it for **two regions**.")
    expect(editor.get_by_label("A good answer")).to_have_value("")


def test_parts_are_added_and_moved_with_what_was_typed_a_moment_before(editor):
    editor.get_by_label("Step 1", exact=True).fill("Typed just now")
    editor.get_by_role("button", name="Down step 1").click()

    expect(editor.get_by_label("Step 2", exact=True)).to_have_value("Typed just now")
    editor.get_by_role("button", name="Add a step").click()
    expect(editor.get_by_label("Step 3", exact=True)).to_be_visible()


def test_who_writes_at_the_same_time_sees_both_texts_and_chooses(open_browser, editor, rate_limiter, ada):
    other = open_browser(ada)
    other.goto(f"/questions/{rate_limiter.question.key}/words/")
    other.get_by_label("As it is asked").fill("Ada was here.")
    expect(other.locator("#kept")).to_contain_text("Kept at")

    editor.get_by_label("As it is asked").fill("Carla was here.")

    expect(editor.locator("#stale")).to_contain_text(f"{ada.name} saved other words")
    expect(editor.locator("#stale .changes ins")).to_have_text(["Carla"])
    expect(editor.get_by_label("As it is asked")).to_have_value("Carla was here.")
    editor.get_by_role("button", name="Keep mine").click()
    expect(editor.locator("#kept")).to_contain_text("Kept at")
    assert QuestionDraft.objects.get().words["prompt"] == "Carla was here."


def test_a_hint_is_dragged_to_another_place_or_moved_by_keys(editor):
    editor.set_viewport_size({"width": 1280, "height": 2600})  # both ends in sight, as the mouse needs them
    words = [editor.get_by_label("What you say").nth(n) for n in range(3)]
    expect(words[0]).to_have_value("Hint of strength 1")
    editor.locator('[data-reorder-row="hints 3"] .builder__handle').drag_to(words[0], target_position={"x": 20, "y": 2})
    expect(words[0]).to_have_value("Hint of strength 3")
    editor.wait_for_load_state()

    words[0].press("Alt+ArrowDown")

    expect(words[1]).to_have_value("Hint of strength 3")
