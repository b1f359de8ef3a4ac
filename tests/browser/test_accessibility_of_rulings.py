"""The pages about moderation decisions, for readers and moderators, pass axe in every scheme and width."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.barriers import fits_the_smallest_screen, has_no_barrier, visit
from tests.browser.people import Somebody
from tests.browser.site import Site

QUEUES = ["tenggat", "dilaporkan", "banding", "ditahan", "dipantau", "belum-ditinjau", "disetujui", "ditolak"]
READERS = {
    "record of somebody who was warned": ("warned", "/komentar/catatan-saya/"),
    "record of somebody who is barred": ("barred", "/komentar/catatan-saya/"),
    "mails, with somebody muted": ("warned", "/komentar/kabar/"),
    "an answered report": ("warned", "{ticket}"),
    "appeal against a sanction": ("leaving", "{appeal_sanction}"),
    "an account that ends tomorrow": ("leaving", "/akun/data/"),
    "the way back to an account": ("leaving", "/akun/"),
    "the end of mails": ("warned", "{stop}"),
}
DESK = {
    **{f"queue {name}": ("moderator", f"/admin/comments/comment/?antrean={name}") for name in QUEUES},
    "sanctions": ("moderator", "/admin/comments/sanction/"),
    "appealed sanctions": ("moderator", "/admin/comments/sanction/?banding=menunggu"),
    "a sanction that was appealed": ("moderator", "{sanction}"),
    "a hidden comment that was appealed": ("moderator", "{appealed}"),
    "complaints": ("moderator", "/admin/comments/complaint/"),
    "decisions": ("moderator", "/admin/comments/decision/"),
    "evidence, and its release": ("managing", "{case}"),
}


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, str]:
    staff = {name: f"{name}@demo.test" for name in ("moderator", "managing")}
    return {**site.ask("rulings"), **staff}


@pytest.fixture(scope="module")
def people(browser: Browser, site: Site, addresses: dict[str, str]) -> Iterator[dict[str, Somebody]]:
    """Everybody who visits these pages, each with their own browser."""
    with ExitStack() as stack:
        names = ("warned", "barred", "leaving", "moderator", "managing")
        yield {name: stack.enter_context(Somebody(browser, site, email=addresses[name])) for name in names}


@pytest.mark.parametrize("page", READERS)
def test_what_a_reader_is_told_keeps_nobody_out(
    people: dict[str, Somebody], addresses: dict[str, str], page: str
) -> None:
    who, address = READERS[page]
    somebody = people[who]
    visit(somebody, address.format(**addresses))
    has_no_barrier(somebody.page, in_every_light=True)
    fits_the_smallest_screen(somebody.page)
    assert somebody.complaints == []


@pytest.mark.parametrize("page", DESK)
def test_where_it_is_decided_keeps_nobody_out(
    people: dict[str, Somebody], addresses: dict[str, str], page: str
) -> None:
    who, address = DESK[page]
    somebody = people[who]
    visit(somebody, address.format(**addresses))
    for more in somebody.page.locator(".verdict details").all():
        more.evaluate("(details) => { details.open = true }")
    has_no_barrier(somebody.page, in_every_light=True)
    fits_the_smallest_screen(somebody.page)
    assert somebody.complaints == []


def test_an_empty_form_is_given_back_with_its_sentence(people: dict[str, Somebody], addresses: dict[str, str]) -> None:
    managing, leaving = people["managing"], people["leaving"]
    visit(managing, addresses["case"])
    managing.page.get_by_text("Lepas bukti").click()
    managing.press("Lepas")
    managing.sees("Sebutkan mengapa komentar ini tidak perlu disimpan lagi")
    has_no_barrier(managing.page)
    visit(leaving, addresses["appeal_sanction"])
    leaving.press("Kirim banding")
    leaving.sees("Jelaskan mengapa keputusan itu keliru")
    has_no_barrier(leaving.page)
