"""What a story page shows around the frozen text: resolved references, related stories, breaking news, most read."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone

from articles import body, front, paid, reads, related
from articles.clippings import Clipped, padded
from articles.models import Edition

RELATED = 6
POPULAR = 5


@dataclass(frozen=True)
class Around:
    text: str  # the body with its "Baca juga" references resolved to current headlines
    related: list[Edition]
    most_read: reads.MostRead
    breaking: list[Edition]  # the newest one other than this story, or nothing


def around(edition: Edition) -> Around:
    """Everything around one story. At most two queries, and a third if the day's ranking is older than a minute."""
    references = [pk for pk in body.read_also_ids(edition.html) if pk != edition.article_id]
    ranked, counted_at = reads.ranking(1)
    wanted = padded([*references, *ranked[: POPULAR + reads.SPARE]])
    found = _stories(len(wanted)).pairs(
        at=timezone.now(),
        article=edition.article_id,
        section=edition.section_id,
        **{f"id_{number}": pk for number, pk in enumerate(wanted)},
    )
    stories = {other.article_id: other for other, _score in found}
    referred = {pk: stories[pk] for pk in references if pk in stories}
    targets = {pk: (paid.titled(other.headline, other.paid_by), other.path) for pk, other in referred.items()}
    breaking = front.breaking([story for story, _score in found if story.article_id != edition.article_id])
    popular = [stories[pk] for pk in ranked if pk in stories and pk != edition.article_id and not stories[pk].paid_by]
    return Around(
        text=body.resolve(edition.html, targets),
        related=related.best(found, edition, limit=RELATED),
        most_read=reads.MostRead(1, popular[:POPULAR], counted_at),
        breaking=breaking[:1],
    )


@lru_cache
def _stories(numbers: int) -> Clipped:
    """The query for a story's related stories, plus this many others by id. One query instead of four."""

    def build(at: datetime, article: int, section: int, **ids: int) -> QuerySet[Edition]:
        lists = related.candidates(at=at, article=article, section=section, limit=RELATED)
        lists.append(Edition.objects.breaking(at).values("pk")[:2])  # included here to save a query
        if ids:
            lists.append(Edition.objects.live(at).standing().filter(article__in=list(ids.values())).values("pk"))
        return related.with_score(Edition.objects.any_of(*lists), article=article).newest_first()

    return Clipped(build, {f"id_{number}": int for number in range(numbers)}, beside="score")
