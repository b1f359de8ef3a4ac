"""Trigram indexes of headlines, for the desk's search. All of its SQL is here.

Headlines are indexed with two leading blanks, so that one or two letters make a trigram too: "  k" begins a headline,
" ka" a word. At least one of the search terms must be as long as a trigram.

SQLite uses an FTS5 table, kept up to date by triggers. Its rowids follow the order of the desk's lists, so a search
stops as soon as it has enough rows. PostgreSQL's GIN has no order. Its index therefore also holds marks that say in
which stretches of the list a row lies, and a search goes slice by slice until it has enough. Each slice is a statement
of its own: as one statement, its estimated cost would make PostgreSQL start the JIT compiler, which takes 80 ms.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from articles.search.engines import is_postgresql

# The column that orders a table's rows in lists; where it is empty, the id does.
MOMENTS = {"articles_article": "changed_at", "articles_edition": ""}

_ID_BITS = 28  # as in the public search; leaves 34 bits for the seconds
_TRIGRAM = 3
# Lengths of stretches, as powers of two: in seconds (6 days to 4 years), or in ids (2,048 to 524,288).
_STRETCHES = {True: {"a": 19, "b": 22, "c": 25, "d": 27}, False: {"a": 11, "b": 14, "c": 17, "d": 19}}
_TOGETHER = 4  # stretches of one length per slice; each slice is four to eight times as long as the one before
_FIRST_BATCH = 128  # rows, on SQLite; each is twice as long as the one before
_WORD = re.compile(r"[^\W_]+")


def batches(table: str, parts: Sequence[str], most: int, *, backwards: bool = False) -> Iterator[list[int]] | None:
    """Yield the ids of at most `most` rows whose headline contains all parts, newest first (oldest if `backwards`).

    None if the index cannot answer: on PostgreSQL, if no part has an ASCII letter or digit. One query for a batch; each
    is longer than the one before. Stop when there are enough.
    """
    if is_postgresql():
        wanted = sorted({trigram for part in parts for trigram in _trigrams(part)})
        return _postgresql(table, parts, wanted, most, backwards) if wanted else None
    return _sqlite(table, parts, most, backwards)


def _sqlite(table: str, parts: Sequence[str], most: int, backwards: bool) -> Iterator[list[int]]:
    name, ids = f"{table}_headlines", (1 << _ID_BITS) - 1
    match = " AND ".join('"' + part.replace('"', '""') + '"' for part in parts if len(part) >= _TRIGRAM)
    shorter = [f"%{connection.ops.prep_for_like_query(part)}%" for part in parts if len(part) < _TRIGRAM]
    held = " AND headline LIKE %s ESCAPE '\\'" * len(shorter)
    way, sign, edge = ("ASC", ">", -1) if backwards else ("DESC", "<", (1 << 63) - 1)
    sql = f"SELECT rowid FROM {name} WHERE {name} MATCH %s{held} AND rowid {sign} %s ORDER BY rowid {way} LIMIT %s"  # noqa: S608
    size = _FIRST_BATCH
    while most > 0:
        found = _ids(sql, [match, *shorter, edge, min(size, most)])
        yield [rowid & ids for rowid in found]
        if len(found) < min(size, most):
            return
        most, size, edge = most - size, 2 * size, found[-1]


def _postgresql(table: str, parts: Sequence[str], wanted: list[str], most: int, backwards: bool) -> Iterator[list[int]]:
    moment = MOMENTS[table]
    key, order, way = _key("", moment), moment or "id", "ASC" if backwards else "DESC"
    ends = _ids(f"SELECT {key} FROM {table} ORDER BY {order} {way} LIMIT 1", [])  # noqa: S608
    if not ends:
        return
    held = " AND ".join(["upper('  ' || headline) LIKE upper(%s)"] * len(parts))
    values = [wanted, *(f"%{connection.ops.prep_for_like_query(part)}%" for part in parts)]
    for marks, bounds in _slices(ends[0], bool(moment), backwards):
        within = "".join(f" AND {key} {sign} %s" for sign in bounds) + (
            f" AND {_indexed(moment)} && %s" if marks else ""
        )
        sql = (
            f"WITH hits AS MATERIALIZED (SELECT id, {order} AS place FROM {table} "  # noqa: S608
            f"WHERE {_indexed(moment)} @> %s AND {held}{within}) "
            f"SELECT id FROM hits ORDER BY place {way}, id {way} LIMIT %s"
        )
        found = _ids(sql, [*values, *bounds.values(), *([marks] if marks else []), most])
        yield found
        most -= len(found)
        if most <= 0:
            return


def _ids(sql: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _slices(end: int, by_moment: bool, backwards: bool) -> Iterator[tuple[list[str], dict[str, int]]]:
    """Yield (marks, bounds of the key), starting where the list starts: some weeks, then ever more, then the rest."""
    bound: dict[str, int] = {}
    for name, length in _STRETCHES[by_moment].items():
        here = end >> length
        first = here if backwards else here - _TOGETHER + 1
        marks = [f"{name}{number}" for number in range(first, first + _TOGETHER)]
        edge = first + _TOGETHER << length if backwards else first << length
        yield marks, bound | ({"<": edge} if backwards else {">=": edge})
        bound = {">=": edge} if backwards else {"<": edge}
    yield [], bound


def _trigrams(part: str) -> Iterator[str]:
    """The trigrams that pg_trgm finds in every text that contains this part. ASCII only: it hashes all others."""
    for word in _WORD.finditer(part):
        before, after = part[: word.start()][-1:], part[word.end() :][:1]
        letters = ("  " if before.isascii() and before else "") + word[0].lower()
        letters += " " if after.isascii() and after else ""
        for start in range(len(letters) - _TRIGRAM + 1):
            trigram = letters[start : start + _TRIGRAM]
            if trigram.isascii():
                yield trigram


# -- For migrations ---------------------------------------------------------------------------------------------------


class IndexHeadlines(Operation):
    """Create or recreate the index of a model's headlines, in the order that MOMENTS says.

    SQLite drops the triggers whenever Django rebuilds the table (AlterField, AddConstraint …), so every migration that
    does so must end with this operation; tests/desk/test_search.py checks the finished schema. The migration must not
    be atomic, because PostgreSQL builds the index concurrently. With `rebuilt`, it only replaces what SQLite dropped:
    PostgreSQL rebuilds no tables and keeps its index, so that the migration may be atomic.
    """

    reversible = True

    def __init__(self, model: str, *, rebuilt: bool = False) -> None:
        self.model, self.rebuilt = model, rebuilt

    def describe(self) -> str:
        return f"Index the headlines of {self.model}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._make(schema_editor, to_state.apps.get_model(app_label, self.model), drop_only=False)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._make(schema_editor, from_state.apps.get_model(app_label, self.model), drop_only=not self.rebuilt)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model], {"rebuilt": True} if self.rebuilt else {}

    def _make(self, schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], *, drop_only: bool) -> None:
        vendor, table = schema_editor.connection.vendor, model._meta.db_table
        if self.rebuilt and vendor == "postgresql":
            return
        together: AbstractContextManager[Any] = nullcontext()
        if vendor == "sqlite":
            together = transaction.atomic(using=schema_editor.connection.alias)
        with together:
            for statement in drop_sql(vendor, table) + ([] if drop_only else create_sql(vendor, table)):
                schema_editor.execute(statement, params=None)


def drop_sql(vendor: str, table: str) -> list[str]:
    name = f"{table}_headlines"
    if vendor == "postgresql":
        return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}"]
    triggers = [f"DROP TRIGGER IF EXISTS {name}_{when}" for when in ("inserted", "updated", "deleted")]
    return [*triggers, f"DROP TABLE IF EXISTS {name}"]


def create_sql(vendor: str, table: str) -> list[str]:
    name, moment = f"{table}_headlines", MOMENTS[table]
    if vendor == "postgresql":
        return [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",  # from contrib; the owner of the database may create it
            # No list of pending rows: every search would have to read through it.
            f"CREATE INDEX CONCURRENTLY {name} ON {table} USING gin ({_indexed(moment)}) WITH (fastupdate = off)",
        ]
    remove = f"DELETE FROM {name} WHERE rowid = {_place('OLD.', moment)};"  # noqa: S608
    add = f"INSERT INTO {name} (rowid, headline) VALUES ({_place('NEW.', moment)}, '  ' || NEW.headline);"  # noqa: S608
    columns = ", ".join(filter(None, ["headline", moment]))
    return [
        f"CREATE VIRTUAL TABLE {name} USING fts5(headline, columnsize=0, tokenize='trigram')",
        f"INSERT INTO {name} (rowid, headline) SELECT {_place('', moment)}, '  ' || headline "  # noqa: S608
        f"FROM {table} ORDER BY 1",
        f"CREATE TRIGGER {name}_inserted AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {name}_updated AFTER UPDATE OF {columns} ON {table} BEGIN {remove} {add} END",
        f"CREATE TRIGGER {name}_deleted AFTER DELETE ON {table} BEGIN {remove} END",
    ]


def _key(row: str, moment: str) -> str:
    """PostgreSQL: the expression that orders rows, either the moment in whole seconds or the id."""
    return f"floor(extract(epoch FROM {row}{moment} AT TIME ZONE 'UTC'))::bigint" if moment else f"{row}id::bigint"


def _indexed(moment: str) -> str:
    """PostgreSQL: the indexed expression, the trigrams of a headline plus the marks of the stretches it lies in."""
    key = _key("", moment)
    marks = ", ".join(f"'{name}' || ({key} >> {length})::text" for name, length in _STRETCHES[bool(moment)].items())
    return f"(show_trgm(headline) || ARRAY[{marks}])"


def _place(row: str, moment: str) -> str:
    """SQLite: the rowid of a row, made of the second of its moment and its id, or just the id."""
    if not moment:
        return f"{row}id"
    seconds = f"CAST(strftime('%s', {row}{moment}) AS INTEGER)"
    return f"(({seconds} << {_ID_BITS}) | ({row}id & {(1 << _ID_BITS) - 1}))"  # all three have the same precedence
