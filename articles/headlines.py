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
    backwards = not str(order).startswith("-")
    if not rows.query.where:
        return headline_index.newest(table, parts, most, backwards=backwards)
    look = 2 * most
    while look <= MOST_LOOKED:
        found = headline_index.newest(table, parts, look, backwards=backwards)
        if found is None or len(found) < look:
            return found
        kept = set(rows.filter(_among(found)).order_by().values_list("pk", flat=True))
        if len(kept) >= most:
            return [pk for pk in found if pk in kept][:most]
        look = max(2 * look, most * look * 4 // (3 * len(kept) or 1))  # the expected need plus a third
    return None


def _among(ids: list[int]) -> Q:
    return Q(pk__in=engines.among(engines.listed(ids)))
