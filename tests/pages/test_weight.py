"""The size of pages and the number of requests, against a budget.

Sizes are compressed (gzip; brotli is a seventh smaller). With photos and in a browser: tests/browser/test_weight.py.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from newsroom.joined import SCRIPTS, STYLESHEETS
from tests import cast
from tests.pages import press
from tests.pages.press import Desk

KB = 1_000
WORDS = "Menurut Kepala Dinas Perdagangan Kota Semarang, pasokan dari {} sentra produksi berkurang {} persen sejak Mei."


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 6))


@pytest.fixture
def paper(desk: Desk) -> str:
    """Publish thirty stories with photos, and return the path of a long one that has everything."""
    photo, topics = (
        press.photo(desk.rina, size=(1300, 800)),
        [cast.topic(name) for name in ("Pangan", "Cuaca", "Pasar")],
    )
    sections = [cast.section(name) for name in ("Nasional", "Daerah", "Ekonomi", "Olahraga", "Sains")]
    others = [
        desk.publish(
            f"Harga {what} di Pasar {place} Bergeser Setelah Panen Mundur",
            deck=WORDS.format(number, number),
            now=press.ago(hours=number),
            section=sections[number % 5],
            lead_photo=photo,
            topics=topics[number % 3 :],
        )
        for number, (what, place) in enumerate(
            (what, place) for what in ("Beras", "Cabai", "Gula", "Garam", "Kopi") for place in
            ("Senen", "Johar", "Bringharjo", "Klewer", "Atom", "Turi")
        )
    ]  # fmt: skip
    text = "".join(f"<p>{WORDS.format(number, 3 * number)} {WORDS.format(number + 1, 7)}</p>" for number in range(40))
    figure = f'<figure data-photo="{photo.pk}"><figcaption>Truk</figcaption></figure>'
    body = text + figure + press.read_also(others[0]) + press.read_also(others[1])
    return desk.publish("Berita Panjang", body=body, lead_photo=photo, topics=topics, sources="BPS").path


def test_a_font_comes_in_one_flight() -> None:
    """A server may send 14,600 bytes before the first acknowledgement, including headers (RFC 6928)."""
    for font in (Path(settings.BASE_DIR) / "static/fonts").glob("*.woff2"):
        assert font.stat().st_size <= 14_600 - 500, font.name


def test_pages_keep_their_weight(client: Client, paper: str) -> None:
    weights = {address: weight(client.get(address).content) for address in (paper, f"{paper}lite/", "/", "/nasional/")}
    lite_css = weight((Path(settings.BASE_DIR) / "static/css/lite.css").read_bytes())

    assert weights[paper] <= 14 * KB
    assert weights[f"{paper}lite/"] + lite_css <= 15 * KB
    assert weights["/"] <= 25 * KB
    assert weights["/nasional/"] <= 25 * KB


def test_the_scripts_of_readers_weigh_less_than_a_photo(db: None) -> None:
    scripts = sorted((Path(settings.BASE_DIR) / "static" / "reader").glob("*.js"))

    assert sum(weight(script.read_bytes()) for script in scripts) <= 10 * KB


@pytest.mark.parametrize("path", STYLESHEETS)
def test_a_stylesheet_joins_its_sources_and_stays_light(path: str) -> None:
    found = finders.find(path)

    assert isinstance(found, str)
    content = Path(found).read_bytes()
    assert content.count(b"@font-face") == 9
    assert weight(content) <= 9 * KB


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_joined_script_keeps_the_names_of_its_parts_apart(path: str) -> None:
    found = finders.find(path)

    assert isinstance(found, str)
    parts = Path(found).read_text().split("\n}\n{\n")
    assert len(parts) == len(SCRIPTS[path])
    assert not any(line.startswith(("import ", "export ")) for part in parts for line in part.splitlines())


def test_a_page_asks_once_for_its_looks_and_its_script_and_never_a_stranger(client: Client, paper: str) -> None:
    for address in (paper, "/", "/nasional/", "/indeks/", "/penulis/rina/", "/tidak-ada/"):
        html = client.get(address).content.decode()
        assert len(re.findall(r'<link rel="stylesheet"', html)) == 1, address
        assert len(re.findall(r'<script type="module"', html)) == 1, address
        loaded = re.findall(r'(?:src|srcset|imagesrcset)="([^"]+)"', html)
        loaded += re.findall(r'<link rel="(?:stylesheet|preload|icon|manifest)"[^>]* href="([^"]+)"', html)
        assert all(other.startswith("/") and not other.startswith("//") for other in loaded), address
