"""IDENTITY_DIR: another look without changes to our files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from newsroom import identity

CSS = """
@media screen { :root { --paper: #f4fbf7; --soga: #0b5d3b; } }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #07130d; } }
"""


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Iterator[None]:
    for file, content in (
        ("static/css/identity.css", CSS),
        ("templates/_mark.html", "<svg><title>Ombak</title></svg>"),
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(content)
    settings.STATICFILES_DIRS = [tmp_path / "static", *settings.STATICFILES_DIRS]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path / "templates", *settings.TEMPLATES[0]["DIRS"]]}]
    settings.SITE_NAME = "Kabar Timur"
    identity.paper_colours.cache_clear()
    yield
    identity.paper_colours.cache_clear()


def test_name_mark_and_colours_are_those_of_the_newsroom(client: Client, db: None, own: None) -> None:
    html = client.get("/").content.decode()

    assert "<title>Ombak</title></svg>Kabar Timur</a>" in html
    assert '<meta name="theme-color" content="#f4fbf7" media="(prefers-color-scheme: light)">' in html
    assert '<meta name="theme-color" content="#07130d" media="(prefers-color-scheme: dark)">' in html
    assert client.get("/manifest.webmanifest").json()["theme_color"] == "#f4fbf7"
    joined = Path(str(finders.find("css/front.css"))).read_text()
    assert joined.index("--paper: #fffdf8") < joined.index("--paper: #f4fbf7") < joined.index(".masthead")


def test_without_a_folder_the_paper_is_ours(client: Client, db: None) -> None:
    assert identity.paper_colours() == ("#fffdf8", "#12141d")
    assert "Namamedia" in client.get("/").content.decode()
