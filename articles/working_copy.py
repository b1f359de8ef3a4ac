"""Writes a working copy with everything that belongs to it, as one version. Used by workflow."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, contents, history
from articles.models import Article, Byline, Draft, Edition, Topic
from newsroom.accounts.models import User


class Parts(TypedDict, total=False):
    """What can be saved together with the fields. Bylines and topics that are not given stay as they are."""

    bylines: Sequence[Byline]  # in printed order
    topics: Sequence[Topic]
    kind: Draft.Kind  # SAVED or AUTOSAVED
    sheet: UUID | None  # the window it was typed in


def store(
    article: Article, *, by: User, now: datetime | None = None, force_insert: bool = False, **parts: Unpack[Parts]
) -> None:
    """Clean and store the text with its parts, and add it to the history. The article must be locked.

    Raises ValidationError if another story has the same address. About sixteen queries.
    """
    article.body = body.clean(article.body)
    try:
        with transaction.atomic():
            article.save(force_insert=force_insert)
    except IntegrityError as collision:
        if not Article.objects.filter(slug=article.slug).exclude(pk=article.pk).exists():
            raise
        raise ValidationError({"slug": _("Another story has this address. Choose another one.")}) from collision
    if now:
        Article.objects.filter(pk=article.pk).update(changed_at=now)
    if "topics" in parts:
        article.topics.set(parts["topics"])
    if "bylines" in parts:
        _name(article, parts["bylines"])
    kind, sheet = parts.get("kind", Draft.Kind.SAVED), parts.get("sheet")
    history.keep(article, by=by, kind=kind, sheet=sheet, at=now or timezone.now())


def take_back(article: Article, edition: Edition, *, by: User, now: datetime) -> None:
    """Reset the working copy to an edition, as a new version. About twenty-five queries."""
    bylines, topics = contents.put(contents.of_edition(edition), article)
    article.version += 1
    store(article, by=by, now=now, bylines=bylines, topics=topics)


def _name(article: Article, bylines: Sequence[Byline]) -> None:
    """Set the bylines, in this order. Names that stay keep their row."""
    stored = {(line.journalist_id, line.role): line for line in article.bylines.all()}
    wanted = {key: position for position, key in enumerate(dict.fromkeys(map(_key, bylines)))}
    gone = [line.pk for key, line in stored.items() if key not in wanted]
    if gone:
        article.bylines.filter(pk__in=gone).delete()
    for key, position in wanted.items():
        if key in stored and stored[key].position != position:
            article.bylines.filter(pk=stored[key].pk).update(position=position)
    Byline.objects.bulk_create(
        Byline(article=article, journalist_id=journalist, role=role, position=position)
        for (journalist, role), position in wanted.items()
        if (journalist, role) not in stored
    )


def _key(line: Byline) -> tuple[int, str]:
    return line.journalist_id, line.role
