"""Paginated public lists of stories, newest first, from prepared queries and cached editions."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from articles import paging
from articles.clippings import Clipped


class Listing:
    """`build(at=…, …)` returns the queryset of a list, without order or limit.

    It yields editions or, with `part`, rows that belong to editions (such as bylines); an edition that occurs twice is
    shown once.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], *, part: bool = False, size: int = 0) -> None:
        self.build, self.size = build, size
        self.order, self.pk = (paging.BY_PART, "edition_id") if part else (paging.BY_STORY, "pk")
        self.shown_as = paging.BY_EDITION if part else paging.BY_STORY
        self._query = lru_cache(self._prepared)

    def page(self, request: HttpRequest, **which: Any) -> paging.Page:
        """The requested page. At most two queries. Http404 if there is nothing after the key."""
        size, asked = self.size or paging.PER_PAGE, paging.asked(request)
        key = {"key_at": asked[0], "key_pk": asked[1]} if asked else {}
        found = self._query(size, bool(asked))(at=timezone.now(), **which, **key)
        if asked and not found:
            raise Http404
        shown = found[:size]
        older = self.shown_as.key(shown[-1]) if len(found) > size else ""
        return paging.Page(list(dict.fromkeys(shown)), older=older, is_first=asked is None)

    def _prepared(self, size: int, is_later: bool) -> Clipped:
        """The query for the first page, or for the pages that start after a key."""

        @wraps(self.build)
        def build(*, key_at: datetime | None = None, key_pk: int = 0, **which: Any) -> QuerySet[Any]:
            rows = self.build(**which)
            if key_at:
                rows = self.order.older(rows, key_at, key_pk)
            return rows.order_by(f"-{self.order.at}", f"-{self.order.pk}")[: size + 1]

        more: dict[str, type] = {"key_at": datetime, "key_pk": int} if is_later else {}
        return Clipped(build, more, pk=self.pk)
