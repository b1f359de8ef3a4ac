"""The site refuses to start on a missing or wrong setting, with a sentence that names what to set.

All cases run in one separate process, because settings are read once per process; `manage.py` itself runs once.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "long-enough-and-random",
    "ALLOWED_HOSTS": "www.namamedia.com",
    "EMAIL_URL": "smtp+tls://redaksi:rahasia@surel.test:587",
    "DATABASE_URL": "sqlite://:memory:",
}
DEMO = {"DEMO": "1", "DATABASE_URL": "sqlite://:memory:", "SECRET_KEY": "demo"}
CASES: dict[str, dict[str, str | None]] = {
    "production": PRODUCTION,
    "postgres": {**PRODUCTION, "DATABASE_URL": "postgres://redaksi:rahasia@db.test/berita"},
    "two hosts": {**PRODUCTION, "ALLOWED_HOSTS": "www.namamedia.com, namamedia.com"},
    "a whole domain": {**PRODUCTION, "ALLOWED_HOSTS": ".namamedia.com"},
    "a whole domain and a name": {**PRODUCTION, "ALLOWED_HOSTS": ".namamedia.com,www.namamedia.com"},
    "every host": {**PRODUCTION, "ALLOWED_HOSTS": "*"},
    "every host and an address": {**PRODUCTION, "ALLOWED_HOSTS": "*", "SITE_URL": "https://www.namamedia.com/"},
    "an address that is none": {**PRODUCTION, "SITE_URL": "www.namamedia.com"},
    "behind a proxy": {**PRODUCTION, "TRUSTED_PROXY_COUNT": "1"},
    "demo": DEMO,
    "no SECRET_KEY": {**PRODUCTION, "SECRET_KEY": None},
    "empty SECRET_KEY": {**PRODUCTION, "SECRET_KEY": "  "},
    "no ALLOWED_HOSTS": {**PRODUCTION, "ALLOWED_HOSTS": None},
    "no EMAIL_URL": {**PRODUCTION, "EMAIL_URL": None},
    "DEBUG=maybe": {**PRODUCTION, "DEBUG": "maybe"},
    "DEMO=ya": {**PRODUCTION, "DEMO": "ya"},
    "DATELINE_FORM=SITE": {**PRODUCTION, "DATELINE_FORM": "SITE"},
    "OFFLINE_READING=ya": {**PRODUCTION, "OFFLINE_READING": "ya"},
    "IDENTITY_DIR=/nowhere": {**PRODUCTION, "IDENTITY_DIR": "/nowhere"},
    "mysql": {**PRODUCTION, "DATABASE_URL": "mysql://redaksi@db.test/berita"},
    "replica of SQLite": {**PRODUCTION, "REPLICA_URL": "postgres://redaksi@copy.test/berita"},
    "no database at all": {**PRODUCTION, "DATABASE_URL": "berita"},
}
KEPT = [
    "SECURE",
    "DEBUG",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "STAFF_NEEDS_TWO_FACTOR",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
    "SECURE_PROXY_SSL_HEADER",
]
STARTER = """
import json, os, runpy, sys
cases, kept = json.load(sys.stdin)
bare, found = dict(os.environ), {}
for name, given in cases.items():
    os.environ.clear()
    os.environ.update(bare | given)
    try:
        settings = runpy.run_path("newsroom/settings.py")
        found[name] = {key: settings.get(key) for key in kept}
    except Exception as refusal:
        found[name] = [type(refusal).__name__, str(refusal)]
print(json.dumps(found))
"""


def bare() -> dict[str, str]:
    """This process's environment without the variables that the settings read."""
    read = {
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "EMAIL_URL",
        "DATABASE_URL",
        "DEMO",
        "DEBUG",
        "TRUSTED_PROXY_COUNT",
        "REPLICA_URL",
        "SITE_URL",
        "PORT",
    }
    return {name: value for name, value in os.environ.items() if name not in read | {"DJANGO_SETTINGS_MODULE"}}


