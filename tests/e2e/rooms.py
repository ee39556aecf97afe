"""What the tests of the room do and look at in a browser."""

from playwright.sync_api import Locator, Page, expect

from scorecards.models import NoteLine


def ready(page: Page) -> None:
    """The room has everything that it needs for a reload without a net."""
    expect(page.locator("html")).to_have_attribute("data-offline", "ready")


def write(page: Page, line: str) -> None:
    """Type a line and file it."""
    page.get_by_label("Note", exact=True).fill(line)
    page.keyboard.press("Enter")


def stored() -> list[str]:
    """All lines on the server, as they are typed, in order."""
    return [line.typed for line in NoteLine.objects.standing().in_order()]


def shown(page: Page) -> list[str]:
    """The words of all lines in the stream."""
    return page.locator("#note-lines .notes__line:visible .notes__text").all_inner_texts()


def state(page: Page) -> Locator:
    """The state line."""
    return page.locator("[data-outbox-state]")
