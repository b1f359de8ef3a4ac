"""What keeps somebody out of a page: barriers that axe finds, and a page that is wider than the screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import Somebody

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of all rules these alone depend on the colours or on the width.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
PHONE, DESKTOP, SMALLEST = 360, 1280, 320  # px wide
HEIGHT = 2400  # px; bars that stick to an edge rest in their places and cover nothing that axe would call too small


def visit(somebody: Somebody, address: str, *, status: int = 200) -> None:
    """Open a page that is there for this person: a refusal has no barrier either, and proves nothing."""
    somebody.complaints.clear()
    answer = somebody.page.goto(address)
    assert answer
    assert answer.status == status, f"{address}: {answer.status}"


def has_no_barrier(page: Page, *, in_every_light: bool = False) -> None:
    """All rules on a wide screen by day and on a phone by night; the other two ways what may differ there."""
    everything, looks = {"type": "tag", "values": RULES}, {"type": "rule", "values": LOOKS}
    rounds = [(DESKTOP, "light", everything), (PHONE, "dark", everything)]
    if in_every_light:
        rounds += [(DESKTOP, "dark", looks), (PHONE, "light", looks)]
    found = []
    for width, scheme, wanted in rounds:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((fade) => fade.finished))")  # colours on their way
        # No preload: axe would fetch stylesheets by a way that our CSP forbids.
        results = Axe().run(page, options={"runOnly": wanted, "resultTypes": ["violations"], "preload": False})
        if results.violations_count:
            found.append(f"{page.url} {width} px {scheme}: {results.generate_report()}")
    assert not found, "\n".join(found)


def fits_the_smallest_screen(page: Page) -> None:
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, f"{page.url} scrolls sideways"
