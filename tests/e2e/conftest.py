"""A real browser on the real site: pages and live streams from one server, as `up` runs it, on the database of the tests."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from interviews.models import asking
from tests.e2e.rooms import ready
from tests.waiting import until

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # Playwright keeps a loop in this thread; the tests ask the database one by one

expect.set_options(timeout=20_000)  # two browsers and a server may share two cores with other tests

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser and needs rows that the server's threads can see."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Playwright's, with the machine's own browser where one is named."""
    if path := os.environ.get("BROWSER_EXECUTABLE"):
        return {**browser_type_launch_args, "executable_path": path}
    return browser_type_launch_args


@pytest.fixture(scope="session")
def server() -> Iterator[uvicorn.Server]:
    """The site, for as long as the tests run."""
    from config import asgi  # noqa: PLC0415 -- sets the broker's patience of web processes

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(asgi.application, log_level="critical", timeout_graceful_shutdown=1, lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until(lambda: server.started, "the site runs")
        yield server
        server.should_exit = True
        thread.join()


@pytest.fixture
def site(server: uvicorn.Server, transactional_db, settings, tmp_path) -> Iterator[str]:
    """The address, on the rows of this test. They are removed when the last request has been answered."""
    settings.BASE_URL = f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    settings.MEDIA_ROOT = tmp_path
    yield settings.BASE_URL
    until(lambda: not server.server_state.tasks, "every request is answered")


@pytest.fixture
def open_browser(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A browser of one person's own: `open_browser(lena)` is signed in as lena. What breaks in a page breaks the test.

    Signing in by hand is what `test_walk` and `test_outbox` do; here the session is there already.
    """
    opened: list[BrowserContext] = []
    broken: list[str] = []

    def open_for(person: User | None = None, **options: object) -> Page:
        context = browser.new_context(base_url=site, **{"viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        if person:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": signed_in(person), "url": site}])
        return page

    yield open_for
    for context in opened:
        context.close()
    assert broken == []


@pytest.fixture
def live(ivans_interview, rate_limiter, ivan):
    """Ivan's interview runs, and its question is being asked."""
    now = timezone.now()
    ivans_interview.start(now=now)
    asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    return ivans_interview


@pytest.fixture
def room(open_browser, live, ivan):
    """Ivan's page of it, ready for a reload without a net."""
    page = open_browser(ivan)
    page.goto(f"/interviews/{live.pk}/room/")
    ready(page)
    return page


def signed_in(person: User) -> str:
    """The key of a new session of this person."""
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
