"""The steps that all verbs share: lock the row, check person and status, write the Step, notify people."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import checklist, notices
from articles.checklist import Gate
from articles.models import Article, Edition, Step
from articles.workflow.rules import RULES, Conflict
from newsroom.accounts.models import User


def begin(article: Article, verb: Step.Verb, by: User) -> Article:
    """Lock the article until the end of the transaction. Raises unless this person may use the verb on it now."""
    stored = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    rule = RULES[verb]
    if not rule.who(by, stored):
        raise PermissionDenied(rule.refusal)
    if stored.status not in rule.states:
        raise Conflict(
            _("This story is %(status)s now, so that cannot be done. Load the page again to see what happened.")
            % {"status": stored.get_status_display()}
        )
    return stored


def must_be_version(stored: Article, version: int) -> None:
    """Raise Conflict if the story has changed since the version that somebody has read."""
    if stored.version != version:
        raise Conflict(_("This story was changed while you had it open. Read the newest version before you go on."))


def move(
    article: Article,
    stored: Article,
    verb: Step.Verb,
    by: User,
    *,
    to: str,
    now: datetime | None,
    note: str = "",
    edition: Edition | None = None,
    **fields: Any,
) -> Step:
    """Write the new status and the step, and update the caller's instance."""
    before, now = stored.status, now or timezone.now()
    changes = {"status": to, "changed_at": now, **fields}
    Article.objects.filter(pk=stored.pk).update(**changes)
    for name, value in changes.items():
        setattr(stored, name, value)
    for name in ("slug", "version", *changes):
        setattr(article, name, getattr(stored, name))
    return log(stored, verb, by, from_status=before, now=now, note=note, edition=edition)


def log(
    article: Article,
    verb: Step.Verb,
    by: User,
    *,
    from_status: str,
    now: datetime,
    note: str = "",
    edition: Edition | None = None,
) -> Step:
    step = Step.objects.create(
        article=article,
        edition=edition,
        verb=verb,
        by=by,
        at=now,
        from_status=from_status,
        to_status=article.status,
        version=article.version,
        note=note.strip(),
    )
    notices.tell(step)
    return step


def must_pass(article: Article, gate: Gate, *, at: datetime | None = None) -> None:
    """Raise ValidationError with a sentence for each requirement of the checklist that the story does not meet."""
    gaps = checklist.missing(article, gate=gate, at=at)
    if gaps:
        raise ValidationError(gaps)
