"""Settings for the whole suite, and the cast: Rina reports, Bagus edits, Sari manages, Made moderates, Putri reads."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from pytest_django import DjangoDbBlocker

from articles import photos
from tests import database, memory
from tests.at_once import AtOnce, Connect, copied, run_at_once

BROWSER = Path(__file__).parent / "browser"


def pytest_configure(config: pytest.Config) -> None:
    # Only for speed: a cheap password hash, quicker encoding of photos, and no collected static files.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.SECURE_SSL_REDIRECT = False
    photos.WEBP["method"] = 0


def pytest_unconfigure(config: pytest.Config) -> None:
    for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if folder.name.startswith("newsroom-test-"):
            shutil.rmtree(folder, ignore_errors=True)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Use all cores for the whole suite, and one process for a few files, which finish before others would start."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    # Browser tests last: Playwright leaves an event loop running, in which Django refuses database access.
    yield
    items.sort(key=lambda item: item.path.is_relative_to(BROWSER))


def pytest_collection_finish() -> None:
    # Everything imported so far stays, so the garbage collector need not scan it again.
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI, where everything is installed, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NOTHING_MAY_BE_SKIPPED") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), database.migrated_before():
        request.getfixturevalue("django_db_setup")


@pytest.fixture
def copied_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Connect]:
    """The whole test works on a copy of the database, and commits for real."""
    with django_db_blocker.unblock(), copied(tmp_path) as connect:
        yield connect


@pytest.fixture
def at_once(copied_database: Connect) -> AtOnce:
    """Runs acts at the same moment, in threads, and gives back what each returned or raised."""
    return lambda *acts: run_at_once(copied_database, acts)


@pytest.fixture
def open_connections() -> Iterator[None]:
    """Without the test client, the end of a request must not close the connection of the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    memory.forget()
