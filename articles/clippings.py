"""Editions as lists show them, kept in this process: an edition never changes, so nobody need read it twice.

The database is asked which editions a list shows, by id; the rest is here. Only the section of a story comes anew each
time, for a section can be renamed. The instances are shared by all threads: read them, and hang nothing on them.
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
STEP = 16  # stories asked for by number are filled up to a multiple of it, so that few queries are ever prepared

_kept: Kept[Edition] = Kept(MOST)


def forget() -> None:
    """Read everything anew: for tests, in which a rolled-back row leaves its id to another."""
    _kept.forget()


def padded(numbers: Iterable[int]) -> list[int]:
    """The same ids, each once, and so many that are nobody's that few different lengths come out."""
    once = list(dict.fromkeys(numbers))
    return once + [0] * (-len(once) % STEP)


def of(ids: Iterable[int]) -> list[Edition]:
    """The editions of these ids in this order, as EditionQuerySet.cards gives them. One query, or none."""
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
    """These editions, each with its section as it is named now. No query but that of the furniture."""
    found, sections = list(editions), furniture.by_number()
    for edition in found:
        number = edition.section_id
        edition._state.fields_cache["section"] = sections.get(number) or furniture.numbered(number)
    return found


class Clipped:
    """A prepared query for editions: reads ids, and whole rows in a process that keeps nothing yet.

    So the first page of a process costs one query, and any other one more where it shows what no page has shown.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any]],
        more: Mapping[str, type] | None = None,
        *,
        pk: str = "pk",
        beside: str = "",
    ) -> None:
        """`pk` leads to the edition's id; `beside` names an annotation of the rows. `more` as for Prepared."""
        more = more or {}
        self.beside = beside
        columns = [pk, beside] if beside else [pk]

        @wraps(build)
        def ids(**arguments: Any) -> QuerySet[Any]:
            return build(**arguments).values_list(*columns)

        @wraps(build)
        def rows(**arguments: Any) -> QuerySet[Any]:
            return build(**arguments).without_texts()  # type: ignore[attr-defined]

        self._ids = Prepared(ids, **more)
        self._rows = Prepared(rows, **more) if pk == "pk" else None

    def __call__(self, **arguments: Any) -> list[Edition]:
        return [edition for edition, _beside in self.pairs(**arguments)]

    def pairs(self, **arguments: Any) -> list[tuple[Edition, Any]]:
        """Each edition with what stands beside it."""
        if self._rows and _kept.is_empty:
            rows = self._rows(**arguments)
            _keep(rows)
            return [(edition, getattr(edition, self.beside, None)) for edition in with_sections(rows)]
        found = self._ids(**arguments)
        beside = [row[1] for row in found] if self.beside else [None] * len(found)
        return list(zip(of(row[0] for row in found), beside, strict=True))
