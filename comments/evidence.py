"""Legal holds: keep a comment as evidence, and release it again. Each act is recorded in the chain.

While a hold is in force, neither erasure nor purge touches the comment's text, its earlier texts, or what was found in
them. It ends by itself on its last day, or earlier by a release.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments import ledger, limits, permissions
from comments import text as texts
from comments.models import Comment, Hold, Record
from comments.refusals import Conflict
from newsroom.accounts.models import User


@transaction.atomic
def keep(comment: Comment, *, by: User, until: datetime, why: str = "", now: datetime | None = None) -> Hold:
    """Put a comment under legal hold until a date. For moderators. With two holds, the later date counts."""
    if not permissions.can_moderate(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    now = ledger.take_turn(now)
    hold = Hold.objects.create(comment=comment, why=why, by=by, at=now, until=until)
    content = {"by": by.pk, "until": ledger.moment(until), "why": ledger.digest(why)}
    ledger.enter(Record.Kind.HOLD, hold, at=now, comment=comment.pk, **content)
    return hold


@transaction.atomic
def release(hold: Hold, *, by: User, why: str, now: datetime | None = None) -> Hold:
    """Release a legal hold early; its row records who did it and why. The next nightly purge may delete the text.

    Only for managing editors: moderators must not be able to delete evidence against their own decisions. Raises
    ValidationError without a reason, and Conflict if it has ended already.
    """
    why = texts.clean(why)
    if not permissions.can_release(by):
        raise PermissionDenied(_("Only the managing editor may release evidence."))
    if texts.is_blank(why):
        raise ValidationError({"why": _("Say why it need not be kept any longer.")})
    if len(why) > limits.MAX_NOTE_LENGTH:
        sentence = _("Shorten the note to at most %(most)s characters.") % {"most": limits.MAX_NOTE_LENGTH}
        raise ValidationError({"why": sentence})
    now = ledger.take_turn(now)
    stored = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if stored.released_at or stored.until <= now:
        raise Conflict(_("This comment is no longer kept as evidence."))
    stored.released_at, stored.released_by, stored.released_why = now, by, why
    stored.save(update_fields=["released_at", "released_by", "released_why"])
    content = {"by": by.pk, "why": ledger.digest(why)}
    ledger.enter(Record.Kind.RELEASE, stored, at=now, comment=stored.comment_id, **content)
    return stored
