"""Verbs for a story that is not written on: put it away, and take it up again. Nothing of it is deleted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editions
from articles.models import Article, Step
from articles.workflow import bundles
from articles.workflow.acts import begin, move
from articles.workflow.rules import Conflict, Status, Verb
from newsroom.accounts.models import User


@transaction.atomic
def drop(article: Article, *, by: User, note: str = "", now: datetime | None = None) -> Step:
    """Drop a story that was never published. Dropping somebody else's story needs a note."""
    now = now or timezone.now()
    stored = begin(article, Verb.DROP, by)
    if editions.latest(stored):
        raise Conflict(_("This story has an edition. Discard its update, or ask the managing editor to retract it."))
    if bundles.place_of(stored, now=now):
        raise Conflict(_("This story is in a bundle, which would wait for it. Take it out of the bundle first."))
    if stored.reporter_id != by.pk and not note.strip():
        raise ValidationError({"note": _("Tell the reporter why the story is dropped.")})
    return move(article, stored, Verb.DROP, by, to=Status.DROPPED, now=now, note=note)


@transaction.atomic
def take_up(article: Article, *, by: User, now: datetime | None = None) -> Step:
    """Make a dropped story a draft again, as it was."""
    stored = begin(article, Verb.TAKE_UP, by)
    return move(article, stored, Verb.TAKE_UP, by, to=Status.DRAFT, now=now)
