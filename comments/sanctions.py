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
    """The heaviest sanction in force against this reader, or None. One query.

    The order is ban, suspension, unread warning, pre-moderation. `refusal` turns it into a sentence; if that is None
    although there is a sanction, texts are accepted but must be held.
    """
    return Sanction.objects.filter(user=user).in_force(now).first()


def refusal(sanction: Sanction | None) -> Refused | None:
    """Why somebody under this sanction may not write, react or change their display name; None if they may."""
    if sanction is None or sanction.kind == Kind.PREMODERATE:
        return None
    if sanction.kind == Kind.SUSPEND and sanction.until:
        return Suspended(sanction.until)
    return Warned() if sanction.kind == Kind.WARN else Banned()


def name_obstacle(user: User | None, name: str) -> str:
    """Why this reader may not take this display name, or "". `user` is None at sign-up. Three queries.

    Names are as public as comments, so they may not contain refused words or contact details either, nor look like a
    name of the newsroom. Pre-moderated readers may change their name: record and sanction stay with the account.
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
    """Whether it holds a reserved name, as “Admin Namamedia” does, or is that of a member of the staff. One query."""
    ours = map(disguise.key, (*names.RESERVED, settings.SITE_NAME, settings.SITE_DOMAIN))
    if not disguise.keys(name).keys().isdisjoint(ours):
        return True
    staff = User.objects.filter(is_staff=True).exclude(pk=but.pk if but else 0)
    read = "".join(disguise.words(name))
    return read in {"".join(disguise.words(other)) for other in staff.values_list("display_name", flat=True)}


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
    """Impose a sanction, and mail the reader the reason. Seven queries. `comment` is the one that led to it, if any.

    `swept` is how many of their comments are hidden with it (sweeps.py), for the mail.
    """
    now = ledger.take_turn(now)
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
    """Lift a sanction early, by a row of its own, and tell the reader."""
    ledger.take_turn()
    reader = User.objects.select_for_update(no_key=True).get(pk=sanction.user_id)
    _may_sanction(by, reader)
    row = _end(sanction, Kind.LIFT, by=by, note=_checked(note), now=now)
    verdicts.grant(sanction, by=by, note=row.note, now=row.at)
    notices.tell_of_sanction(row, swept=swept)
    return row


@transaction.atomic
def acknowledge(sanction: Sanction, *, by: User, now: datetime | None = None) -> Sanction:
    """Record that the reader has read a warning, which lets them write again."""
    if sanction.user_id != by.pk or sanction.kind != Kind.WARN:
        raise PermissionDenied(_("Only the reader who was warned can say that it has been read."))
    ledger.take_turn()
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return _end(sanction, Kind.ACKNOWLEDGE, by=by, note="", now=now)


@transaction.atomic
def remark(user: User, *, by: User, text: str, now: datetime | None = None) -> Remark:
    """Add a note about a reader for the other moderators. It restricts nothing, and is in the reader's export."""
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
