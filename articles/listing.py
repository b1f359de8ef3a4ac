"""Public lists of stories, newest first, for pages and feeds, from prepared queries and cached editions."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from articles import paging
from articles.clippings import Clipped
from articles.models import Edition, EditionByline, EditionTopic


class Listing:
    """`build(at=…, …)` returns the queryset of a list, without order or limit.

    It yields editions or, with `part`, rows that belong to editions (such as bylines); an edition that occurs twice is
    shown once. If `build` returns several querysets of editions, the list merges them, reading each by its own index no
    further than a page needs. With a single filter, the database would sort all the rows there ever were.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any] | list[QuerySet[Edition]]],
        *,
        part: bool = False,
        size: int = 0,
        order: paging.Order = paging.BY_STORY,
    ) -> None:
        self.build, self.size = build, size
        self.order, self.pk = (paging.BY_PART, "edition_id") if part else (order, "pk")
        self.shown_as = paging.BY_EDITION if part else order
        self._query = lru_cache(self._prepared)

    def newest(self, size: int, **which: Any) -> list[Edition]:
        """The newest editions of the list, each once. At most two queries."""
        return list(dict.fromkeys(self._query(size, False)(at=timezone.now(), **which)[:size]))

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
            def begin(rows: QuerySet[Any]) -> QuerySet[Any]:
                rows = self.order.older(rows, key_at, key_pk) if key_at else rows
                return rows.order_by(f"-{self.order.at}", f"-{self.order.pk}")[: size + 1]

            rows = self.build(**which)
            if isinstance(rows, list):
                rows = Edition.objects.any_of(*(begin(some).values("pk") for some in rows))
            return begin(rows)

        more: dict[str, type] = {"key_at": datetime, "key_pk": int} if is_later else {}
        return Clipped(build, more, pk=self.pk)


def _site(at: datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).standing()


def _section(at: datetime, section: int) -> QuerySet[Edition]:
    return Edition.objects.live(at).standing().in_section(section)


def _topic(at: datetime, topic: int) -> QuerySet[EditionTopic]:
    return EditionTopic.objects.live(at).standing().about(topic)


def _journalist(at: datetime, journalist: int) -> QuerySet[EditionByline]:
    return EditionByline.objects.live(at).standing().by(journalist)


of_site, of_section = Listing(_site), Listing(_section)
about_topic, by_journalist = Listing(_topic, part=True), Listing(_journalist, part=True)
