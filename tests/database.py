"""Keeps the migrated schema of the SQLite test database between runs: building it takes six seconds per process.

The file is named after everything that made it (migrations, what they import from us, versions of Django and SQLite),
so it never belongs to other migrations. Every run still runs `migrate` on it, so nothing is skipped. A fresh clone has
no such file; CI therefore builds the schema from scratch.
"""

import ast
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

PACKAGES = ("newsroom", "articles", "comments")
FOLDER = settings.VAR_DIR / "test-schema"


@contextmanager
def migrated_before() -> Iterator[None]:
    """Inside, Django finds the schema of the last run in memory. Stores a new one for the next run."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield
        return
    kept = FOLDER / f"{_name()}.sqlite3"
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        if kept.exists():
            with closing(sqlite3.connect(kept)) as file:
                file.backup(memory)
        yield
        if not kept.exists():
            _keep(memory, kept)


def _keep(memory: sqlite3.Connection, kept: Path) -> None:
    """Atomically, because other processes do the same. Deletes the files of older migrations."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for older in FOLDER.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(mine)) as file:
        memory.backup(file)
    mine.replace(kept)


def _name() -> str:
    made_of = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    migrations = sorted(file for package in PACKAGES for file in _files(settings.BASE_DIR / package))
    imported = {module for file in migrations if file.suffix == ".py" for module in _imported(file)}
    for file in [*migrations, *sorted(imported)]:
        made_of.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode() + file.read_bytes())
    return made_of.hexdigest()[:24]


def _files(package: Path) -> list[Path]:
    return [file for file in package.glob("**/migrations/**/*") if file.is_file() and file.suffix != ".pyc"]


def _imported(migration: Path) -> Iterator[Path]:
    """Our own modules that a migration imports."""
    for node in ast.walk(ast.parse(migration.read_bytes())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{name}" for name in names)]
        for name in names:
            file = settings.BASE_DIR.joinpath(*name.split(".")).with_suffix(".py")
            if name.startswith(PACKAGES) and file.exists():
                yield file
