"""What `manage.py check` reports about a misconfigured production site."""

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from newsroom.duties.models import Masthead
from tests.duties.test_pages import MASTHEAD

pytestmark = pytest.mark.django_db


def findings() -> dict[str, str]:
    return {str(finding.id): finding.hint or "" for finding in run_checks(databases=["default"])}


@pytest.fixture(autouse=True)
def _well_set_up(settings: Settings) -> None:
    settings.SECURE = True
    settings.ALLOWED_HOSTS = ["www.namamedia.com"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://x"}}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    Masthead.objects.create(pk=Masthead.ONLY, **MASTHEAD)


def test_a_site_that_is_set_up_well_is_left_in_peace() -> None:
    assert [finding for finding in findings() if finding.startswith("newsroom.")] == []


@pytest.mark.parametrize(
    ("name", "value", "finding", "hint"),
    [
        ("ALLOWED_HOSTS", ["*"], "newsroom.E001", "ALLOWED_HOSTS"),
        (
            "CONTENT_SECURITY_POLICY",
            {"DIRECTIVES": {"style-src": ["'self'", "'unsafe-inline'"]}},
            "newsroom.E002",
            "CONTENT_SECURITY_POLICY",
        ),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
            "newsroom.W001",
            "CACHE_URL",
        ),
        ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, "newsroom.W002", "TRUSTED_PROXY_COUNT"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "newsroom.W003", "EMAIL_URL"),
    ],
)
def test_each_fault_has_a_finding_that_names_what_to_set(
    settings: Settings, name: str, value: object, finding: str, hint: str
) -> None:
    setattr(settings, name, value)
    assert hint in findings()[finding]
    settings.SECURE = False
    assert (finding in findings()) == (finding == "newsroom.E002"), "a demo is left in peace, but for unsafe code"


def test_a_missing_masthead_is_told_to_production_only(settings: Settings) -> None:
    Masthead.objects.all().delete()
    assert "/admin/duties/masthead/" in findings()["newsroom.W004"]
    assert "newsroom.W004" not in {finding.id for finding in run_checks()}, "without a database nothing is asked of it"
    settings.SECURE = False
    assert "newsroom.W004" not in findings()
