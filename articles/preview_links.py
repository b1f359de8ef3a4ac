"""Links that let somebody without an account read a working copy.

A link shows the newest version of its story, and says which one that is. It ends when it expires or is revoked, and
when the story is published, scheduled, sent back or withdrawn.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Article, PreviewLink
from newsroom.accounts.models import User

LIFETIMES = (timedelta(hours=24), timedelta(hours=48), timedelta(days=7))
DEFAULT_LIFETIME = LIFETIMES[1]
MOST_ALIVE = 20  # links per story; more would be a mailing list
_TOKEN_BYTES = 32  # 256 bits, not guessable
_LONGEST = 200  # characters; longer ones are never valid

# Recognizes invalid addresses without a query.
_signer = signing.Signer(salt="articles.preview_links")


@transaction.atomic
def make(
    article: Article, *, by: User, made_for: str, lifetime: timedelta = DEFAULT_LIFETIME, now: datetime | None = None
) -> tuple[PreviewLink, str]:
    """Make a link. Its token is returned only this once, and not stored."""
    now = now or timezone.now()
    stored = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if not permissions.can_see(by, stored):
        raise PermissionDenied(_("Only the reporter of this story or an editor may share it."))
    problems = {}
    if stored.status == Article.Status.DROPPED:
        problems["made_for"] = _("This story is dropped. Take it up again before you share it.")
    elif stored.status == Article.Status.PUBLISHED:
        problems["made_for"] = _(
            "There is nothing unpublished to share. Begin an update first, or send the live address."
        )
    elif not made_for.strip():
        problems["made_for"] = _("Write whom the link is for, so that everybody knows whom to ask.")
    elif stored.preview_links.alive(now).count() >= MOST_ALIVE:
        problems["made_for"] = _("This story has many links already. Revoke those that are no longer needed.")
    if lifetime not in LIFETIMES:
        problems["lifetime"] = _("Choose one of the offered times.")
    if problems:
        raise ValidationError(problems)
    token = _signer.sign(secrets.token_urlsafe(_TOKEN_BYTES))
    link = PreviewLink.objects.create(
        article=stored,
        token_hash=_hash(token),
        made_for=made_for.strip()[:80],
        made_by=by,
        made_at=now,
        expires_at=now + lifetime,
        newest_step=stored.steps.order_by("-pk").first(),
    )
    return link, token


def revoke(link: PreviewLink, *, by: User, now: datetime | None = None) -> None:
    """Revoke a link. Everybody who may see the story may do this. Revoking twice changes nothing."""
    if not permissions.can_see(by, link.article):
        raise PermissionDenied(_("Only the reporter of this story or an editor may share it."))
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now or timezone.now(), revoked_by=by)


def find(token: str, *, now: datetime | None = None) -> tuple[PreviewLink | None, bool]:
    """The link with this token, or None, with `is_alive`. At most one query."""
    if len(token) > _LONGEST:
        return None, False
    try:
        _signer.unsign(token)
    except signing.BadSignature:
        return None, False
    known: QuerySet[Any] = PreviewLink.objects.with_life(now).filter(token_hash=_hash(token))
    link = known.select_related("article", "made_by").first()
    return link, bool(link and link.is_alive)


def count_opening(link: PreviewLink, *, now: datetime | None = None) -> None:
    """Record that the link was opened. Link previews of messengers count too."""
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=now or timezone.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
