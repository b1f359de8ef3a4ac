"""Sanctions against readers: warning, pre-moderation, suspension until a date, ban. The only place that changes them.

Sanctioned readers keep all rights to their own data, and anybody may complain about a comment. The verbs raise
PermissionDenied, Conflict or ValidationError, each with a sentence.
"""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import disguise, ledger, limits, notices, permissions, spam, terms, verdicts
from comments import text as texts
from comments.models import Comment, Decision, Record, Remark, Sanction, Term
from comments.refusals import Banned, Conflict, Refused, Suspended, Warned
from newsroom.accounts import names
from newsroom.accounts.models import User

Kind = Sanction.Kind
BY_HAND = (Kind.WARN, Kind.PREMODERATE, Kind.SUSPEND, Kind.BAN)


def in_force(user: User, *, now: datetime) -> Sanction | None:
    """The heaviest sanction that binds this reader at a moment, or None. One query, whatever the record.

    Ban, suspension, an unread warning, pre-moderation: in this order. `refusal` turns it into a sentence; where that
    is None but a sanction is in force, the text may come in and has to be held.
    """
    return Sanction.objects.filter(user=user).in_force(now).first()


def refusal(sanction: Sanction | None) -> Refused | None:
    """Why somebody under this sanction may not write, react or change the display name; None where he may."""
    if sanction is None or sanction.kind == Kind.PREMODERATE:
        return None
    if sanction.kind == Kind.SUSPEND and sanction.until:
        return Suspended(sanction.until)
    return Warned() if sanction.kind == Kind.WARN else Banned()


def name_obstacle(user: User | None, name: str) -> str:
    """Why this reader may not take this display name, or "". `user` is None for somebody who signs up. Three queries.

    A name is read by as many people as a comment, so what no comment may say is no name either: refused words, and ways
    to get in touch. Nor is one that only looks like the newsroom's. Whoever is pre-moderated may take another name: the
    record and the sanction stay with the person.
    """
    now = timezone.now()
    found = refusal(in_force(user, now=now)) if user else None
    if found:
        return str(found)
    if _looks_like_the_newsroom(name, but=user):
        return _("This name is kept for the newsroom. Choose another one.")
    refused = any(term.action == Term.Action.REFUSE for term, _words in terms.found_in(name, now=now))
    signs = spam.signs(name)
    if refused or signs.contacts or signs.promises or signs.hidden:
        return _("This cannot be a name. Choose another one.")
    return ""


def _looks_like_the_newsroom(name: str, *, but: User | None) -> bool:
    """Whether readers would take it for a reserved name, or for the name of somebody who works here. One query."""
    staff = User.objects.filter(is_staff=True).exclude(pk=but.pk if but else 0)
    kept = [*names.RESERVED, settings.SITE_NAME, settings.SITE_DOMAIN, *staff.values_list("display_name", flat=True)]
    return disguise.latin(name) in {disguise.latin(other) for other in kept}


@transaction.atomic
def impose(
    user: User,
    *,
    kind: str,
    by: User,
    reason: str,
    note: str = "",
    until: datetime | None = None,
    comment: Comment | None = None,
    swept: int = 0,
    now: datetime | None = None,
) -> Sanction:
    """Warn or bar a reader, and tell him why by mail. Seven queries. `comment` is the one that led to it, if any.

    `swept` is how many of his comments are hidden together with it (sweeps.py): the mail says so.
    """
    now = now or timezone.now()
    reader = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _may_sanction(by, reader)
    if kind not in BY_HAND:
        raise ValidationError({"kind": _("Choose one of the listed sanctions.")})
    if reason not in Decision.Reason.values:
        raise ValidationError({"reason": _("Choose one of the listed reasons.")})
    if kind == Kind.SUSPEND and (until is None or until <= now):
        raise ValidationError({"until": _("Say until when: a time still to come.")})
    note = _checked(note)
    until = until if kind == Kind.SUSPEND else None
    same = Sanction.objects.filter(user=reader, kind=kind).in_force(now).first()
    if same and same.until == until:
        raise Conflict(_("This sanction is in force already."))
    sanction = _write(reader, kind, by=by, reason=reason, note=note, until=until, comment=comment, now=now)
    notices.tell_of_sanction(sanction, swept=swept)
    return sanction


@transaction.atomic
def lift(sanction: Sanction, *, by: User, note: str = "", swept: int = 0, now: datetime | None = None) -> Sanction:
    """End a sanction before its time, by a row of its own, and tell the reader."""
    reader = User.objects.select_for_update(no_key=True).get(pk=sanction.user_id)
    _may_sanction(by, reader)
    row = _end(sanction, Kind.LIFT, by=by, note=_checked(note), now=now)
    verdicts.grant(sanction, by=by, note=row.note, now=row.at)
    notices.tell_of_sanction(row, swept=swept)
    return row


@transaction.atomic
def acknowledge(sanction: Sanction, *, by: User, now: datetime | None = None) -> Sanction:
    """Record that the reader has read a warning: from now on he may write again."""
    if sanction.user_id != by.pk or sanction.kind != Kind.WARN:
        raise PermissionDenied(_("Only the reader who was warned can say that it has been read."))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return _end(sanction, Kind.ACKNOWLEDGE, by=by, note="", now=now)


@transaction.atomic
def remark(user: User, *, by: User, text: str, now: datetime | None = None) -> Remark:
    """Note something about a reader for the other moderators. It forbids nothing, and the reader may read it."""
    _may_sanction(by, user)
    text = _checked(text)
    if texts.is_blank(text):
        raise ValidationError({"text": _("Write something first.")})
    return Remark.objects.create(user=user, text=text, by=by, at=now or timezone.now())


def _end(sanction: Sanction, kind: Sanction.Kind, *, by: User, note: str, now: datetime | None) -> Sanction:
    now = now or timezone.now()
    if not Sanction.objects.filter(pk=sanction.pk).in_force(now).exists():
        raise Conflict(_("This sanction is no longer in force."))
    return _write(sanction.user, kind, by=by, note=note, ends=sanction, comment=sanction.comment, now=now)


def _write(
    user: User,
    kind: str,
    *,
    by: User,
    note: str,
    now: datetime,
    reason: str = "",
    until: datetime | None = None,
    comment: Comment | None = None,
    ends: Sanction | None = None,
) -> Sanction:
    sanction = Sanction.objects.create(
        user=user,
        kind=kind,
        severity=Sanction.SEVERITY[Kind(kind)],
        until=until,
        reason=reason,
        note=note,
        comment=comment,
        ends=ends,
        by=by,
        at=now,
    )
    ledger.enter(Record.Kind.SANCTION, sanction, at=now, comment=comment.pk if comment else None)
    return sanction


def _may_sanction(by: User, reader: User) -> None:
    if not permissions.can_moderate(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    if not permissions.can_sanction(by, reader):
        raise PermissionDenied(_("Members of the newsroom answer to the managing editor, and nobody judges himself."))


def _checked(note: str) -> str:
    note = texts.clean(note)
    if len(note) > limits.MAX_NOTE_LENGTH:
        sentence = _("Shorten the note to at most %(most)s characters.") % {"most": limits.MAX_NOTE_LENGTH}
        raise ValidationError({"note": sentence})
    return note
