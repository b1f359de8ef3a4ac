"""Related stories: by topics, by similarity of their words, and by date.

They are computed once, when an edition is frozen (`remember`); pages only read the stored scores.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from articles.clippings import Clipped
from articles.models import Edition, EditionTopic, Likeness, Topic
from articles.querysets import EditionQuerySet

COMPARED = 80  # the newest stories of each topic and of the section: some 20 ms a freeze, whatever the archive holds
KEPT = 16  # pairs a story: more than a page shows, for those that are retracted later
TOPICS_ASKED = 3  # the first topics of a story say most
TOPIC_WEIGHT = 3.0  # an editor's word against a headline's
FADES = 120  # days apart at which likeness counts half: yesterday's sequel before last year's namesake
MOST_WORDS = 60  # headline and deck together have fewer

_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = re.compile(
    r"(?:agar|akan|akibat|anda|atas|atau|bagi|bahwa|baru|bisa|dalam|dapat|dari|dengan|dibuat|hanya|hari|"
    r"hingga|ingin|itulah|jadi|jika|juga|kali|karena|kata|kembali|kepada|ketika|kini|lagi|lain|lalu|lebih|"
    r"masih|mereka|mulai|namun|oleh|pada|paling|para|pekan|pernah|saat|sampai|saja|salah|sangat|satu|sebab|"
    r"sebagai|sebelum|sebuah|secara|sejak|selama|semua|serta|setelah|siap|sudah|tahun|tanpa|tapi|telah|"
    r"tentang|terhadap|tetap|tiap|tiga|untuk|warga|yang)"
)  # says nothing of what a story is about


class _Compared(NamedTuple):
    article: int
    published_at: datetime
    marks: frozenset[str]  # topics and words


def candidates(*, at: datetime, article: int, section: int, limit: int) -> list[QuerySet[Any]]:
    """Short lists of ids of live editions among which the related stories are, for EditionQuerySet.any_of."""
    live = Edition.objects.live(at).standing().exclude(article=article)
    alike = Likeness.objects.filter(article=article).order_by("-score").values("other")[:KEPT]
    return [live.filter(article__in=alike).values("pk"), live.filter(section=section).newest_ids(limit)]


def with_score(editions: EditionQuerySet, *, article: int) -> EditionQuerySet:
    """These editions, each with its likeness to this story as `score`; None where nothing is known."""
    pairs = Likeness.objects.filter(article=article, other=OuterRef("article"))
    return editions.annotate(score=Subquery(pairs.values("score")[:1]))


def best(found: Iterable[tuple[Edition, float | None]], edition: Edition, *, limit: int) -> list[Edition]:
    """The most alike of these by their scores, then what shares most topics, then the newest of the section."""
    slugs = {topic["slug"] for topic in edition.topics}

    def rank(pair: tuple[Edition, float | None]) -> tuple[float, int]:
        return -(pair[1] or 0.0), -sum(topic["slug"] in slugs for topic in pair[0].topics)

    others = [pair for pair in found if pair[0].article_id != edition.article_id]
    relevant = [pair for pair in others if pair[1] or pair[0].section_id == edition.section_id]
    return [other for other, _score in sorted(relevant, key=rank)[:limit]]  # stable: newest first


def related(edition: Edition, *, limit: int) -> list[Edition]:
    """Standing live stories that belong to this one, best first. Two queries at most."""
    found = _related(limit).pairs(at=timezone.now(), article=edition.article_id, section=edition.section_id)
    return best(found, edition, limit=limit)


@lru_cache
def _related(limit: int) -> Clipped:
    def build(at: datetime, article: int, section: int) -> QuerySet[Edition]:
        lists = candidates(at=at, article=article, section=section, limit=limit)
        return with_score(Edition.objects.any_of(*lists), article=article).newest_first()

    return Clipped(build, beside="score")


def remember(edition: Edition) -> None:
    """Compare a new edition with the newest of its topics and its section, and keep the best pairs. Four queries."""
    slugs = [topic["slug"] for topic in edition.topics[:TOPICS_ASKED]]
    live = Edition.objects.live().standing()
    # The topic by its id, so that the index of the topic gives its newest. A join would walk through all stories.
    lists = [
        EditionTopic.objects.live().standing().filter(topic=topic_id).newest_edition_ids(COMPARED)
        for topic_id in Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    ]
    lists.append(live.filter(section=edition.section_id).newest_ids(COMPARED))
    rows = Edition.objects.any_of(*lists).exclude(article=edition.article_id)
    others = [_compared(*row) for row in rows.values_list("article", "published_at", "headline", "deck", "topics")]
    mine = _compared(edition.article_id, edition.published_at, edition.headline, edition.deck, edition.topics)
    Likeness.objects.filter(article=edition.article_id).delete()
    Likeness.objects.bulk_create(
        [
            Likeness(article_id=one, other_id=two, score=score)
            for other, score in _alike(mine, others)
            for one, two in ((mine.article, other), (other, mine.article))
        ],
        update_conflicts=True,
        unique_fields=["article", "other"],
        update_fields=["score"],
    )


def catch_up(progress: Callable[[int], None] = lambda _done: None) -> int:
    """Compare every live story of which no pair is kept: frozen before pairs were, or imported. How many there are.

    Three queries a story, some 40 a second; each is kept by itself, so it may be interrupted and begun again.
    """
    pairs = Likeness.objects.filter(article=OuterRef("article"))
    lonely = Edition.objects.live().standing().exclude(Exists(pairs)).order_by("-pk")
    numbers = list(lonely.values_list("pk", flat=True))
    for done, pk in enumerate(numbers, start=1):
        with transaction.atomic():
            remember(Edition.objects.get(pk=pk))
        if done % 1_000 == 0:
            progress(done)
    return len(numbers)


def _compared(article: int, at: datetime, headline: str, deck: str, topics: list[dict[str, str]]) -> _Compared:
    words = [word for word in _WORD.findall(f"{headline} {deck}".lower())[:MOST_WORDS] if not _EMPTY.fullmatch(word)]
    return _Compared(article, at, frozenset([*words, *(f"#{topic['slug']}" for topic in topics)]))


def _alike(mine: _Compared, others: list[_Compared]) -> list[tuple[int, float]]:
    """(article, score) of the most alike, best first. What is rare among all of them says more than what is common."""
    common = Counter(mark for story in (mine, *others) for mark in story.marks)
    weights = {
        mark: (TOPIC_WEIGHT if mark.startswith("#") else 1.0) * math.log(1 + (len(others) + 1) / number)
        for mark, number in common.items()
    }
    scores = [(other.article, _score(mine, other, weights)) for other in others if mine.marks & other.marks]
    return sorted(scores, key=lambda pair: -pair[1])[:KEPT]


def _score(one: _Compared, two: _Compared, weights: Mapping[str, float]) -> float:
    """The weighted share of marks in common, 0 to 1, fading with the days between the two."""
    shared, every = (sum(weights[mark] for mark in marks) for marks in (one.marks & two.marks, one.marks | two.marks))
    days = abs((one.published_at - two.published_at).total_seconds()) / 86_400
    return shared / every / (1 + days / FADES)
