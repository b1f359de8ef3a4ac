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

from articles import turns
from articles.clippings import Clipped
from articles.models import Edition, EditionTopic, Likeness, Topic
from articles.querysets import EditionQuerySet

COMPARED = 80  # newest stories of each topic and the section; about 20 ms per freeze, whatever the archive size
KEPT = 16  # pairs per story; more than a page shows, in case some are retracted
TOPICS_ASKED = 3  # the first topics of a story matter most
TOPIC_WEIGHT = 3.0  # of a common topic, compared with a common word
FADES = 120  # days apart at which similarity counts half
MOST_WORDS = 60  # headline and deck together usually have fewer

_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = re.compile(
    r"(?:agar|akan|akibat|anda|atas|atau|bagi|bahwa|baru|bisa|dalam|dapat|dari|dengan|dibuat|hanya|hari|"
    r"hingga|ingin|itulah|jadi|jika|juga|kali|karena|kata|kembali|kepada|ketika|kini|lagi|lain|lalu|lebih|"
    r"masih|mereka|mulai|namun|oleh|pada|paling|para|pekan|pernah|saat|sampai|saja|salah|sangat|satu|sebab|"
    r"sebagai|sebelum|sebuah|secara|sejak|selama|semua|serta|setelah|siap|sudah|tahun|tanpa|tapi|telah|"
    r"tentang|terhadap|tetap|tiap|tiga|untuk|warga|yang)"
)  # words that do not tell what a story is about


class _Compared(NamedTuple):
    article: int
    published_at: datetime
    marks: frozenset[str]  # topics and words


def candidates(*, at: datetime, article: int, section: int, limit: int) -> list[QuerySet[Any]]:
    """Short lists of ids of live editions that may be related, for EditionQuerySet.any_of."""
    live = Edition.objects.live(at).standing().news().exclude(article=article)
    alike = Likeness.objects.filter(article=article).order_by("-score").values("other")[:KEPT]
    return [live.filter(article__in=alike).values("pk"), live.filter(section=section).newest_ids(limit)]


def with_score(editions: EditionQuerySet, *, article: int) -> EditionQuerySet:
    """Annotate `score`, the similarity to this story; None if unknown."""
    pairs = Likeness.objects.filter(article=article, other=OuterRef("article"))
    return editions.annotate(score=Subquery(pairs.values("score")[:1]))


def best(found: Iterable[tuple[Edition, float | None]], edition: Edition, *, limit: int) -> list[Edition]:
    """The best of these: by score, then by common topics, then the newest of the section."""
    slugs = {topic["slug"] for topic in edition.topics}

    def rank(pair: tuple[Edition, float | None]) -> tuple[float, int]:
        return -(pair[1] or 0.0), -sum(topic["slug"] in slugs for topic in pair[0].topics)

    others = [pair for pair in found if pair[0].article_id != edition.article_id]
    relevant = [pair for pair in others if pair[1] or pair[0].section_id == edition.section_id]
    return [other for other, _score in sorted(relevant, key=rank)[:limit]]  # stable sort: newest first


def related(edition: Edition, *, limit: int) -> list[Edition]:
    """Live stories related to this one, best first. At most two queries."""
    found = _related(limit).pairs(at=timezone.now(), article=edition.article_id, section=edition.section_id)
    return best(found, edition, limit=limit)


@lru_cache
def _related(limit: int) -> Clipped:
    def build(at: datetime, article: int, section: int) -> QuerySet[Edition]:
        lists = candidates(at=at, article=article, section=section, limit=limit)
        return with_score(Edition.objects.any_of(*lists), article=article).newest_first()

    return Clipped(build, beside="score")


def remember(edition: Edition) -> None:
    """Compare a new edition with the newest news of its topics and section, and store the best pairs. Four queries.

    The pairs are rows of both stories, so take your turn first (articles/turns.py).

    Advertorials have related news, but are themselves related to none.
    """
    slugs = [topic["slug"] for topic in edition.topics[:TOPICS_ASKED]]
    live = Edition.objects.live().standing().news()
    # Filters by topic id, so that the topic's index returns the newest. A join would scan all stories.
    lists = [
        EditionTopic.objects.live().standing().news().filter(topic=topic_id).newest_edition_ids(COMPARED)
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
            if not edition.paid_by or one == mine.article
        ],
        update_conflicts=True,
        unique_fields=["article", "other"],
        update_fields=["score"],
    )


def catch_up(progress: Callable[[int], None] = lambda _done: None) -> int:
    """Compare all live stories without stored pairs, such as imported ones, and return how many.

    Three queries per story, about 40 stories per second. Can be interrupted and resumed.
    """
    pairs = Likeness.objects.filter(article=OuterRef("article"))
    lonely = Edition.objects.live().standing().exclude(Exists(pairs)).order_by("-pk")
    numbers = list(lonely.values_list("pk", flat=True))
    for done, pk in enumerate(numbers, start=1):
        with transaction.atomic():
            turns.take()
            remember(Edition.objects.get(pk=pk))
        if done % 1_000 == 0:
            progress(done)
    return len(numbers)


def _compared(article: int, at: datetime, headline: str, deck: str, topics: list[dict[str, str]]) -> _Compared:
    words = [word for word in _WORD.findall(f"{headline} {deck}".lower())[:MOST_WORDS] if not _EMPTY.fullmatch(word)]
    return _Compared(article, at, frozenset([*words, *(f"#{topic['slug']}" for topic in topics)]))


def _alike(mine: _Compared, others: list[_Compared]) -> list[tuple[int, float]]:
    """(article, score) of the most similar, best first. Rare words and topics count more than common ones."""
    common = Counter(mark for story in (mine, *others) for mark in story.marks)
    weights = {
        mark: (TOPIC_WEIGHT if mark.startswith("#") else 1.0) * math.log(1 + (len(others) + 1) / number)
        for mark, number in common.items()
    }
    scores = [(other.article, _score(mine, other, weights)) for other in others if mine.marks & other.marks]
    return sorted(scores, key=lambda pair: -pair[1])[:KEPT]


def _score(one: _Compared, two: _Compared, weights: Mapping[str, float]) -> float:
    """The weighted share of common marks, from 0 to 1, decreasing with the days between the two."""
    # fsum: the order of a set differs, and with it the last digit of a plain sum
    shared, every = (
        math.fsum(weights[mark] for mark in marks) for marks in (one.marks & two.marks, one.marks | two.marks)
    )
    days = abs((one.published_at - two.published_at).total_seconds()) / 86_400
    return shared / every / (1 + days / FADES)
