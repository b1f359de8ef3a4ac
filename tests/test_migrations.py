"""During a release the code of the release before runs on the new tables (docs/runbook.md, "Releases")."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, RemoveField, RenameField

from newsroom.frozen import Freeze, OnTheWayBack
from tests.at_once import Connect

# Whatever came before this rule was tested, by app. Later migrations must keep it.
BEFORE = {"articles": 34, "comments": 21, "accounts": 5, "duties": 4}


def _later() -> Iterator[tuple[str, object]]:
    for (app, name), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        if app in BEFORE and int(name[:4]) > BEFORE[app]:
            yield from ((f"{app}.{name}", operation) for operation in migration.operations)


def test_every_app_of_ours_with_migrations_is_watched() -> None:
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in {"articles", "comments", "newsroom"}
    }
    assert {app for app, _name in MigrationLoader(None).disk_migrations if app in ours} == set(BEFORE)


def test_the_release_before_can_write_rows_without_a_new_column() -> None:
    for name, operation in _later():
        if isinstance(operation, AddField):
            field = operation.field
            assert field.null or field.has_db_default(), f"{name}: {operation.name} needs null=True or a db_default"


def test_the_release_before_finds_every_column_it_reads() -> None:
    assert [name for name, operation in _later() if isinstance(operation, (RemoveField, RenameField))] == []


# -- The way back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("app", BEFORE)
def test_a_migration_that_freezes_a_table_again_says_how_it_was_frozen_before(app: str) -> None:
    frozen: dict[str, Freeze] = {}
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for name in sorted(name for owner, name in disk if owner == app):
        operations = disk[app, name].operations
        again = [operation for operation in operations if isinstance(operation, Freeze) and operation.model in frozen]
        before = [operation.operation for operation in operations if isinstance(operation, OnTheWayBack)]
        first = [isinstance(operation, OnTheWayBack) for operation in operations]
        assert sorted(first, reverse=True) == first, f"{app}.{name}: OnTheWayBack must come first, to run last"
        for operation in again:
            was = frozen[operation.model]
            assert was.deconstruct() in [found.deconstruct() for found in before], (
                f"{app}.{name} must begin with OnTheWayBack(…) of what froze {operation.model} before"
            )
        frozen |= {operation.model: operation for operation in operations if isinstance(operation, Freeze)}


def triggers() -> dict[str, str]:
    said = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        said = (
            "SELECT tgname, pg_get_triggerdef(t.oid) || prosrc FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal"
        )
    with connection.cursor() as cursor:
        cursor.execute(said)
        return dict(cursor.fetchall())


@pytest.mark.django_db  # one test of a module has to ask for a database the ordinary way, or none is made
def test_the_tables_are_frozen_now() -> None:
    assert len(triggers()) > 40


def test_going_back_and_forward_again_keeps_every_trigger(copied_database: Connect) -> None:
    """Editions stay unchangeable, and headlines findable, while a release is taken back."""
    now = triggers()
    later = sorted({name.split(".")[1] for name, _operation in _later() if name.startswith("articles.")}, reverse=True)
    before = {}
    for name in later:
        call_command("migrate", "articles", f"{int(name[:4]) - 1:04}", verbosity=0)
        before[name] = triggers()
        assert before[name].keys() == now.keys(), f"articles.{name} loses triggers on the way back"
    call_command("migrate", verbosity=0)
    assert triggers() == now
