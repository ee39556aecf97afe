"""A table of 10,000 candidates comes in through the browser, carried out by a real worker."""

import pytest
from playwright.sync_api import expect

from interviews.models import Candidate
from tests.worker import working

pytestmark = pytest.mark.stack

TABLE = "Name;Email;Time zone\r\n" + "".join(f"Zoë Number {n:05};zoe{n}@example.org;Asia/Tokyo\r\n" for n in range(10_000))


def table(text: str) -> dict:
    return {"name": "candidates.csv", "mimeType": "text/csv", "buffer": ("\ufeff" + text).encode()}


def look_at(page, text: str) -> None:
    page.locator("input[type=file]").set_input_files(table(text))
    page.get_by_role("button", name="Look at the rows").click()


def test_ten_thousand_candidates_come_in_at_once_and_once(open_browser, lena, tmp_path):
    page = open_browser(lena)
    page.goto("/")
    page.get_by_role("link", name="Candidates").first.click()
    page.get_by_role("link", name="Import", exact=True).click()
    look_at(page, TABLE.replace("zoe9999@example.org", "not an address"))
    expect(page.get_by_role("heading", name="1 row cannot be imported")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("10001")
    assert not Candidate.objects.exists()

    page.get_by_role("link", name="upload it again").click()
    look_at(page, TABLE)
    expect(page.get_by_role("link", name="10000 new")).to_be_visible()
    with working(queue="celery", log=tmp_path / "worker.log"):
        page.get_by_role("button", name="Import 10000").click()
        expect(page.get_by_text("10000 new, 0 changed, 0 without change")).to_be_visible(timeout=120_000)
    assert Candidate.objects.count() == 10_000

    page.get_by_role("link", name="See the candidates").click()
    page.get_by_label("Name or email").fill("zoe number 09999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Zoë Number 09999")).to_be_visible()

    page.goto("/candidates/import/")
    look_at(page, TABLE)
    expect(page.get_by_text("Every row is here already")).to_be_visible()
