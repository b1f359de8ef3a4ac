"""Assembles the checklist."""

from datetime import datetime

from django.utils import timezone

from articles import passages
from articles.checklist import advice, language, required
from articles.checklist.finding import Finding, Gate
from articles.models import Article


def findings(
    article: Article,
    *,
    gate: Gate = Gate.READERS,
    at: datetime | None = None,
) -> list[Finding]:
    """Everything there is to say about the story, what blocks it first. At most ten queries.

    `at` is when it would go live: references must be live then, or go live with it in one bundle. None: at some time.
    """
    text = passages.blocks(article.body)
    return [
        *required.of(article, gate=gate, at=at),
        *advice.of(article, text, now=timezone.now()),
        *language.of_headline(article.headline),
        *language.of_text(text),
    ]


def missing(article: Article, *, gate: Gate = Gate.READERS, at: datetime | None = None) -> list[str]:
    """One sentence for each thing that keeps the story from passing; empty when it may. At most nine queries."""
    return [finding.sentence for finding in required.of(article, gate=gate, at=at) if finding.blocks]


def untimely(article: Article, *, at: datetime) -> list[str]:
    """What keeps an approved story from going live at this moment, one sentence each. At most five queries."""
    return [finding.sentence for finding in required.of_moment(article, at) if finding.blocks]
