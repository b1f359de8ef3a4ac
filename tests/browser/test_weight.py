"""Bytes and requests of a page on a phone of 360 px with a pixel ratio of 2, and that a ratio of 3 loads no more."""

import pytest
from playwright.sync_api import Browser, Request

from tests.browser.people import Somebody
from tests.browser.site import Site

KB = 1_000
LIMITS = {"article": (10, 150 * KB), "front": (25, 400 * KB)}


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, str]:
    return {"front": "/", "article": site.ask("with_photo", headline="Dermaga Baru di Rote Dibuka")}


@pytest.mark.parametrize("dots", [2, 3])
@pytest.mark.parametrize("page", LIMITS)
def test_a_phone_loads_no_more_than_its_owner_pays_for(
    browser: Browser, site: Site, addresses: dict[str, str], page: str, dots: int
) -> None:
    loaded: list[Request] = []
    viewport = {"width": 360, "height": 740}
    with Somebody(browser, site, viewport=viewport, device_scale_factor=dots, service_workers="block") as reader:
        reader.page.on("requestfinished", lambda request: loaded.append(request))  # noqa: PLW0108 - no built-in method
        reader.page.goto(addresses[page], wait_until="networkidle")
        sizes = [request.sizes() for request in loaded]
        photo = reader.page.locator("img[fetchpriority=high]").evaluate("(photo) => photo.currentSrc")
        kinds = [request.resource_type for request in loaded]

    assert "wide-800-" in photo
    requests, most = LIMITS[page]
    assert len(loaded) <= requests, kinds
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= most
    assert kinds.count("stylesheet") == 1
    assert "image" in kinds
    assert all(request.url.startswith(site.url) for request in loaded)
