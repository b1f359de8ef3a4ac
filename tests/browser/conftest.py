import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.people import Somebody
from tests.browser.site import Server, Site
from tests.browser.story import LIVE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# Playwright's user agent says "Headless", and reads by such browsers are not counted.
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"

expect.set_options(timeout=15_000)  # ms; generous, because two cores may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            # In CI, a browser test that failed on busy cores is run once more; the summary says so.
            if os.environ.get("CI"):
                item.add_marker(pytest.mark.flaky(reruns=1))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium here (Debian: apt install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, without its own network requests."""
    quiet = ["disable-background-networking", "disable-component-update", "disable-sync", "no-first-run"]
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--ignore-certificate-errors",
            "--disable-gpu",
            "--disable-quic",
            *(f"--{switch}" for switch in quiet),
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("site"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def site(server: Server) -> Site:
    return server.site


@pytest.fixture(scope="session")
def article(site: Site) -> str:
    """The address of a live story."""
    address: str = site.ask("published", headlines=[LIVE])[LIVE]["path"]
    return address


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Somebody]:
    """An anonymous page on a phone; the test fails if its console reports a problem."""
    with Somebody(browser, site, viewport={"width": 360, "height": 740}, user_agent=PHONE) as somebody:
        yield somebody
        assert somebody.complaints == []


@pytest.fixture
def problems(context: BrowserContext) -> Iterator[list[str]]:
    """The problems in the console of any page. Fails the test if there are any."""
    heard: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))

    context.on("page", listen)
    yield heard
    assert heard == []
