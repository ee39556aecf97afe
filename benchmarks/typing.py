"""How fast the room answers a key: `.venv/bin/python -m benchmarks.typing`. A slow laptop, played by headless Chromium."""

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import psycopg
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.campaign import LIVE
from tests.e2e.window import EMAIL, executable, sign_in
from tests.up import ENV, Up

COLLECTS = {**ENV, "SECRET_KEY": "collecting signs nothing", "DATABASE_URL": "postgresql:///none"}

CARD = """SELECT card.id FROM scorecards_scorecard card JOIN interviews_seat seat ON seat.id = card.seat_id
JOIN accounts_user person ON person.id = seat.person_id WHERE seat.interview_id = %s AND person.email = %s"""
LINE = "INSERT INTO scorecards_noteline (id, scorecard_id, text, mark, \"offset\", entered_at) VALUES (%s, %s, %s, '', %s, now())"
# From the key to the frame in which what it did is drawn.
WATCH = """() => {
  window.measured = [];
  const drawn = (began) => requestAnimationFrame(() => setTimeout(() => window.measured.push(performance.now() - began)));
  document.addEventListener("keydown", (event) => {
    const began = event.timeStamp;
    if (event.key !== "Enter") return drawn(began);
    new MutationObserver((_, observer) => { observer.disconnect(); drawn(began); })
      .observe(document.getElementById("note-lines"), { childList: true });
  }, true);
}"""
READY = """() => performance.getEntriesByName("room-ready")[0]?.startTime ?? 0"""


def main() -> None:
    """Measure on an `up` of its own, with a room of so many lines."""
    parser = argparse.ArgumentParser(description="Keys and page load in the room, with a slowed-down processor.")
    parser.add_argument("--lines", type=int, default=1000, help="in the note stream before (1000)")
    parser.add_argument("--slower", type=int, default=4, help="times slower than this machine (4)")
    parser.add_argument("--typed", type=int, default=40, help="lines to type (40)")
    options = parser.parse_args()
    expect.set_options(timeout=60_000)
    folder = Path(tempfile.mkdtemp(prefix="fairloop-typing-"))
    folder.chmod(0o711)
    (folder / "told").touch()  # the first of the demo is enough
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input"], check=True, stdout=subprocess.DEVNULL, env=COLLECTS
    )
    up = Up(folder, env={**ENV, "STATIC_FROM_SOURCE": "no"})
    try:
        up.read_until("Ctrl-C stops")
        interview = fill(up, options.lines)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable())
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            sign_in(page, up.address)
            measure(page, f"{up.address}/interviews/{interview}/room/", options)
            browser.close()
    finally:
        if up.process.poll() is None:
            up.end(signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


def fill(up: Up, lines: int) -> int:
    """So many lines in ivan's card of the interview that runs."""
    with psycopg.connect(up.env["DATABASE_URL"]) as database:
        [interview] = database.execute(LIVE, [EMAIL]).fetchone() or [None]
        [card] = database.execute(CARD, [interview, EMAIL]).fetchone() or [None]
        rows = [(uuid.uuid4(), card, f"Line {number} of what was said and done in this hour", number) for number in range(lines)]
        database.cursor().executemany(LINE, rows)
    return interview


def measure(page: Page, address: str, options: argparse.Namespace) -> None:
    """Page ready, then keys with the last lines in the page, then with all of them."""
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": options.slower})
    ready = []
    for _ in range(7):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-outbox", "ready")
        ready.append(page.evaluate(READY))
    print(f"{options.slower} times slower, {options.lines} lines in the room\n\n| | median | p95 |\n|---|---|---|")
    print(row("page ready to type, ms", ready))
    print(row("key to letter or line, the last lines in the page, ms", keys(page, options.typed)))
    while page.locator(".notes__earlier a").count():  # they come when they are scrolled to
        page.evaluate("document.querySelector('.notes__earlier').scrollIntoView()")
        page.wait_for_timeout(200)
    shown = page.locator(".notes__line").count()
    print(row(f"key to letter or line, {shown} lines in the page, ms", keys(page, options.typed)))


def keys(page: Page, lines: int) -> list[float]:
    """Milliseconds from each key to the frame that shows what it did."""
    page.evaluate(WATCH)
    page.get_by_label("Note", exact=True).focus()
    for number in range(lines):
        page.keyboard.type(f"typed {number}", delay=30)
        page.keyboard.press("Enter")
        page.wait_for_timeout(60)
    return page.evaluate("() => window.measured")


def row(name: str, values: list[float]) -> str:
    """A line of the table."""
    return f"| {name} | {statistics.median(values):.0f} | {statistics.quantiles(values, n=20)[-1]:.0f} |"


if __name__ == "__main__":
    main()
