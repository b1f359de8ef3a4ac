"""Keyset pagination, newest first: as fast at the millionth story as at the first."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from articles import furniture

PARAMETER = "sebelum"
PER_PAGE = 24

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"(-?[0-9a-f]{1,14})\.([0-9a-f]{1,15})")  # 14 hexadecimal digits of microseconds: past 4000


@dataclass(frozen=True)
class Order:
    """The two fields that a list is sorted by, newest first; the second breaks ties."""

    at: str
    pk: str

    def older(self, rows: QuerySet[Any], at: datetime, pk: int) -> QuerySet[Any]:
        """The rows after this key. The redundant first filter lets the database seek in the index: 0.5 ms, not 97."""
        follows = Q(**{f"{self.at}__lt": at}) | Q(**{self.at: at, f"{self.pk}__lt": pk})
        return rows.filter(**{f"{self.at}__lte": at}).filter(follows)

    def key(self, row: Any) -> str:
        microseconds = (getattr(row, self.at) - _EPOCH) // timedelta(microseconds=1)
        return f"{microseconds:x}.{getattr(row, self.pk):x}"


BY_STORY = Order("published_at", "article_id")
BY_PART = Order("published_at", "edition_id")
BY_EDITION = Order("published_at", "id")  # the same key, for editions themselves
BY_BEGINNING = Order("live_from", "id")


@dataclass(frozen=True)
class Page:
    """A page of a list. `older` is the key of the next page, "" on the last one."""

    rows: list[Any]
    older: str
    is_first: bool

    @property
    def mark(self) -> tuple[Any, ...]:
        """Everything that a list of editions depends on, as its cache key."""
        return (self.is_first, self.older, furniture.mark(), *(edition.pk for edition in self.rows))


def page(request: HttpRequest, rows: QuerySet[Any], *, order: Order = BY_STORY, size: int = PER_PAGE) -> Page:
    """The requested page of `rows`, which must be sorted in this order.

    One query. Http404 if the key is invalid or nothing follows it.
    """
    key = asked(request)
    if key is not None:
        rows = order.older(rows, *key)
    found = list(rows[: size + 1])
    if key is not None and not found:
        raise Http404
    shown = found[:size]
    return Page(shown, older=order.key(shown[-1]) if len(found) > size else "", is_first=key is None)


def asked(request: HttpRequest) -> tuple[datetime, int] | None:
    """The key in the query string, None on the first page. Http404 if it is invalid."""
    text = request.GET.get(PARAMETER)
    return _parse(text) if text is not None else None


def _parse(text: str) -> tuple[datetime, int]:
    match = _KEY.fullmatch(text)
    if match is None:
        raise Http404
    try:
        return _EPOCH + timedelta(microseconds=int(match[1], 16)), int(match[2], 16)
    except OverflowError:
        raise Http404 from None
