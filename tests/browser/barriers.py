"""Accessibility checks: violations that axe finds, and pages that are wider than the screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import Somebody

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The only axe rules that depend on colours or width.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
PHONE, DESKTOP, SMALLEST = 360, 1280, 320  # px wide
HEIGHT = 2400  # px; tall enough that sticky bars cover nothing, which axe would report as too small


def visit(somebody: Somebody, address: str, *, status: int = 200) -> None:
    """Open a page, and check that it is not an error page, which would pass the checks too."""
    somebody.complaints.clear()
    answer = somebody.page.goto(address)
    assert answer
    assert answer.status == status, f"{address}: {answer.status}"


def has_no_barrier(page: Page, *, in_every_light: bool = False) -> None:
    """Run all rules on a light desktop and a dark phone, and those of LOOKS the other way round."""
    everything, looks = {"type": "tag", "values": RULES}, {"type": "rule", "values": LOOKS}
    rounds = [(DESKTOP, "light", everything), (PHONE, "dark", everything)]
    if in_every_light:
        rounds += [(DESKTOP, "dark", looks), (PHONE, "light", looks)]
    found = []
    for width, scheme, wanted in rounds:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((fade) => fade.finished))")  # transitions
        # No preload: axe would fetch stylesheets in a way that our CSP forbids.
        results = Axe().run(page, options={"runOnly": wanted, "resultTypes": ["violations"], "preload": False})
        if results.violations_count:
            found.append(f"{page.url} {width} px {scheme}: {results.generate_report()}")
    assert not found, "\n".join(found)


def fits_the_smallest_screen(page: Page) -> None:
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, f"{page.url} scrolls sideways"
