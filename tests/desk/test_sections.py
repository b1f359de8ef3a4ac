"""Sections at the desk: an old address redirects to its section."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Section
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db


def form(section: Section, *former: str, **changes: Any) -> dict[str, Any]:
    fields = {"name": section.name, "slug": section.slug, "position": 0, "time_zone": section.time_zone, **changes}
    rows = {f"former_slugs-{number}-slug": slug for number, slug in enumerate(former)}
    return {**fields, "former_slugs-TOTAL_FORMS": len(former), "former_slugs-INITIAL_FORMS": 0, **rows}


def url(section: Section) -> str:
    return f"/admin/articles/section/{section.pk}/change/"


def test_the_old_address_is_kept_and_those_of_another_system_are_taken() -> None:
    section, browser = cast.section("Daerah"), desk.browser(cast.sari())
    assert browser.post(url(section), form(section, "regional", slug="nusantara")).status_code == 302
    for slug in ("daerah", "regional"):
        assert Client().get(f"/{slug}/")["Location"] == "/nusantara/"
    assert "daerah" in browser.get(url(section)).content.decode()


def test_an_address_in_use_is_no_former_one() -> None:
    section, browser = cast.section("Daerah"), desk.browser(cast.sari())
    cast.section("Nasional")
    for slug in ("nasional", "admin", "daerah"):
        assert browser.post(url(section), form(section, slug)).status_code == 200
    assert not section.former_slugs.exists()


def test_an_editor_renames_no_section() -> None:
    section = cast.section("Daerah")
    assert desk.browser(cast.bagus()).post(url(section), form(section, slug="nusantara")).status_code == 403
    section.refresh_from_db()
    assert section.slug == "daerah"
