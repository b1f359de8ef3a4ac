"""System checks for production settings: each says what is wrong, and its hint says what to set.

Every `manage.py` command runs them; the one that reads the database runs in `migrate` and `check --database default`.
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.files.base import ContentFile
from django.db import connections

_PER_PROCESS = {"django.core.cache.backends.locmem.LocMemCache", "django.core.cache.backends.dummy.DummyCache"}
_NOWHERE = tuple(
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "locmem", "filebased")
)


@register(Tags.security)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECURE or "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS allows every host: links in mails could point anywhere.",
            hint="Set ALLOWED_HOSTS to the names of this site, like www.namamedia.com.",
            id="newsroom.E001",
        )
    ]


@register(Tags.security)
def policy_allows_nothing_inline(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    unsafe = [name for name, sources in directives.items() if "unsafe" in str(sources)]
    if not unsafe:
        return []
    return [
        Error(
            f"The content security policy allows unsafe sources in {', '.join(unsafe)}.",
            hint="Remove 'unsafe-inline' and 'unsafe-eval' from CONTENT_SECURITY_POLICY. Move the code into a file.",
            id="newsroom.E002",
        )
    ]


@register(Tags.caches)
def attempts_are_counted_together(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECURE or settings.CACHES["default"]["BACKEND"] not in _PER_PROCESS:
        return []
    return [
        Caution(
            "Each server process counts failed log-ins by itself, so the limits are as many times too high.",
            hint="Set CACHE_URL to a shared cache, like redis://localhost:6379/0.",
            id="newsroom.W001",
        )
    ]


@register(Tags.security)
def visitors_are_told_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECURE or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Caution(
            "The site redirects to HTTPS and trusts no proxy: behind one, it redirects for ever, and all visitors "
            "share one limit.",
            hint="Set TRUSTED_PROXY_COUNT=1 behind nginx; silence this only where the server itself speaks HTTPS.",
            id="newsroom.W002",
        )
    ]


@register(Tags.compatibility)
def mail_goes_out(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECURE or settings.EMAIL_BACKEND not in _NOWHERE:
        return []
    return [
        Caution(
            "Mail is not sent anywhere: nobody can verify an address or reset a password.",
            hint="Set EMAIL_URL to your mail server, like smtp+tls://user:password@mail.example:587.",
            id="newsroom.W003",
        )
    ]


@register(Tags.database)
def masthead_is_filled_in(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Two queries, only if the command names the database."""
    from newsroom.duties.models import Masthead

    if not settings.SECURE or "default" not in (databases or []):
        return []
    if Masthead._meta.db_table not in connections["default"].introspection.table_names():
        return []  # before the first migration
    if Masthead.objects.using("default").exists():
        return []
    return [
        Caution(
            "Nobody is named as publisher and person in charge. UU 40/1999, article 12, asks for it, openly.",
            hint="Fill in the masthead on the desk: /admin/duties/masthead/.",
            id="newsroom.W004",
        )
    ]


@register(Tags.files, deploy=True)
def photos_are_kept_where_nobody_else_reads(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Upload a file and try to read it anonymously. Only with PHOTOS_URL, and only with `--deploy`."""
    if not settings.PHOTOS_URL:
        return []
    from newsroom.object_storage import LOOPBACK, Bucket, BucketStorage, StoreFailed

    bucket, name = Bucket.at(settings.PHOTOS_URL), "newsroom-check"
    try:
        storage = BucketStorage(settings.PHOTOS_URL)
        storage._save(name, ContentFile(b"May be deleted."))
        status, _body = bucket.ask("GET", name, signed=False)
        storage.delete(name)
    except StoreFailed as failed:
        return [
            Error(
                str(failed),
                hint="Look at host, bucket, key, secret and region in PHOTOS_URL, and at the clock of this machine.",
                id="newsroom.E003",
            )
        ]
    if status == HTTPStatus.OK:
        return [
            Error(
                "Strangers can read the bucket of the photos, those of unpublished stories too.",
                hint="Take public access from the bucket. Readers get photos through the site.",
                id="newsroom.E004",
            )
        ]
    if not bucket.is_secure and bucket.host.rpartition(":")[0] not in LOOPBACK:
        return [
            Caution(
                "Photos travel to their store without encryption.",
                hint="Remove tls=0 from PHOTOS_URL.",
                id="newsroom.W005",
            )
        ]
    return []
