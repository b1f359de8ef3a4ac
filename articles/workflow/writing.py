"""The working copy: create one, and save it over the version that was on screen."""

from datetime import datetime
from typing import Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, history, permissions, working_copy
from articles.models import Article
from articles.workflow.acts import begin, log, must_be_version
from articles.workflow.rules import Conflict, Status, Verb
from articles.working_copy import Parts
from newsroom.accounts.models import User

# Fields with verbs of their own: saving a form that was loaded before such a verb must not undo it.
_NOT_WRITTEN = (
    "reporter_id",
    "submitted_at",
    "created_at",
    "embargo_until",
    "embargo_indefinite",
    "embargo_reason",
    "legal",
    "legal_cleared_by_id",
    "legal_cleared_version",
    "breaking_until",
)


def start(
    article: Article, *, by: User, now: datetime | None = None, beside: bool = False, **parts: Unpack[Parts]
) -> Article:
    """Store a new working copy. Whoever starts it becomes its reporter. Raises ValidationError if nothing is written.

    `beside`: what is written is not valid yet, and the caller keeps it beside the working copy.
    """
    if not permissions.is_on_the_desk(by):
        raise PermissionDenied(_("Only members of the newsroom may write stories."))
    if not beside and _says_nothing(article):
        raise ValidationError(_("Write a headline or a text first. An empty story is not stored."))
    with transaction.atomic():
        article.reporter, article.status, article.version = by, Status.DRAFT, 1
        article.submitted_at = None
        working_copy.store(article, by=by, now=now, force_insert=True, **parts)
        if now:
            Article.objects.filter(pk=article.pk).update(created_at=now)
        log(article, Verb.CREATE, by, from_status="", now=now or timezone.now())
    return article


@transaction.atomic
def save(article: Article, *, by: User, version: int, now: datetime | None = None, **parts: Unpack[Parts]) -> Article:
    """Save the working copy over the given version of it, with bylines and topics if they are given.

    Raises Conflict if somebody has saved in between, even the same person in another window. Each person's first change
    after an edition is logged, because they then may not give the next approval.
    """
    stored = begin(article, Verb.EDIT, by)
    if not permissions.can_change(by, stored):
        raise Conflict(_("This story has been submitted. Withdraw the submission to change it."))
    if not history.is_own_sequel(stored, version=version, by=by, sheet=parts.get("sheet")):
        must_be_version(stored, version)
    article.version, article.status = stored.version + 1, stored.status
    for name in _NOT_WRITTEN:
        setattr(article, name, getattr(stored, name))
    working_copy.store(article, by=by, now=now, **parts)
    newest = stored.editions.order_by("-number").values_list("version", flat=True).first() or 0
    if not stored.steps.filter(verb__in=(Verb.CREATE, Verb.EDIT), by=by, version__gt=newest).exists():
        log(article, Verb.EDIT, by, from_status=stored.status, now=now or timezone.now())
    return article


def _says_nothing(article: Article) -> bool:
    """Whether a story holds nothing that anybody would look for again."""
    words = (article.headline, article.deck, body.clean(article.body), article.sources)
    return article.lead_photo_id is None and not any(word.strip() for word in words)
