"""Appeals (banding) against a decision: once, within seven days, decided by another moderator."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments import ledger, limits, moderation, permissions, sweeps, verdicts
from comments import text as texts
from comments.models import Appeal, Comment, Decision, Record, Sanction
from comments.refusals import Conflict
from newsroom.accounts.models import User


def can_appeal(user: User, against: Decision | Sanction, *, now: datetime) -> bool:
    """Whether this person can still appeal: within seven days, once, against the hiding of their comment or a sanction.

    Banned readers can appeal too. One query, two for a sanction.
    """
    if person_of(against).pk != user.pk or now >= against.at + limits.APPEAL:
        return False
    if isinstance(against, Sanction):
        stands = Sanction.objects.filter(pk=against.pk).in_force(now).exists()
        return stands and not Appeal.objects.filter(sanction=against).exists()
    stands = against.act == Decision.Act.HIDE and against.comment.decision_id == against.pk
    return stands and not Appeal.objects.filter(decision=against).exists()


def person_of(against: Decision | Sanction) -> User:
    """The person whom the decision or sanction concerns."""
    return against.user if isinstance(against, Sanction) else against.comment.author


@transaction.atomic
def appeal(against: Decision | Sanction, *, by: User, words: str, now: datetime | None = None) -> Appeal:
    """Store an appeal, for any moderator except the one who decided. Up to nine queries."""
    now = ledger.take_turn(now)
    known = type(against)._default_manager.select_related("comment__author")
    stored = known.select_for_update(of=("self",)).get(pk=against.pk)
    if person_of(stored).pk != by.pk:
        raise PermissionDenied(_("Only whom a decision hit can appeal."))
    if not can_appeal(by, stored, now=now):
        raise Conflict(_("This decision can no longer be appealed: it was appealed before, changed, or is a week old."))
    words = texts.clean(words)
    if texts.is_blank(words):
        raise ValidationError({"words": _("Say why the decision was wrong.")})
    if len(words) > limits.MAX_APPEAL_LENGTH:
        raise ValidationError({"words": _("Shorten your appeal to at most %(most)s characters.") % {"most": "1.000"}})
    about = {"sanction": stored} if isinstance(stored, Sanction) else {"decision": stored}
    made = Appeal.objects.create(**about, words=words, at=now)
    ledger.enter(Record.Kind.APPEAL, made, at=now, comment=stored.comment_id)
    return made


@transaction.atomic
def decide(made: Appeal, *, by: User, upheld: bool, note: str = "", now: datetime | None = None) -> Appeal:
    """Decide an appeal: grant or reject it. The appellant is told either way."""
    now = ledger.take_turn(now)
    against = _locked(made.against)
    stored = Appeal.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if not permissions.can_moderate(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    if by.pk in (against.by_id, person_of(against).pk):
        raise PermissionDenied(_("Somebody else must decide about this appeal: you made the decision, or the comment."))
    if not stored.is_open:
        raise Conflict(_("This appeal has been decided already."))
    if upheld and isinstance(against, Sanction):
        if Sanction.objects.filter(pk=against.pk).in_force(now).exists():
            sweeps.take_back(against, by=by, note=note, now=now)
    elif upheld and against.comment and against.comment.is_hidden:
        moderation.restore(against.comment, by=by, note=note, now=now)
    stored.refresh_from_db()
    if stored.is_open:
        outcome = Appeal.Outcome.UPHELD if upheld else Appeal.Outcome.REFUSED
        verdicts.end(stored, outcome=outcome, by=by, note=note, now=now)
    return stored


def _locked(against: Decision | Sanction) -> Decision | Sanction:
    """Lock what the appeal is about, in the same way as the verbs that could undo it at the same moment."""
    if isinstance(against, Sanction):
        User.objects.select_for_update(no_key=True).get(pk=against.user_id)
        return Sanction.objects.select_related("user", "comment").get(pk=against.pk)
    Comment.objects.select_for_update().get(pk=against.comment_id)
    return Decision.objects.select_related("comment__author").get(pk=against.pk)
