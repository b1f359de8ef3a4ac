"""Photos in an S3-compatible store: AWS, MinIO, Ceph, Cloudflare R2. Used only if PHOTOS_URL is set.

The bucket is private and all photos are served through the site, because articles.views.photo decides who may see one.
That takes only four operations (put, get, head, delete), signed here with AWS Signature Version 4.
docs/decisions/0024-photos-in-a-bucket.md explains why there is no library.
"""

import hashlib
import hmac
import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

TIMEOUT = 10  # seconds; a store that hangs must not block a thread for longer
EXAMPLE = "s3://KEY:SECRET@s3.ap-southeast-3.amazonaws.com/bucket?region=ap-southeast-3"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class StoreFailed(OSError):
    """The store refused, or did not answer."""


@dataclass(frozen=True)
class Bucket:
    """Location of the bucket, and credentials. `prefix` is a folder in it, or "" for the whole bucket."""

    host: str
    name: str
    key: str
    secret: str
    region: str = "us-east-1"
    prefix: str = ""
    is_secure: bool = True

    @classmethod
    def at(cls, address: str) -> "Bucket":
        """Parse PHOTOS_URL. Raises ImproperlyConfigured with a sentence that says what to write."""
        parts = urlsplit(address)
        name, _slash, prefix = parts.path.strip("/").partition("/")
        if parts.scheme != "s3" or not (parts.hostname and parts.username and parts.password and name):
            raise ImproperlyConfigured(f"PHOTOS_URL is not understood. Write it like {EXAMPLE}.")
        given = parse_qs(parts.query)
        return cls(
            host=parts.netloc.rpartition("@")[2],
            name=name,
            key=unquote(parts.username),
            secret=unquote(parts.password),
            region=given.get("region", ["us-east-1"])[0],
            prefix=prefix,
            is_secure=given.get("tls", ["1"])[0] != "0",
        )

    def path(self, name: str) -> str:
        return quote("/" + "/".join(filter(None, [self.name, self.prefix, name])))

    def ask(self, method: str, name: str, body: bytes = b"", *, signed: bool = True) -> tuple[int, bytes]:
        """Send a request and return status and body. Raises StoreFailed if there is no answer."""
        kind = http.client.HTTPSConnection if self.is_secure else http.client.HTTPConnection
        connection = kind(self.host, timeout=TIMEOUT)
        headers = {"Host": self.host}
        if signed:
            headers |= signature(self, method, self.path(name), {"Host": self.host}, body, now=datetime.now(UTC))
        try:
            connection.request(method, self.path(name), body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as broken:
            raise StoreFailed(f"The store of the photos does not answer: {broken}") from broken
        finally:
            connection.close()


def signature(
    bucket: Bucket, method: str, path: str, headers: Mapping[str, str], body: bytes, *, now: datetime
) -> dict[str, str]:
    """The authentication headers (AWS Signature Version 4) for these headers and this body."""
    stamp, digest = now.strftime("%Y%m%dT%H%M%SZ"), hashlib.sha256(body).hexdigest()
    dated = {"x-amz-content-sha256": digest, "x-amz-date": stamp}
    signed = dict(sorted({name.lower(): value.strip() for name, value in {**headers, **dated}.items()}.items()))
    names = ";".join(signed)
    canonical = [method, path, "", *(f"{name}:{value}" for name, value in signed.items()), "", names, digest]
    scope = f"{stamp[:8]}/{bucket.region}/s3/aws4_request"
    told = ["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256("\n".join(canonical).encode()).hexdigest()]
    key = f"AWS4{bucket.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    proof = hmac.digest(key, "\n".join(told).encode(), "sha256").hex()
    credential = f"Credential={bucket.key}/{scope}, SignedHeaders={names}, Signature={proof}"
    return {**dated, "Authorization": f"AWS4-HMAC-SHA256 {credential}"}


@deconstructible
class BucketStorage(Storage):
    """Files in a bucket. They are read into memory: a photo has a few megabytes, a rendition 100 kB."""

    def __init__(self, address: str) -> None:
        self.bucket = Bucket.at(address)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: it contains a digest, so what has it already is the same file."""
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        status, body = self.bucket.ask("GET", name)
        if status == http.client.NOT_FOUND:
            raise FileNotFoundError(name)
        self._refuse(status, {http.client.OK}, name)
        return ContentFile(body, name=name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        status, _body = self.bucket.ask("PUT", name, content.read())
        self._refuse(status, {http.client.OK}, name)
        return name

    def delete(self, name: str) -> None:
        status, _body = self.bucket.ask("DELETE", name)
        self._refuse(status, {http.client.OK, http.client.NO_CONTENT, http.client.NOT_FOUND}, name)

    def exists(self, name: str) -> bool:
        status, _body = self.bucket.ask("HEAD", name)
        self._refuse(status, {http.client.OK, http.client.NOT_FOUND}, name)
        return status == http.client.OK

    def size(self, name: str) -> int:
        return len(self._open(name).read())

    def url(self, name: str | None) -> str:
        """A URL of the site, which checks whether the photo is public. The bucket's own URLs are not accessible."""
        return f"{settings.MEDIA_URL}{name or ''}"

    @staticmethod
    def _refuse(status: int, allowed: set[int], name: str) -> None:
        if status not in allowed:
            raise StoreFailed(f"The store of the photos answers {status} for {name}.")
