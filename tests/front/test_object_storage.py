"""Photos in a bucket: the same pages, the same access rules, and no URL that bypasses the site."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from newsroom.object_storage import Bucket, BucketStorage, StoreFailed, signature
from tests import bucket
from tests.pages import press
from tests.pages.conftest import desk  # noqa: F401  (a fixture)
from tests.pages.press import Desk


@pytest.fixture
def store(settings: Settings) -> Iterator[bucket.Store]:
    with bucket.store() as running:
        settings.PHOTOS_URL = running.url
        backend = {"BACKEND": "newsroom.object_storage.BucketStorage", "OPTIONS": {"address": running.url}}
        settings.STORAGES = {**settings.STORAGES, "default": backend}
        yield running


def read(client: Client, address: str) -> tuple[int, bytes]:
    response = client.get(address)
    return response.status_code, b"".join(response)


def test_the_signature_is_the_one_of_the_specification() -> None:
    # "GET Object" in "Authenticating Requests: Using the Authorization Header", Amazon S3 API reference.
    amazon = Bucket(
        "examplebucket.s3.amazonaws.com", "", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    )
    headers = {"Host": "examplebucket.s3.amazonaws.com", "Range": "bytes=0-9"}

    signed = signature(amazon, "GET", "/test.txt", headers, b"", now=datetime(2013, 5, 24, tzinfo=UTC))

    assert signed["Authorization"].endswith(
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def test_what_is_saved_is_found_read_and_deleted(store: bucket.Store) -> None:
    name = default_storage.save("ab/nama dengan spasi.webp", ContentFile(b"gambar"))

    assert [*store.files] == ["/foto/redaksi/ab/nama%20dengan%20spasi.webp"]
    assert default_storage.exists(name)
    assert default_storage.size(name) == 6
    with default_storage.open(name) as file:
        assert file.read() == b"gambar"
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)


@pytest.mark.django_db
def test_a_photo_is_uploaded_into_the_bucket_and_readers_get_it_from_the_site(
    client: Client,
    desk: Desk,  # noqa: F811
    store: bucket.Store,
) -> None:
    photo = press.photo(desk.rina, colour="orchid")  # the cast reuses files of the same colour
    address = press.file_of(photo)
    assert len(store.files) > 4

    assert read(client, address)[0] == 404
    edition = desk.publish("Berita", lead_photo=photo, now=press.ago(hours=1))
    status, content = read(client, address)
    assert (status, content[8:12]) == (200, b"WEBP")
    assert f"127.0.0.1:{store.server_port}" not in client.get(edition.path).content.decode()

    desk.retract(edition)
    assert read(client, address)[0] == 404


@pytest.mark.django_db
def test_the_photo_of_a_story_of_tomorrow_has_no_address_that_works(
    client: Client,
    desk: Desk,  # noqa: F811
    store: bucket.Store,
    settings: Settings,
) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    photo = press.photo(desk.rina, colour="peru")
    desk.schedule("Besok", lead_photo=photo, live_from=timezone.now() + timedelta(days=1))

    assert read(client, press.file_of(photo))[0] == 404
    assert len(store.files) > 4
    for path in store.files:
        connection = http.client.HTTPConnection("127.0.0.1", store.server_port)
        connection.request("GET", path)
        assert connection.getresponse().status == 403
        connection.close()
    client.force_login(desk.bagus)
    assert read(client, press.file_of(photo))[0] == 200


def test_a_store_that_refuses_or_is_away_is_an_error_and_never_a_missing_photo(store: bucket.Store) -> None:
    default_storage.save("a.webp", ContentFile(b"gambar"))
    stranger = BucketStorage(store.url.replace("ra%2Fha%2Bsia", "salah"))
    with pytest.raises(StoreFailed, match="403"):
        stranger.open("a.webp")
    with pytest.raises(StoreFailed, match="403"):
        stranger.save("b.webp", ContentFile(b"gambar"))

    store.breaks = True
    for ask in (default_storage.exists, default_storage.open, default_storage.delete):
        with pytest.raises(StoreFailed, match="503"):
            ask("a.webp")
    nowhere = BucketStorage(store.url.replace(str(store.server_port), "9"))
    with pytest.raises(StoreFailed, match="does not answer"):
        nowhere.open("a.webp")


@pytest.mark.parametrize("address", ["https://x/y", "s3://host/bucket", "s3://k:s@host", "s3://k:s@host/", "bucket"])
def test_an_address_that_is_none_says_how_one_is_written(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="s3://KEY:SECRET@"):
        Bucket.at(address)


def found() -> dict[str, str]:
    checks = run_checks(include_deployment_checks=True, tags=["files"])
    return {str(one.id): one.hint or "" for one in checks if str(one.id).startswith("newsroom.")}


def test_the_check_is_content_with_a_private_bucket_and_leaves_nothing_behind(store: bucket.Store) -> None:
    assert found() == {}
    assert store.files == {}


def test_the_check_names_a_bucket_that_strangers_can_read(store: bucket.Store) -> None:
    store.is_public = True
    assert "public access" in found()["newsroom.E004"]


def test_the_check_names_a_wrong_key(store: bucket.Store, settings: Settings) -> None:
    settings.PHOTOS_URL = store.url.replace("ra%2Fha%2Bsia", "salah")
    assert "PHOTOS_URL" in found()["newsroom.E003"]


def test_without_the_setting_nothing_of_it_is_loaded() -> None:
    ask = "import django, sys; django.setup(); from django.core.files.storage import default_storage as disk;"
    ask += "disk.exists('x'); print('newsroom.object_storage' in sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    done = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"


def test_the_bucket_keeps_the_parts_of_its_address() -> None:
    where = Bucket.at("s3://kunci:ra%2Fhasia@minio.internal:9000/foto/2026?region=id-1&tls=0")
    assert (where.host, where.name, where.prefix) == ("minio.internal:9000", "foto", "2026")
    assert (where.secret, where.region, where.is_secure) == ("ra/hasia", "id-1", False)
    assert urlsplit(f"//{where.host}").port == 9000
