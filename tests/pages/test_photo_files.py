"""Who may get a photo file, and for how long it is cached."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from articles import photos
from tests import cast
from tests.pages import press
from tests.pages.press import Desk


def status(client: Client, address: str) -> int:
    """The status of a GET. Reads the whole response, so that the file is closed."""
    response = client.get(address)
    b"".join(response)
    return response.status_code


def test_a_photo_is_public_while_a_live_edition_shows_it(client: Client, desk: Desk) -> None:
    photo = press.photo(desk.rina)
    address = press.file_of(photo)
    assert status(client, address) == 404

    edition = desk.publish("Berita", lead_photo=photo, now=press.ago(hours=1))
    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "max-age=31536000, s-maxage=60, immutable"
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"

    desk.retract(edition)
    assert status(client, address) == 404


def test_a_photo_of_tomorrow_or_of_an_earlier_edition_is_not_public(client: Client, desk: Desk) -> None:
    old, new = press.photo(desk.rina, colour="navy"), press.photo(desk.rina, colour="maroon")
    edition = desk.publish("Berita", lead_photo=old, now=press.ago(hours=1))
    desk.update(edition, lead_photo=new, live_from=timezone.now() + timedelta(days=1))
    assert [status(client, press.file_of(photo)) for photo in (old, new)] == [200, 404]

    other = desk.publish("Lain", lead_photo=press.photo(desk.rina, colour="olive"), now=press.ago(hours=1))
    before = other.lead_photo["renditions"]["wide"][0][2]
    desk.update(other, lead_photo=press.photo(desk.rina, colour="teal"))
    assert status(client, f"/foto/{before}") == 404


def test_the_desk_may_see_what_is_not_public_yet_and_nobody_keeps_it(
    client: Client, desk: Desk, settings: Settings
) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    address = press.file_of(press.photo(desk.rina))

    client.force_login(cast.putri())
    assert status(client, address) == 404
    client.force_login(desk.bagus)
    response = client.get(address)
    b"".join(response)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_who_works_on_no_story_sees_no_photo_of_one_to_come(client: Client, desk: Desk, settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    address = press.file_of(press.photo(desk.rina))
    client.force_login(cast.made())
    assert status(client, address) == 404


def test_a_password_alone_opens_no_photo_of_a_story_to_come(client: Client, desk: Desk) -> None:
    address = press.file_of(press.photo(desk.rina))
    client.force_login(desk.bagus)
    assert status(client, address) == 404


def test_the_original_is_for_nobody(client: Client, desk: Desk) -> None:
    photo = press.photo(desk.rina)
    desk.publish("Berita", lead_photo=photo)
    client.force_login(desk.bagus)

    assert default_storage.exists(photo.original)
    assert status(client, f"/foto/{photo.original}") == 404


def test_a_moved_focal_point_leaves_the_files_that_an_edition_shows(client: Client, desk: Desk) -> None:
    photo = press.photo(desk.rina)
    edition = desk.publish("Berita", lead_photo=photo)
    photos.refocus(photo, focal_point=(0.0, 0.0))

    frozen = edition.lead_photo["renditions"]["square"][0][2]
    assert status(client, f"/foto/{frozen}") == 200


@pytest.mark.parametrize(
    "name",
    ["x", "../manage.py", "aa/../../settings.py", "ab/" + "0" * 30 + "/wide-800-0123456789ab.webp", "ab/%00.webp", ""],
)
def test_a_name_that_is_none_is_not_found(client: Client, desk: Desk, name: str) -> None:
    assert status(client, f"/foto/{name}") == 404


def test_a_photo_costs_one_query_and_answers_head(
    client: Client, desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photo = press.photo(desk.rina)
    desk.publish("Berita", lead_photo=photo)

    with django_assert_num_queries(1):
        assert status(client, press.file_of(photo)) == 200
    response = client.head(press.file_of(photo))
    response.close()
    assert response.status_code == 200
    assert int(response["Content-Length"]) > 100
    assert client.post(press.file_of(photo)).status_code == 405


def test_the_lookup_uses_the_index(desk: Desk) -> None:
    from articles.models import EditionPhoto

    if connection.vendor == "postgresql":  # which would scan a table of three rows
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off")
    plan = EditionPhoto.objects.live().filter(photo__original="ab/c/original.jpg").explain()

    assert "index" in plan.lower()
    assert "seq scan" not in plan.lower()  # PostgreSQL
    assert "scan " not in plan.lower().replace("index scan ", "").replace("only scan ", "").replace("heap scan ", "")


def test_a_portrait_is_public_while_a_profile_shows_it(client: Client, desk: Desk) -> None:
    photo, profile = press.photo(desk.rina), press.profile("Rina")
    profile.portrait = photo
    profile.save()
    assert status(client, press.file_of(photo, "square")) == 200

    profile.portrait = None
    profile.save()
    assert status(client, press.file_of(photo, "square")) == 404
