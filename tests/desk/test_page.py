"""Every page of the desk: content security policy, translations of the scripts, a single import map."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from articles.admin.widgets import MODULES
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
PAGES = ["/admin/", desk.LIST, desk.ADD, "/admin/articles/photo/", "/admin/articles/photo/add/"]


@pytest.mark.parametrize("url", PAGES)
def test_every_inline_script_and_style_of_a_page_has_its_nonce(url: str) -> None:
    reply = desk.browser(cast.bagus()).get(url)
    policy, page = reply["Content-Security-Policy"], reply.content.decode()
    assert "unsafe" not in policy
    inline = re.findall(r"<(?:script(?![^>]*\ssrc=)|style)\b[^>]*>", page)
    for tag in inline:
        nonce = re.search(r'nonce="([^"]+)"', tag)
        assert nonce, tag
        assert f"'nonce-{nonce[1]}'" in policy
    assert not re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", page)


def test_the_modules_of_the_desk_find_each_other() -> None:
    """Every module that a script imports is in the import map, and every entry of the map is a file."""
    for name, path in MODULES.items():
        assert finders.find(path), name
    folder = Path(settings.BASE_DIR) / "static" / "desk"
    for script in folder.rglob("*.js"):
        for name in re.findall(r'from "([^"]+)"', script.read_text()):
            assert name in MODULES or name == "django-prose-editor/editor", (script, name)


def test_a_choice_says_what_it_asks_for_and_who_lists_what_is_missing() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    page = desk.browser(rina).get(desk.ADD).content.decode()
    assert "Pilih kanal …" in page
    assert "Pilih nama …" in page
    assert "---------" not in page
    assert "didaftarkan oleh editor" in page
    assert "didaftarkan oleh editor" not in desk.browser(bagus).get(desk.ADD).content.decode()
