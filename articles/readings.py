"""Remembers which version of a story an editor has read, so that the next one can open at what is new to them."""

from datetime import datetime

from django.utils import timezone

from articles.models import Article, Draft, Reading
from newsroom.accounts.models import User


def note(article: Article, *, by: User, now: datetime | None = None) -> None:
    """Record that this person has this version on screen. At most three queries."""
    now = now or timezone.now()
    row, is_new = Reading.objects.get_or_create(
        article=article, user=by, defaults={"version": article.version, "at": now}
    )
    if not is_new and row.version != article.version:
        Reading.objects.filter(pk=row.pk).update(before=row.version, version=article.version, at=now)


def seen_before(article: Article, user: User) -> Draft | None:
    """The version that this person read before the current one, if it is stored. At most three queries.

    Acting on a version (sending it back, changing it) counts as reading it.
    """
    row = Reading.objects.filter(article=article, user=user).first()
    read = [number for number in (row.version, row.before) if number] if row else []
    acted = article.steps.filter(by=user, version__lt=article.version).order_by("-version").first()
    versions = [number for number in [*read, acted.version if acted else 0] if number < article.version]
    return article.drafts.stood().filter(version=max(versions)).select_related("by").first() if versions else None
