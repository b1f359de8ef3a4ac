"""Verbs for updating a published story: begin an update, or discard it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editions, working_copy
from articles.models import Article, Step
from articles.workflow import bundles
from articles.workflow.acts import begin, move
from articles.workflow.rules import Conflict, Status, Verb
from newsroom.accounts.models import User


@transaction.atomic
def revise(article: Article, *, by: User, now: datetime | None = None) -> Step:
    """Open a published story for an update. Readers keep the live edition until the update is approved.

    The update of a developing story is not marked as developing unless somebody says so again.
    """
    now = now or timezone.now()
    stored = begin(article, Verb.REVISE, by)
    edition = editions.latest(stored)
    if edition and edition.is_retraction:
        raise Conflict(_("This story was retracted. A retracted story is not published again."))
    place = bundles.place_of(stored, now=now)
    if (edition and edition.live_from > now) or (place and place.edition):
        raise Conflict(_("An edition of this story is scheduled. Cancel the schedule first."))
    return move(article, stored, Verb.REVISE, by, to=Status.DRAFT, now=now, is_developing=False)


@transaction.atomic
def discard_update(article: Article, *, by: User, now: datetime | None = None) -> Step:
    """Discard an unfinished update: the working copy becomes what readers see. The text stays in the history."""
    now = now or timezone.now()
    stored = begin(article, Verb.DISCARD, by)
    live = stored.editions.live(now).standing().first()
    if live is None:
        raise Conflict(_("Readers have not seen this story yet, so there is nothing to go back to."))
    working_copy.take_back(stored, live, by=by, now=now)
    readers_see: dict[str, Any] = {"breaking_until": live.breaking_until, "submitted_at": None}
    step = move(article, stored, Verb.DISCARD, by, to=Status.PUBLISHED, now=now, edition=live, **readers_see)
    article.refresh_from_db()
    return step
