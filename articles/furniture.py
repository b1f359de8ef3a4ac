"""What every page shows around its content: the sections in the navigation, and the breaking news bar."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Edition, FormerSlug, Section
from newsroom import caching, front_cache
from newsroom.prepared import Prepared

KEPT = caching.SEEN_WITHIN - caching.FRESH  # seconds; together with the page cache, changes show within SEEN_WITHIN

Answer = TypeVar("Answer")


class _Briefly(Generic[Answer]):
    """Caches what `read` returns for two seconds, or until somebody saves something at the desk."""

    def __init__(self, read: Callable[[], Answer]) -> None:
        self.read = read
        self._kept: list[tuple[float, int, Answer]] = []  # when it was read, after which change, and what it was

    def __call__(self) -> Answer:
        now, change = time.monotonic(), front_cache.last_change()
        for read_at, after, answer in self._kept:
            if now - read_at <= KEPT and after == change:
                return answer
        answer = self.read()
        self._kept = [(now, change, answer)]
        return answer

    def forget(self) -> None:
        self._kept.clear()


@_Briefly
def sections() -> list[Section]:
    """All sections in the order of the navigation. One query at most every two seconds."""
    return list(Section.objects.all())


@_Briefly
def former_slugs() -> dict[str, int]:
    """Which section used to have which address. At most one query every two seconds, and only for pages not found."""
    return dict(FormerSlug.objects.values_list("slug", "section_id"))


def section(slug: str) -> Section | None:
    """The section with this address, from the navigation."""
    return next((section for section in sections() if section.slug == slug), None)


def section_now(slug: str) -> Section | None:
    """The section that has this address, or used to have it."""
    return section(slug) or next((one for one in sections() if one.pk == former_slugs().get(slug)), None)


@_Briefly
def by_number() -> dict[int, Section]:
    return {section.pk: section for section in sections()}


@_Briefly
def mark() -> tuple[Any, ...]:
    """Everything that pages print about sections, as part of a cache key."""
    return tuple((section.pk, section.slug, section.name, section.time_zone) for section in sections())


def numbered(pk: int) -> Section:
    """The section with this id. One query if it is too new to be in the cached list."""
    return by_number().get(pk) or Section.objects.get(pk=pk)


def breaking() -> list[dict[str, Any]]:
    """Path and headline of what is breaking now. At most one query every two seconds.

    A story whose time is up disappears at once, even if the cached list still has it.
    """
    now = timezone.now()
    return [story for story in _flagged() if story["breaking_until"] > now]


@_Briefly
def _flagged() -> list[dict[str, Any]]:
    return _breaking(at=timezone.now())


@Prepared
def _breaking(at: datetime) -> QuerySet[Any, Any]:
    return Edition.objects.breaking(at).values("path", "headline", "breaking_until")[:1]


def forget() -> None:
    """Empty these caches."""
    for kept in (sections, former_slugs, by_number, mark, _flagged):
        kept.forget()