def run(*arguments: str, given: str = "", environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - our own interpreter on our own code
        command, input=given, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    cases = {name: {key: value for key, value in given.items() if value} for name, given in CASES.items()}
    environment = bare() | {"PYTHONPATH": str(ROOT)}
    finished = run("-c", STARTER, given=json.dumps([cases, KEPT]), environment=environment)
    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads(finished.stdout)
    return found


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("no SECRET_KEY", "SECRET_KEY is not set. Put a line like SECRET_KEY=<50 random characters> into .env"),
        ("empty SECRET_KEY", "SECRET_KEY is not set."),
        ("no ALLOWED_HOSTS", "ALLOWED_HOSTS is not set. Put a line like ALLOWED_HOSTS=www.namamedia.com into .env"),
        ("no EMAIL_URL", "EMAIL_URL is not set. Put a line like EMAIL_URL=smtp+tls://"),
        ("DEBUG=maybe", "DEBUG='maybe' is neither yes nor no. Set DEBUG=1 or DEBUG=0."),
        ("DEMO=ya", "DEMO='ya' is neither yes nor no. Set DEMO=1 or DEMO=0."),
        ("DATELINE_FORM=SITE", 'Set DATELINE_FORM to one of "SITE -", "KOTA, SITE -", "Kota -".'),
        ("OFFLINE_READING=ya", "Set OFFLINE_READING=1 or OFFLINE_READING=0."),
        ("IDENTITY_DIR=/nowhere", "does not hold /nowhere/static and /nowhere/templates."),
        ("every host", "ALLOWED_HOSTS names no host that links could lead to. Set SITE_URL=https://"),
        ("an address that is none", "SITE_URL='www.namamedia.com' is not a web address."),
        ("mysql", "DATABASE_URL must begin with sqlite:// or postgres://."),
        ("replica of SQLite", "REPLICA_URL needs PostgreSQL on both sides"),
        ("no database at all", "DATABASE_URL must begin with sqlite:// or postgres://."),
    ],
)
def test_a_missing_or_wrong_setting_is_named(started: dict[str, Any], case: str, sentence: str) -> None:
    kind, said = started[case]
    assert kind == "ImproperlyConfigured"
    assert sentence in said


@pytest.mark.parametrize("case", ["production", "postgres", "behind a proxy"])
def test_production_is_safe_without_being_told(started: dict[str, Any], case: str) -> None:
    settings = started[case]
    assert settings["SECURE"]
    assert not settings["DEBUG"]
    assert settings["STAFF_NEEDS_TWO_FACTOR"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SECURE_HSTS_SECONDS"] >= 30 * 24 * 3600
    assert not settings["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]
    assert settings["ACCOUNT_DEFAULT_HTTP_PROTOCOL"] == "https"


def test_the_word_of_a_proxy_counts_only_where_one_is_named(started: dict[str, Any]) -> None:
    assert started["production"]["SECURE_PROXY_SSL_HEADER"] is None
    assert started["behind a proxy"]["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_a_demo_starts_with_nothing_set_and_speaks_plain_http(started: dict[str, Any]) -> None:
    settings = started["demo"]
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    for name in ("SECURE", "DEBUG", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "STAFF_NEEDS_TWO_FACTOR"):
        assert not settings[name], name


def test_hosts_may_be_written_with_spaces(started: dict[str, Any]) -> None:
    assert started["two hosts"]["ALLOWED_HOSTS"] == ["www.namamedia.com", "namamedia.com"]


@pytest.mark.parametrize(
    ("case", "address"),
    [
        ("two hosts", "https://www.namamedia.com"),
        ("a whole domain", "https://namamedia.com"),
        ("a whole domain and a name", "https://www.namamedia.com"),
        ("every host and an address", "https://www.namamedia.com"),
        ("demo", "http://127.0.0.1:8000"),
    ],
)
def test_mails_lead_to_a_host_that_exists(started: dict[str, Any], case: str, address: str) -> None:
    assert started[case]["SITE_URL"] == address


def test_manage_py_stops_with_the_sentence() -> None:
    finished = run("manage.py", "check", environment=bare())
    assert finished.returncode != 0
    assert "SECRET_KEY is not set." in finished.stderr
