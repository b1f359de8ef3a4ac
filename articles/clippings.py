"""An in-process cache of editions without their texts, for lists. Editions never change, so entries never go stale.

Lists ask the database only for ids; the instances come from here. The section is attached anew each time, because a
section can be renamed. All threads share the instances: treat them as read-only.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.db.models import QuerySet

from articles import furniture
from articles.models import Edition
from newsroom.kept import Kept
from newsroom.prepared import Prepared

MOST = 4_000  # editions, some 5 kB each
STEP = 16  # lists of ids are padded to a multiple of this, so that only a few distinct queries are ever prepared

_kept: Kept[Edition] = Kept(MOST)


def forget() -> None:
    """Empty the cache: for tests, where a rolled-back row's id is used again."""
    _kept.forget()


def padded(numbers: Iterable[int]) -> list[int]:
    """The distinct ids, padded with 0 (which matches nothing) to a multiple of STEP."""
    once = list(dict.fromkeys(numbers))
    return once + [0] * (-len(once) % STEP)


def of(ids: Iterable[int]) -> list[Edition]:
    """The editions with these ids, in this order, as EditionQuerySet.cards returns them. At most one query."""
    wanted = list(ids)
    found = {pk: kept for pk in wanted if (kept := _kept.get(pk))}
    missing = [pk for pk in wanted if pk not in found]
    if missing:
        found |= _keep(Edition.objects.filter(pk__in=missing).without_texts().order_by())
    return with_sections(found[pk] for pk in wanted)


def _keep(editions: Iterable[Edition]) -> dict[int, Edition]:
    kept = {edition.pk: edition for edition in editions}
    for pk, edition in kept.items():
        _kept.put(pk, edition)
    return kept


def with_sections(editions: Iterable[Edition]) -> list[Edition]:
    """These editions, each with its section as it is named now. No query except the furniture's own."""
    found, sections = list(editions), furniture.by_number()
    for edition in found:
        number = edition.section_id
        edition._state.fields_cache["section"] = sections.get(number) or furniture.numbered(number)
    return found


class Deferred:
    """Fields that clippings do not hold. Reads those of all these editions in one query, if any is asked for."""

    def __init__(
        self, editions: Iterable[Edition], *fields: str, read: dict[int, tuple[Any, ...]] | None = None
    ) -> None:
        self._editions, self._fields, self._read = list(editions), fields, read or {}

    def of(self, edition: Edition) -> tuple[Any, ...]:
        if edition.pk not in self._read:
            missing = [one.pk for one in self._editions if one.pk not in self._read]
            rows = Edition.objects.filter(pk__in=missing).values_list("pk", *self._fields)
            self._read |= {pk: tuple(values) for pk, *values in rows}
        return self._read[edition.pk]


def with_deferred(ids: Iterable[int], *fields: str) -> tuple[list[Edition], Deferred]:
    """As `of`, and these fields of the editions: read along with those that are not cached yet, so in one query."""
    wanted = list(ids)
    missing = [pk for pk in wanted if _kept.get(pk) is None]
    read: dict[int, tuple[Any, ...]] = {}
    if missing:
        rows = list(Edition.objects.filter(pk__in=missing).without_texts(but=fields).order_by())
        read = {row.pk: tuple(row.__dict__.pop(name) for name in fields) for row in rows}
        _keep(rows)
    editions = of(wanted)
    return editions, Deferred(editions, *fields, read=read)


class Clipped:
    """A prepared query for editions that fetches ids and takes the rest from the cache.

    While the cache is empty it fetches whole rows instead, so the first page of a process still costs one query; later
    pages cost a second one only if they show an edition that is not cached yet.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any]],
        more: Mapping[str, type] | None = None,
        *,
        pk: str = "pk",
        beside: str = "",
    ) -> None:
        """`pk` is the lookup that leads to the edition's id, `beside` an annotation to return with it.

        For `more`, see Prepared.
        """
        more = more or {}
        self.beside = beside
        columns = [pk, beside] if beside else [pk]

        @wraps(build)
        def ids(**arguments: Any) -> QuerySet[Any]:
            return build(**arguments).values_list(*columns)

        @wraps(build)
        def rows(**arguments: Any) -> QuerySet[Any]:
            return build(**arguments).without_texts()  # type: ignore[attr-defined]

        self._ids, self._rows = Prepared(ids, **more), Prepared(rows, **more)
        self._is_of_parts = pk != "pk"

    def __call__(self, **arguments: Any) -> list[Edition]:
        return [edition for edition, _beside in self.pairs(**arguments)]

    def pairs(self, **arguments: Any) -> list[tuple[Edition, Any]]:
        """Each edition with its `beside` annotation."""
        if _kept.is_empty:
            rows = self._rows(**arguments)
            editions = [row.edition for row in rows] if self._is_of_parts else rows
            _keep(editions)
            return [(edition, getattr(edition, self.beside, None)) for edition in with_sections(editions)]
        found = self._ids(**arguments)
        beside = [row[1] for row in found] if self.beside else [None] * len(found)
        return list(zip(of(row[0] for row in found), beside, strict=True))
