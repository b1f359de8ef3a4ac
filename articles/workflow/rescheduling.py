"""Give what is approved and scheduled another moment. What was approved stays as it was approved."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import checklist, dates, editions, embargo
from articles.models import Article, Edition
from articles.workflow import bundles
from articles.workflow.acts import log
from articles.workflow.rules import Conflict, Verb, can_be_breaking
from newsroom.accounts.models import User


@transaction.atomic
def reschedule(article: Article, *, by: User, live_from: datetime | None, now: datetime | None = None) -> Edition:
    """Replace the scheduled edition by the same one at another moment, word for word, with the editor who approved it.

    Nobody approves anything here, so that the reporter need not submit the story again and any editor may do it.
    """
    stored, place, now = bundles.begin_in_turn(article, Verb.RESCHEDULE, by, now=now)
    if place:
        raise Conflict(_("This story goes live with its bundle. Give the bundle another moment."))
    pending = stored.editions.pending(now).first()
    if pending is None:
        raise Conflict(_("Nothing of this story is scheduled. It may have gone live just now."))
    if live_from == pending.live_from:
        raise Conflict(_("It is scheduled for this moment already."))
    if live_from is None or live_from <= now:
        raise ValidationError({"live_from": _("Choose a moment that is still to come.")})
    if unfit := _why_not(stored, pending, live_from):
        raise ValidationError({"live_from": unfit})
    editions.cancel(pending, now=now)
    edition = editions.release(pending, live_from=live_from)
    log(stored, Verb.RESCHEDULE, by, from_status=stored.status, now=now, edition=edition)
    return edition


def _why_not(article: Article, approved: Edition, at: datetime) -> list[str]:
    if embargo.holds(article, at):
        return [embargo.sentence(article)]
    if approved.breaking_until and not can_be_breaking(at, approved.breaking_until):
        words = _("It is breaking news until %(until)s, which does not fit this moment. Cancel the schedule instead.")
        return [words % {"until": dates.print_short(approved.breaking_until)}]
    return checklist.untimely(article, at=at)
