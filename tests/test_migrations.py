"""During a release the code of the release before runs on the new tables (docs/runbook.md, "Releases")."""

from collections.abc import Iterator

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, RemoveField, RenameField

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
