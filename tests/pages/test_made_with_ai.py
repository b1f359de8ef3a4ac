"""A picture made with artificial intelligence says so wherever its credit stands: Peraturan Dewan Pers 1/2025, 5."""

import pytest
from django.test import Client

from articles.models import Photo
from tests import cast
from tests.pages.press import Desk

LABEL = "Meja Grafis, dibuat dengan kecerdasan buatan (Midjourney)"


@pytest.fixture
def drawn(desk: Desk) -> Photo:
    photo = cast.photo(desk.rina, credit="Meja Grafis", colour="teal")
    Photo.objects.filter(pk=photo.pk).update(ai_tool="Midjourney")
    photo.refresh_from_db()
    return photo


def test_readers_see_it_under_the_lead_photo_and_in_the_text(client: Client, desk: Desk, drawn: Photo) -> None:
    figure = f'<figure data-photo="{drawn.pk}"><figcaption>Sawah.</figcaption></figure>'
    edition = desk.publish("Panen Datang Lebih Awal", lead_photo=drawn, body=cast.BODY + figure)
    assert client.get(edition.path).content.decode().count(LABEL) == 2
    for address in (f"{edition.path}lite/", "/rss/", "/feed.json"):
        assert LABEL in client.get(address).content.decode(), address


def test_a_photo_says_nothing_of_the_kind(client: Client, desk: Desk) -> None:
    edition = desk.publish("Panen Datang Lebih Awal", lead_photo=cast.photo(desk.rina))
    assert "kecerdasan buatan" not in client.get(edition.path).content.decode()


def test_what_was_published_is_not_rewritten(client: Client, desk: Desk, drawn: Photo) -> None:
    edition = desk.publish("Panen Datang Lebih Awal", lead_photo=drawn)
    Photo.objects.filter(pk=drawn.pk).update(ai_tool="")
    assert LABEL in client.get(edition.path).content.decode()
