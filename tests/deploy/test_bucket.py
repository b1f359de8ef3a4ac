"""Photos in a bucket: both servers show them, and readers keep getting them while the bucket is down."""

import io
import json
import re
import signal
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.site import Site
from tests.bucket import Store, store
from tests.deploy.house import SERVICES, House
from tests.deploy.readers import get


@pytest.fixture
def bucket(house: House) -> Iterator[Store]:
    """Both servers with their photos in a bucket, and none on the disk."""
    with store() as bucket:
        for name in SERVICES.values():
            house.end(name)
            _start(house, name, bucket)
        yield bucket
        for name in SERVICES.values():
            house.end(name)
            house.start_gunicorn(name)


def _start(house: House, name: str, bucket: Store) -> None:
    house.start_gunicorn(name, PHOTOS_URL=bucket.url, MEDIA_ROOT=str(house.folder / "nothing"))


def _upload(site: Site, folder: Path) -> int:
    """Upload a photo as a reporter, and return its id."""
    reporter = site.client("reporter@demo.test")
    form = dict(reporter.get("/admin/articles/photo/add/").form(holding="alt"))
    content = io.BytesIO()
    Image.effect_noise((1400, 933), 60).convert("RGB").save(content, "JPEG")
    (folder / "photo.jpg").write_bytes(content.getvalue())
    fields = {
        "csrfmiddlewaretoken": form["csrfmiddlewaretoken"],
        "file": f"@{folder / 'photo.jpg'}",
        "alt": "Dermaga pagi hari",
        "caption": "Dermaga di Kupang.",
        "credit": "Namamedia.com/Rina Wulandari",
    }
    cookies = "; ".join(f"{name}={value}" for name, value in reporter.cookies.items())
    command = ["curl", "-s", "-b", cookies, "-e", site.url, f"{site.url}/admin/articles/photo/upload/"]
    for name, value in fields.items():
        command += ["-F", f"{name}={value}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    number: int = json.loads(said)["id"]
    return number


def _grow_old(house: House, path: str) -> None:
    """Change nginx's cached copy of a file as if it had been stored an hour ago."""
    kept = [each for each in (house.folder / "nginx/cache").rglob("*") if each.is_file()]
    (copy,) = [each for each in kept if path.encode() in each.read_bytes()[:1_000].split(b"\n", 2)[1]]
    content = bytearray(copy.read_bytes())
    _version, until = struct.unpack_from("=QQ", content)  # ngx_http_file_cache_header_t
    struct.pack_into("=Q", content, 8, until - 3_600)
    copy.write_bytes(content)


def test_a_photo_in_the_bucket_is_shown_by_both_and_outlasts_the_store_being_away(
    house: House, site: Site, bucket: Store, tmp_path: Path
) -> None:
    house.end("two")
    photo = _upload(site, tmp_path)
    assert bucket.files
    story = site.ask("with_photo", headline="Latihan Foto di Bucket", photo=photo)
    _start(house, "two", bucket)
    house.end("one", signal.SIGKILL)
    addresses = sorted(set(re.findall(r"/foto/[\w/.-]+", get(house.url + story)[1])))
    assert len(addresses) > 2
    seen, never_seen = house.url + addresses[0], house.url + addresses[1]
    status, picture, headers = get(seen)
    assert (status, headers["Content-Type"]) == (200, "image/webp")
    _start(house, "one", bucket)

    bucket.breaks = True
    _grow_old(house, addresses[0])
    assert get(seen)[:2] == (200, picture)
    status, _text, headers = get(never_seen)
    assert (status, headers["Cache-Control"]) == (500, "private, no-store")

    bucket.breaks = False
    assert get(never_seen)[0] == 200
    assert get(seen)[:2] == (200, picture)
