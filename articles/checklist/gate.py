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
    """All findings, blocking ones first. At most ten queries.

    `at` is when the story would go live (None: unknown). References must be live then, or in the same bundle.
    """
    text = passages.blocks(article.body)
    return [
        *required.of(article, gate=gate, at=at),
        *advice.of(article, text, now=timezone.now()),
        *language.of_headline(article.headline),
        *language.of_text(text),
    ]


def missing(article: Article, *, gate: Gate = Gate.READERS, at: datetime | None = None) -> list[str]:
    """A sentence for each finding that blocks the story. At most nine queries."""
    return [finding.sentence for finding in required.of(article, gate=gate, at=at) if finding.blocks]


def untimely(article: Article, *, at: datetime) -> list[str]:
    """A sentence for each thing that keeps an approved story from going live at this moment. At most five queries."""
    return [finding.sentence for finding in required.of_moment(article, at) if finding.blocks]
