"""Verbs for what may hold a story back before its approval: embargo, right of reply, legal check.

None of them changes the text, so none of them makes a new version.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import embargo, permissions
from articles.models import Article, Confirmation, Step
from articles.workflow.acts import begin, move, must_be_version
from articles.workflow.rules import Conflict, Legal, Verb
from newsroom.accounts.models import User


@transaction.atomic
def set_embargo(
    article: Article, *, by: User, reason: str, until: datetime | None = None, now: datetime | None = None
) -> Step:
    """Hold the story back until a moment or, without one, until an editor lifts the embargo.

    Everybody who works on the story may set an embargo; only editors may change an existing one.
    """
    now = now or timezone.now()
    stored = begin(article, Verb.EMBARGO, by)
    if embargo.is_set(stored) and not permissions.may_edit_others(by):
        raise PermissionDenied(_("This story is under embargo already. Only an editor changes or lifts it."))
    problems = {}
    if not reason.strip():
        problems["note"] = _("Write whose embargo this is and why.")
    if until is not None and until <= now:
        problems["until"] = _("This moment has passed. Choose a later one, or none for an embargo without an end.")
    if problems:
        raise ValidationError(problems)
    return move(
        article,
        stored,
        Verb.EMBARGO,
        by,
        to=stored.status,
        now=now,
        note=reason,
        embargo_until=until,
        embargo_indefinite=until is None,
        embargo_reason=reason.strip(),
    )


@transaction.atomic
def lift_embargo(article: Article, *, by: User, note: str, now: datetime | None = None) -> Step:
    """Lift the embargo. The story still goes live only when it is approved."""
    stored = begin(article, Verb.LIFT_EMBARGO, by)
    if not embargo.is_set(stored):
        raise Conflict(_("This story is not under embargo. Somebody may have lifted it just now."))
    if not note.strip():
        raise ValidationError({"note": _("Write why the embargo no longer holds.")})
    free: dict[str, Any] = {"embargo_until": None, "embargo_indefinite": False, "embargo_reason": ""}
    return move(article, stored, Verb.LIFT_EMBARGO, by, to=stored.status, now=now, note=note, **free)


@transaction.atomic
def record_confirmation(
    article: Article,
    *,
    by: User,
    party: str,
    asked_at: datetime,
    channel: Confirmation.Channel,
    result: Confirmation.Result,
    note: str = "",
    now: datetime | None = None,
) -> Confirmation:
    """Record whom the newsroom asked for a response to a story that may harm them, and with what result."""
    now = now or timezone.now()
    stored = begin(article, Verb.CONFIRM, by)
    problems = {}
    if not party.strip():
        problems["party"] = _("Write who was asked.")
    if asked_at > now:
        problems["asked_at"] = _("This moment is still to come. Write when you asked.")
    if channel not in Confirmation.Channel.values:
        problems["channel"] = _("Choose how you asked.")
    if result not in Confirmation.Result.values:
        problems["result"] = _("Choose what came of it.")
    elif result != Confirmation.Result.NO_ANSWER and not note.strip():
        problems["note"] = _("Write what was said.")
    if problems:
        raise ValidationError(problems)
    kept = Confirmation.objects.create(
        article=stored,
        party=party.strip(),
        asked_at=asked_at,
        channel=channel,
        result=result,
        note=note.strip(),
        by=by,
        at=now,
    )
    move(article, stored, Verb.CONFIRM, by, to=stored.status, now=now, note=f"{kept}. {kept.note}".strip())
    return kept


@transaction.atomic
def waive_confirmation(article: Article, *, by: User, reason: str, now: datetime | None = None) -> Step:
    """The managing editor's written permission to publish the next edition without a response from the other side.

    Pedoman Pemberitaan Media Siber 2(c) allows this only if the public interest is urgent, the source is named and
    credible, and the person concerned cannot be reached.
    """
    stored = begin(article, Verb.WAIVE_CONFIRMATION, by)
    if not reason.strip():
        raise ValidationError({"note": _("Write why this cannot wait for the other side.")})
    return move(article, stored, Verb.WAIVE_CONFIRMATION, by, to=stored.status, now=now, note=reason)


@transaction.atomic
def ask_legal(article: Article, *, by: User, note: str, now: datetime | None = None) -> Step:
    """Require a legal check: nothing goes live until the managing editor has it cleared."""
    stored = begin(article, Verb.ASK_LEGAL, by)
    if stored.legal == Legal.NEEDED:
        raise Conflict(_("The legal check of this story has been asked for already."))
    if not note.strip():
        raise ValidationError({"note": _("Write what is to be checked.")})
    open_again: dict[str, Any] = {"legal": Legal.NEEDED, "legal_cleared_by": None, "legal_cleared_version": None}
    return move(article, stored, Verb.ASK_LEGAL, by, to=stored.status, now=now, note=note, **open_again)


@transaction.atomic
def clear_legal(article: Article, *, by: User, version: int, note: str, now: datetime | None = None) -> Step:
    """Clear one version. After a change of the text, it has to be cleared again."""
    stored = begin(article, Verb.CLEAR_LEGAL, by)
    must_be_version(stored, version)
    if stored.legal == Legal.NOT_REQUIRED or is_cleared(stored):
        raise Conflict(_("Nobody is waiting for a legal check of this story."))
    if not note.strip():
        raise ValidationError({"note": _("Write who checked it, and what they said.")})
    cleared: dict[str, Any] = {"legal": Legal.CLEARED, "legal_cleared_by": by, "legal_cleared_version": stored.version}
    return move(article, stored, Verb.CLEAR_LEGAL, by, to=stored.status, now=now, note=note, **cleared)


def is_cleared(article: Article) -> bool:
    """Whether the current version is the one that was cleared."""
    return article.legal == Legal.CLEARED and article.legal_cleared_version == article.version
