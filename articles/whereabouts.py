"""The current headline and address of stories, for whatever refers to a story by its id."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from articles import paid
from articles.clippings import padded
from articles.models import Edition
from newsroom.prepared import Prepared


def headlines(articles: Iterable[int], *, at: datetime | None = None) -> dict[int, tuple[str, str]]:
    """(labelled headline, address) by article id, of those live at this moment, unless retracted. At most one query."""
    wanted = padded(articles)
    if not wanted:
        return {}
    numbered = {f"id_{number}": pk for number, pk in enumerate(wanted)}
    rows = _headlines(len(wanted))(at=at or timezone.now(), **numbered)
    return {pk: (paid.titled(headline, paid_by), path) for pk, headline, path, paid_by in rows}


@lru_cache
def _headlines(numbers: int) -> Prepared:
    def build(at: datetime, **ids: int) -> QuerySet[Any, Any]:
        live = Edition.objects.live(at).standing().filter(article__in=list(ids.values()))
        return live.values_list("article", "headline", "path", "paid_by")

    return Prepared(build, **{f"id_{number}": int for number in range(numbers)})
