"""Ten thousand questions come in from a table through the browser, carried out by a real worker, and the bank goes out as a zip."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from questionbank.models import QuestionDraft
from tests.worker import working

pytestmark = pytest.mark.stack

TABLE = "Title;Question;Competency;Minutes\r\n" + "".join(
    f"Queue {n:05};What happens when queue {n} is full?;Problem solving;20\r\n" for n in range(10_000)
)


def test_ten_thousand_questions_come_in_once_and_the_page_says_how_far_it_is(open_browser, carla, plan, tmp_path):
    page = open_browser(carla)
    page.goto("/questions/import/")
    file = {"name": "questions.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at what is in it").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value("prompt")
    with working(queue="celery", log=tmp_path / "worker.log"):
        page.get_by_role("button", name="Look at its questions").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("link", name="See what became of it").click(timeout=120_000)
        page.get_by_role("button", name="Make 10000 drafts").click()
        page.get_by_role("link", name="See what became of it").click(timeout=120_000)
    expect(page.get_by_role("button", name="Publish these 10000 questions")).to_be_visible()

    assert QuestionDraft.objects.count() == 10_000


def test_the_bank_goes_out_as_a_zip(open_browser, carla, plan, tmp_path):
    page = open_browser(carla)
    page.goto("/questions/import/")

    with page.expect_download() as download:
        page.get_by_role("button", name="Export the bank").click()

    download.value.save_as(tmp_path / "bank.zip")
    with zipfile.ZipFile(io.BytesIO(Path(tmp_path / "bank.zip").read_bytes())) as archive:
        assert "questions/rate-limiter.toml" in archive.namelist()
