"""Finds stories and editions by parts of their headline, for the desk, equally fast in an archive of any size."""

from typing import Any, TypeVar

from django.db.models import F, Func, Q, QuerySet, TextField
from django.utils.text import smart_split, unescape_string_literal

from articles import headline_index
from articles.search import engines

LONGEST = 140  # characters, as in Article.headline
MOST_LOOKED = 10_000  # matches to look at, about 30 ms; if a filtered list has few of them, it is short itself

_SHORT = 2  # letters; they make a trigram only with a blank before them

Rows = TypeVar("Rows", bound=QuerySet[Any])


class _Padded(Func):
    template = "('  ' || %(expressions)s)"
    output_field = TextField()


def parts_of(text: str) -> list[str]:
    """What a headline must contain, in any order: words, parts of words, and quoted phrases.

    One or two letters match only the beginning of a word, because “harga b” is still being typed. A single letter alone
    matches only the beginning of the headline.
    """
    parts = []
    for word in smart_split(text[:LONGEST].replace("\x00", "")):
        quoted = len(word) > 1 and word[0] in "\"'" and word[0] == word[-1]
        part = (unescape_string_literal(word) if quoted else word).strip()
        if any(map(str.isalnum, part)):
            parts.append(f" {part}" if len(part) <= _SHORT else part)
    if parts and len(max(parts, key=len)) <= _SHORT:
        parts[0] = f" {parts[0]}"
    return list(dict.fromkeys(parts))


def holding(rows: Rows, text: str, *, most: int | None, or_else: Q | None = None) -> Rows:
    """Those of `rows` whose headline contains all parts of the text, or that match `or_else`.

    Looks only for the first `most`, in the order of the index: articles by last change, editions by id. If `rows` is
    not filtered, this takes one query on SQLite and two to six on PostgreSQL. Without `most`, `rows` must be few, and
    are scanned.
    """
    parts, also = parts_of(text), or_else or Q(pk__in=[])
    if not parts:
        return rows.filter(also) if or_else else rows
    first = _first(rows, parts, most) if most else None
    if first is not None:
        return rows.filter(_among(first) | also)
    held = Q(*(Q(padded__icontains=part) for part in parts))
    return rows.alias(padded=_Padded(F("headline"))).filter(held | also)


def _first(rows: "QuerySet[Any]", parts: list[str], most: int) -> list[int] | None:
    """The ids of the first `most` that contain all parts. None if so few of them are in `rows` that scanning `rows` is
    faster."""
    table, order = rows.model._meta.db_table, next(iter(rows.query.order_by), "-")
    is_filtered = bool(rows.query.where)
    batches = headline_index.batches(
        table, parts, MOST_LOOKED if is_filtered else most, backwards=not str(order).startswith("-")
    )
    if batches is None:
        return None
    kept: list[int] = []
    looked = 0
    for batch in batches:
        looked += len(batch)
        kept += _passing(rows, batch) if is_filtered else batch
        if len(kept) >= most:
            return kept[:most]
        if is_filtered and looked >= 2 * most and looked * most > MOST_LOOKED * len(kept):
            return None  # at this rate there will not be enough among those that are looked at
    return None if is_filtered and looked >= MOST_LOOKED else kept


def _passing(rows: "QuerySet[Any]", ids: list[int]) -> list[int]:
    """Those ids that are in `rows`, in their order. One query."""
    found = set(rows.filter(_among(ids)).order_by().values_list("pk", flat=True)) if ids else set()
    return [pk for pk in ids if pk in found]


def _among(ids: list[int]) -> Q:
    return Q(pk__in=engines.among(engines.listed(ids)))
