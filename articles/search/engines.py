"""The two full-text indexes: a tsvector with GIN on PostgreSQL, FTS5 on SQLite. All SQL of the public search is here.

For each edition they store its stems in order and a few marks (section, month, year), under a `place` that sorts by
date. They answer one question: the newest places within bounds that contain all terms. Ranking is in find.py.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from articles import dates

TABLE = "articles_search"

_EPOCH = datetime(1945, 1, 1, tzinfo=UTC)  # before the first story of any archive
_EDITION_BITS = 28  # 268 million editions; 34 bits of seconds before them reach past the year 2400
_MOST_STEMS = 16_000  # PostgreSQL counts positions to 16,383; no feature is as long
_MOST_POSITIONS = 255  # PostgreSQL keeps no more positions of one word

FIRST, LAST = 0, 2**62


@dataclass(frozen=True)
class Entry:
    """What the index stores for one edition."""

    place: int
    stems: list[str]
    section: int
    month: date


@dataclass(frozen=True)
class Wanted:
    """What to look for: all terms (a term of several stems is a phrase), in a section, between two places."""

    terms: Sequence[tuple[str, ...]]
    section: int | None = None
    since: int = FIRST  # inclusive
    before: int = LAST  # exclusive


def place(moment: datetime, edition_id: int = 0) -> int:
    """The sort key of an edition: the second of its first publication, then its id."""
    seconds = max(0, int((moment - _EPOCH).total_seconds()))
    return seconds << _EDITION_BITS | edition_id & ((1 << _EDITION_BITS) - 1)


def moment_of(place: int) -> datetime:
    return _EPOCH + timedelta(seconds=place >> _EDITION_BITS)


def days_between(older: int, newer: int) -> int:
    """Whole days from one place to a later one; 0 if it is not later."""
    return max(0, ((newer >> _EDITION_BITS) - (older >> _EDITION_BITS)) // 86_400)


def among(places: str) -> RawSQL:
    """The right side of `place__in`: a thousand places as a single parameter, which takes a third of the time."""
    if is_postgresql():
        return RawSQL("SELECT unnest(%s::bigint[])", [places])
    return RawSQL("SELECT value FROM json_each(%s)", [places])


def listed(places: list[int]) -> str:
    """Places in the format that `among` expects."""
    numbers = ",".join(map(str, places))
    return f"{{{numbers}}}" if is_postgresql() else f"[{numbers}]"


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def create_sql(vendor: str, table: str = TABLE) -> list[str]:
    if vendor == "postgresql":
        # Vectors are stored out of line, so that rows stay small: a common word has thousands, read without vectors.
        return [
            f"CREATE TABLE {table} (place bigint NOT NULL, vector tsvector NOT NULL) WITH (toast_tuple_target = 128)",
        ]
    # Contentless, because the edition has the text; no column sizes, because FTS5's own ranking is not used.
    return [f"CREATE VIRTUAL TABLE {table} USING fts5(stems, marks, content='', columnsize=0, tokenize='ascii')"]


def index_sql(vendor: str, table: str = TABLE) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE UNIQUE INDEX {table}_place ON {table} (place)",
            # No list of pending rows: every search would have to read through it.
            f"CREATE INDEX {table}_stems ON {table} USING gin (vector) WITH (fastupdate = off)",
        ]
    return []


def rename_sql(vendor: str, table: str, name: str) -> list[str]:
    statements = [f"ALTER TABLE {table} RENAME TO {name}"]
    if vendor == "postgresql":
        statements += [f"ALTER INDEX {table}_{index} RENAME TO {name}_{index}" for index in ("place", "stems")]
    return statements


def write(entries: Iterable[Entry], table: str = TABLE) -> None:
    """Add editions to the index. One statement."""
    rows: list[tuple[Any, ...]]
    if is_postgresql():
        sql = f"INSERT INTO {table} (place, vector) VALUES (%s, %s::tsvector) ON CONFLICT DO NOTHING"  # noqa: S608
        rows = [(entry.place, _vector(entry)) for entry in entries]
    else:
        sql = f"INSERT INTO {table} (rowid, stems, marks) VALUES (%s, %s, %s)"  # noqa: S608
        rows = [(entry.place, " ".join(_kept(entry.stems)), " ".join(_marks(entry))) for entry in entries]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def newest(wanted: Wanted, limit: int) -> list[int]:
    """The newest places that match, newest first. One query, or none if there are no terms."""
    if not wanted.terms or wanted.since >= wanted.before:
        return []
    sql, values = _postgresql(wanted, limit) if is_postgresql() else _sqlite(wanted, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _kept(stems: list[str]) -> list[str]:
    """The stems within the limits of PostgreSQL, so that both engines find the same."""
    seen: dict[str, int] = {}
    kept = []
    for stem in stems[:_MOST_STEMS]:
        seen[stem] = seen.get(stem, 0) + 1
        if seen[stem] <= _MOST_POSITIONS:
            kept.append(stem)
    return kept


def _marks(entry: Entry) -> list[str]:
    return [f"k{entry.section}", f"m{entry.month:%Y%m}", f"y{entry.month:%Y}"]


def _vector(entry: Entry) -> str:
    """A tsvector literal. Stems consist of letters and digits only, so "@" can prefix marks."""
    positions: dict[str, list[int]] = {}
    kept = _kept(entry.stems)
    for number, stem in enumerate(kept, start=1):
        positions.setdefault(stem, []).append(number)
    lexemes = [f"{_lexeme(stem)}:{','.join(map(str, places))}" for stem, places in positions.items()]
    pairs = sorted(set(map(_pair, kept, kept[1:])))
    return " ".join([*lexemes, *map(_lexeme, pairs), *(_lexeme(f"@{mark}") for mark in _marks(entry))])


def _pair(stem: str, following: str) -> str:
    """The lexeme of two neighbouring stems: an eight-letter hash (10^14 values). No stem contains "_"."""
    digest = blake2b(f"{stem} {following}".encode(), digest_size=6).digest()
    return f"_{b64encode(digest, b'-_').decode()}"


def _term(stems: tuple[str, ...]) -> str:
    """The tsquery of a stem or phrase. GIN has no positions: it finds a longer phrase by its pairs and rechecks."""
    if len(stems) == 1:
        return _lexeme(stems[0])
    pairs = " & ".join(_lexeme(_pair(*two)) for two in pairwise(stems))
    return pairs if len(stems) == 2 else f"{pairs} & ({' <-> '.join(map(_lexeme, stems))})"


def _lexeme(text: str) -> str:
    return f"'{text}'"


def _sqlite(wanted: Wanted, limit: int) -> tuple[str, list[Any]]:
    """FTS5 walks its lists in rowid order, so it stops at the limit, however common the word is."""
    terms = " AND ".join('"' + " ".join(term) + '"' for term in wanted.terms)
    match = f"stems : ({terms})" + (f" AND marks : k{wanted.section}" if wanted.section is not None else "")
    sql = (
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid >= %s AND rowid < %s "  # noqa: S608
        "ORDER BY rowid DESC LIMIT %s"
    )
    return sql, [match, wanted.since, wanted.before, limit]


def _postgresql(wanted: Wanted, limit: int) -> tuple[str, list[Any]]:
    """GIN has no order, so the newest hits are fetched in slices of time, newest first, until there are enough.

    The marks for months and years let GIN intersect a common word's long list with a short one; the last slice needs
    none, because a word that gets that far is rare. PostgreSQL's Append runs the slices in order and stops at the
    limit. Each slice is materialized, and `place + 0` keeps the planner from walking the index of places instead.
    """
    terms = " & ".join(map(_term, wanted.terms))
    if wanted.section is not None:
        terms += " & " + _lexeme(f"@k{wanted.section}")
    parts, values = [], []
    for marks, since, before in _slices(wanted):
        query = f"{terms} & ({' | '.join(_lexeme(f'@{mark}') for mark in marks)})" if marks else terms
        parts.append(
            f"(WITH hits AS MATERIALIZED (SELECT place FROM {TABLE} WHERE vector @@ %s::tsquery "  # noqa: S608
            "AND place + 0 >= %s AND place + 0 < %s) SELECT place FROM hits ORDER BY place DESC LIMIT %s)"
        )
        values += [query, since, before, limit]
    sql = f"SELECT place FROM ({' UNION ALL '.join(parts)}) AS slices LIMIT %s"  # noqa: S608
    return sql, [*values, limit]


def _slices(wanted: Wanted) -> list[tuple[list[str], int, int]]:
    """(marks, since, before) of each slice: three months, nine more, four more years, and everything older."""
    last = moment_of(wanted.before - 1).astimezone(dates.WIB).date() if wanted.before < LAST else dates.today()
    months = [_months_back(last, number) for number in range(12)]
    years = range(months[11].year, months[11].year - 5, -1)
    begins = [_beginning(months[2]), _beginning(months[11]), _beginning(date(years[-1], 1, 1)), FIRST]
    marks = [
        [f"m{month:%Y%m}" for month in months[:3]],
        [f"m{month:%Y%m}" for month in months[3:]],
        [f"y{year}" for year in years],
        [],
    ]
    slices, before = [], wanted.before
    for names, begin in zip(marks, begins, strict=True):
        since = max(begin, wanted.since)
        if since < before:
            slices.append((names, since, before))
        before = min(before, since)
        if begin <= wanted.since:
            break
    return slices


def _months_back(day: date, number: int) -> date:
    months = day.year * 12 + day.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def _beginning(day: date) -> int:
    return place(datetime(day.year, day.month, 1, tzinfo=dates.WIB))
