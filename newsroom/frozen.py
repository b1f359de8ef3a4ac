"""Append-only rows: the ORM refuses to change or delete them (`Frozen`), and so do database triggers (`Freeze`).

SQLite drops a table's triggers whenever Django rebuilds the table (AlterField, AddConstraint …), so every migration
that touches a frozen table must end with `Freeze` again; tests/test_frozen.py checks the finished schema. The table is
rebuilt on the way back as well, so such a migration also begins with `OnTheWayBack(Freeze(…))`, which says how the
table was frozen before; tests/test_migrations.py checks that. The settings switch on SQLite's `recursive_triggers`,
without which REPLACE would not fire the delete trigger.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.utils.translation import gettext_lazy as _

# Erasable columns may be emptied ("", or [] in JSON) but not changed: people have a right to erasure (UU PDP 27/2022).
_SQLITE_ERASURE = """
CREATE TRIGGER {table}_erasure BEFORE UPDATE OF {columns} ON {table} WHEN NOT ({emptied})
BEGIN SELECT RAISE(ABORT, '{table}: rows are frozen'); END
"""
_POSTGRESQL_ERASURE = "AND ({emptied})"
_POSTGRESQL_MARKS = "AND to_jsonb(NEW) <> to_jsonb(OLD)"
# An interval may be closed once, and reopened only if the edition that closed it was cancelled before it began.
_SQLITE_INTERVAL = """
CREATE TRIGGER {table}_interval BEFORE UPDATE OF live_until ON {table} WHEN NOT (
    (OLD.live_until IS NULL AND NEW.live_until IS NOT NULL)
    OR (NEW.live_until IS NULL AND EXISTS (
        SELECT 1 FROM {table} AS closer WHERE closer.article_id = OLD.article_id
        AND closer.live_from = OLD.live_until AND closer.live_until = closer.live_from))
) BEGIN SELECT RAISE(ABORT, '{table}: rows are frozen'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{moving}'::text[] = to_jsonb(OLD) - '{moving}'::text[] {allowed} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{table}: rows are frozen' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER IF EXISTS {table}_frozen ON {table};
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
DROP TRIGGER IF EXISTS {table}_kept ON {table};
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""
_POSTGRESQL_INTERVAL = """
AND (
    (OLD.live_until IS NULL AND NEW.live_until IS NOT NULL)
    OR (NEW.live_until IS NULL AND EXISTS (
        SELECT 1 FROM {table} AS closer WHERE closer.article_id = OLD.article_id
        AND closer.live_from = OLD.live_until AND closer.live_until = closer.live_from))
)
"""


class Frozen(models.Model):
    """A model whose rows are saved once. Add a `Freeze` for its table too, against writes that bypass the model."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("This is a record of what happened. It is never changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError(_("This is a record of what happened. It is never deleted."))


class Freeze(Operation):
    """Refuse UPDATE and DELETE on the table of a model.

    Three exceptions: with `interval`, `live_until` may still be closed; `erasable` columns may be emptied; `marks` may
    change, because they say what happened to the row later (such as when it was read), not what it records.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, model: str, *, interval: bool = False, erasable: Sequence[str] = (), marks: Sequence[str] = ()
    ) -> None:
        self.model, self.interval, self.erasable, self.marks = model, interval, list(erasable), list(marks)

    def describe(self) -> str:
        return f"Let the database refuse to change rows of {self.model}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        columns = [field.column for field in model._meta.local_concrete_fields]
        vendor, table = schema_editor.connection.vendor, model._meta.db_table
        empty = {
            name: "[]" if isinstance(model._meta.get_field(name), models.JSONField) else "" for name in self.erasable
        }
        for statement in freeze_sql(vendor, table, columns, self.interval, empty, marks=self.marks):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in thaw_sql(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"interval": self.interval, "erasable": self.erasable, "marks": self.marks}
        return self.__class__.__name__, [self.model], options


class OnTheWayBack(Operation):
    """Stands first in a migration, so that it runs last on the way back: then it does what the operation does.

    It restores what SQLite drops when Django rebuilds the table, and does nothing on the way forward.
    """

    reversible = True
    reduces_to_sql = False

    def __init__(self, operation: Operation) -> None:
        self.operation = operation

    def describe(self) -> str:
        return f"On the way back: {self.operation.describe()}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        pass

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.operation], {}


def freeze_sql(
    vendor: str,
    table: str,
    columns: list[str],
    interval: bool = False,
    erasable: Mapping[str, str] | None = None,
    *,
    marks: Sequence[str] = (),
) -> list[str]:
    """The statements that freeze a table, safe to run again. `erasable`: columns, and what each is once it is empty."""
    erasable = erasable or {}
    moving = [*(["live_until"] if interval else []), *erasable, *marks]
    emptied = " AND ".join(
        f'(NEW."{column}" = OLD."{column}" OR NEW."{column}" = \'{empty}\')' for column, empty in erasable.items()
    )
    if vendor == "postgresql":
        allowed = _POSTGRESQL_INTERVAL.format(table=table) if interval else ""
        allowed += _POSTGRESQL_ERASURE.format(emptied=emptied) if erasable else ""
        allowed += _POSTGRESQL_MARKS if marks else ""
        return [_POSTGRESQL.format(table=table, moving=f"{{{','.join(moving)}}}", allowed=allowed or "AND FALSE")]
    fixed = ", ".join(f'"{column}"' for column in columns if column not in moving)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: rows are frozen'); END"
    statements = [
        *thaw_sql(vendor, table),
        f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {fixed} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
    ]
    if interval:
        statements.append(_SQLITE_INTERVAL.format(table=table))
    if erasable:
        columns_said = ", ".join(f'"{column}"' for column in erasable)
        statements.append(_SQLITE_ERASURE.format(table=table, columns=columns_said, emptied=emptied))
    return statements


def thaw_sql(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        drops = [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in ("frozen", "kept")]
        return [*drops, f"DROP FUNCTION IF EXISTS {table}_refuse()"]
    return [f"DROP TRIGGER IF EXISTS {table}_{name}" for name in ("update", "delete", "interval", "erasure")]
