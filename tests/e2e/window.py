"""A browser of the demo's ivan, with a profile on the disk, that can be killed and opened again."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.up import Up

EMAIL, PASSWORD = "ivan@brightwater.example", "fairloop demo"
SHIFTED = """const shift = %d; const now = Date.now.bind(Date); Date.now = () => now() + shift;"""


class Window:
    """His page of the room: `page`, in `context`."""

    up: Up
    playwright: Playwright
    folder: Path
    interview: int
    context: BrowserContext
    page: Page

    @property
    def address(self) -> str:
        """Of the room."""
        return f"{self.up.address}/interviews/{self.interview}/room/"

    def _open_browser(self) -> None:
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder / "profile", executable_path=executable(), viewport={"width": 1280, "height": 800}
        )
        self.context.set_default_timeout(30_000)
        self._open_page()

    def _open_page(self, shift: int = 0) -> None:
        self.page = self.context.new_page()
        if shift:
            self.page.add_init_script(SHIFTED % shift)
        self.page.goto(self.address)
        if "/sign-in/" in self.page.url:
            sign_in(self.page, self.up.address)
            self.page.goto(self.address)
        self.is_in_room()

    def _kill_browser(self) -> None:
        profile = str(self.folder / "profile")
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                words = path.read_text().split("\0")
                if f"--user-data-dir={profile}" in words:
                    os.kill(int(path.parent.name), signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        for lock in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.folder / "profile" / lock).unlink(missing_ok=True)

    def is_in_room(self) -> None:
        """The page can be typed in, and shows what an earlier visit left."""
        expect(self.page.locator("html")).to_have_attribute("data-outbox", "ready")


def sign_in(page: Page, address: str) -> None:
    """As ivan of the demo."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def executable() -> str | None:
    """The machine's own browser where one is named."""
    return os.environ.get("BROWSER_EXECUTABLE")
