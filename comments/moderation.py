"""The only verbs that change a comment's state. Each is one transaction and one row of the log.

They raise PermissionDenied (wrong person), Conflict (wrong state, or somebody was faster) or ValidationError (something
is missing), each with a sentence for the person, and then change nothing. Each takes about a dozen queries, three of
them for the chain.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import complaints, ledger, limits, notices, permissions, states, verdicts
from comments import text as texts
from comments.models import Case, Comment, Commenter, Complaint, Decision, Record, Sanction
from comments.refusals import Conflict
from newsroom.accounts.models import Erasure, User


@transaction.atomic
def hide(
    comment: Comment,
    *,
    by: User,
    reason: str,
    note: str = "",
    seen: str | None = None,
    part_of: Sanction | None = None,
    now: datetime | None = None,
) -> Decision:
    """Hide a comment, or reject a held one. The thread shows reason and note in its place.

    Its author and the complainants get mails; if it is part of a sanction, the author gets one mail about both.
    """
    stored = _begin(comment, by, seen)
    if not (stored.is_public or stored.is_held):
        raise Conflict(_("This comment is not visible."))
    if reason not in Decision.Reason.values:
        raise ValidationError({"reason": _("Choose one of the listed reasons.")})
    to = Comment.State.HIDDEN
    return _decide(comment, stored, Decision.Act.HIDE, by=by, to=to, reason=reason, note=note, part_of=part_of, now=now)


@transaction.atomic
def approve(
    comment: Comment,
    *,
    by: User,
    note: str = "",
    seen: str | None = None,
    heard: int | None = None,
    now: datetime | None = None,
) -> Decision:
    """Show a held or hidden comment, or mark a visible one as read by a moderator. Open complaints are rejected.

    `heard` is the newest complaint that the moderator has seen, or 0, so that none is rejected unread.
    """
    stored = _begin(comment, by, seen)
    if heard is not None and Complaint.objects.about(stored).open().filter(pk__gt=heard).exists():
        raise Conflict(_("Somebody has complained about this comment since you opened it. Read that first."))
    if stored.is_deleted:
        raise Conflict(_("Its author has deleted this comment."))
    if stored.state == Comment.State.APPROVED and not Complaint.objects.about(stored).open().exists():
        raise Conflict(_("This comment has been approved already."))
    act = Decision.Act.RESTORE if stored.is_hidden else Decision.Act.APPROVE
    return _decide(comment, stored, act, by=by, to=Comment.State.APPROVED, note=note, now=now)


@transaction.atomic
def restore(
    comment: Comment,
    *,
    by: User,
    note: str = "",
    seen: str | None = None,
    part_of: Sanction | None = None,
    now: datetime | None = None,
) -> Decision:
    """Show a hidden comment again, in its old place."""
    stored = _begin(comment, by, seen)
    if not stored.is_hidden:
        raise Conflict(_("This comment is not hidden."))
    to = Comment.State.APPROVED
    return _decide(comment, stored, Decision.Act.RESTORE, by=by, to=to, note=note, part_of=part_of, now=now)


@transaction.atomic
def claim(comment: Comment, *, by: User, now: datetime | None = None) -> Case:
    """Claim this comment for five minutes, unless somebody else has, and return its case. Four queries.

    A claim informs the other moderators but does not stop them: conflicts are detected when a decision is made.
    """
    now = now or timezone.now()
    if not permissions.can_moderate(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    Case.objects.get_or_create(comment=comment)
    case = Case.objects.select_for_update(of=("self",)).select_related("claimed_by").get(comment=comment)
    if not case.is_claimed(now) or case.claimed_by == by:
        case.claimed_by, case.claimed_until = by, now + limits.CLAIM
        case.save(update_fields=["claimed_by", "claimed_until"])
    return case


def _begin(comment: Comment, by: User, seen: str | None) -> Comment:
    """Lock the comment and its author. Raises unless this person may judge it as it is now.

    `seen` is the fingerprint of what the moderator has seen; None accepts any state.
    """
    ledger.take_turn()
    list(Commenter.objects.select_for_update().filter(pk=comment.author_id))  # before the comment, as in pipeline.edit
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if not permissions.can_moderate(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    if not permissions.can_judge(by, stored):
        raise PermissionDenied(_("This comment is your own. Another moderator must decide."))
    if seen is not None and seen != stored.fingerprint:
        raise Conflict(_("Somebody has decided about this comment, or changed it, since you opened it. Look again."))
    return stored


def _decide(
    comment: Comment,
    stored: Comment,
    act: Decision.Act,
    *,
    by: User,
    to: Comment.State,
    reason: str = "",
    note: str,
    part_of: Sanction | None = None,
    now: datetime | None,
) -> Decision:
    now = now or timezone.now()
    note = texts.clean(note)
    if len(note) > limits.MAX_NOTE_LENGTH:
        raise ValidationError(
            {"note": _("Shorten the note to at most %(most)s characters.") % {"most": limits.MAX_NOTE_LENGTH}}
        )
    was_seen, before = stored.is_public, stored.decision
    if stored.is_hidden and Erasure.objects.filter(user=stored.author_id, done_at__isnull=False).exists():
        to = Comment.State.DELETED  # the decision is undone, but comments of an erased account stay out of sight
    decision = Decision.objects.create(
        comment=stored, act=act, reason=reason, note=note, by=by, at=now, sanction=part_of
    )
    states.move(stored, to=to, decision=decision)
    comment.state, comment.place, comment.decision = stored.state, stored.place, decision
    ledger.enter(Record.Kind.DECISION, decision, at=now, comment=stored.pk, text=ledger.digest(stored.text))
    outcome = Complaint.Outcome.UPHELD if act == Decision.Act.HIDE else Complaint.Outcome.REFUSED
    complaints.answer(stored, outcome=outcome, decision=decision, now=now)
    if act == Decision.Act.RESTORE:
        verdicts.grant(before, by=by, note=note, now=now)
    # If it stays, nothing changes for its author; a sanctioned author gets one mail about everything.
    if not (was_seen and stored.is_public) and part_of is None:
        notices.tell(decision)
    return decision
