"""Complaints: received, escalated if nobody answers, and answered by a decision.

The deadline is the guideline's: 2×24 hours after receipt, weekends included. No worker hides anything: queries compare
`Case.withheld_from` with the current time. `tell_what_is_due` only notifies and records.
"""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comments import law, ledger, limits, notices, sanctions, states
from comments import text as texts
from comments.models import Case, Comment, Complaint, Decision, Record
from comments.models.complaint import BEGINS, DEADLINE, WITHHELD_AFTER, Urgency
from comments.refusals import Conflict, TooManyComplaints
from newsroom.accounts.models import User

Outcome = Complaint.Outcome
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no characters that are easily confused on paper or on the telephone
_A_TICK = 100  # complaints escalated per minute; the next tick takes the rest


@transaction.atomic
def complain(
    comment: Comment,
    *,
    reason: str,
    device: str,
    by: User | None = None,
    words: str = "",
    speaker: str = Complaint.Speaker.OTHER,
    email: str = "",
    network: str = "",
    now: datetime | None = None,
) -> Complaint:
    """Store a complaint and give it a number; its deadline starts now. A resubmission returns the first one.

    `device` is a keyed hash that tells complainants without an account apart; it is not stored for others. `network` is
    one of where they are, never stored: a device can call itself anything, and each complaint sends a mail. Raises
    Conflict if this person or device has complained about the comment already, TooManyComplaints beyond the limits,
    PermissionDenied for the comment's author, and ValidationError if something is missing. Up to 15 queries.
    """
    now = ledger.take_turn(now)
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if not stored.is_public:
        raise Conflict(_("This comment is no longer visible, so nothing has to be done about it."))
    if by and by.pk == stored.author_id:
        raise PermissionDenied(_("This comment is your own. You can delete it yourself."))
    words = check(reason, words, speaker)
    mine = Q(by=by) if by else Q(device=device)
    if earlier := _resent(stored, mine, reason, words, now):
        return earlier
    _within_the_limits(mine, now)
    _within("network", network, most=limits.COMPLAINTS_OF_NETWORK, span=limits.HOUR)
    _within("mail", email.lower(), most=limits.COMPLAINTS_PER_DAY, span=limits.DAY)
    weight, is_trusted = standing(by, device, now=now)
    complaint = Complaint.objects.create(
        number=_new_number(),
        comment=stored,
        quoted=stored.text,
        reason=reason,
        words=words,
        speaker=speaker,
        by=by,
        email=email,
        device="" if by else device,
        weight=weight,
        is_trusted=is_trusted,
        withholds=_may_withhold(stored, reason, speaker),
        received_at=now,
    )
    _weigh(stored, now=now)
    ledger.enter(Record.Kind.COMPLAINT, complaint, at=now, comment=stored.pk)
    notices.tell_of_receipt(complaint)
    return complaint


def standing(by: User | None, device: str, *, now: datetime) -> tuple[float, bool]:
    """The weight of a complaint by this person or device, from 0 to 1, and whether it is trusted. Up to 3 queries.

    The weight is the share of their earlier complaints that were upheld, with add-one smoothing. Complaints by
    sanctioned readers are answered like all others, but do not move comments up the queue.
    """
    past = Complaint.objects.filter(by=by) if by else Complaint.objects.filter(by=None, device=device)
    decided = past.exclude(outcome__in=["", Outcome.GONE]).order_by("-received_at")
    outcomes = list(decided.values_list("outcome", flat=True)[: limits.RECORD])
    upheld = outcomes.count(Outcome.UPHELD)
    weight = (upheld + 1) / (len(outcomes) + 2)
    if by is None:
        return weight * limits.STRANGER, False
    if sanctions.in_force(by, now=now):
        return 0.0, False
    if not EmailAddress.objects.filter(user=by, verified=True).exists():
        return weight * limits.STRANGER, False
    return weight, len(outcomes) >= limits.TRUSTED_AFTER and upheld / len(outcomes) >= limits.TRUSTED_SHARE


def answer(
    comment: Comment, *, outcome: Complaint.Outcome, decision: Decision | None, now: datetime
) -> list[Complaint]:
    """Answer all open complaints about a comment with a decision, and end its deadline. Called by the verbs.

    Three queries, and five more for each complaint.
    """
    waiting = list(Complaint.objects.about(comment).open().select_for_update(of=("self",)).order_by("pk"))
    for complaint in waiting:
        complaint.outcome, complaint.decision, complaint.decided_at = outcome, decision, now
        complaint.reply = decision.note if decision else ""
        complaint.save(update_fields=["outcome", "decision", "decided_at", "reply"])
        ledger.enter(Record.Kind.ANSWER, complaint, at=now, comment=comment.pk)
        notices.tell_of_answer(complaint)
    Case.objects.filter(comment=comment).update(due_at=None, weight=0, withheld_from=None, claimed_by=None)
    return waiting


def tell_what_is_due(*, now: datetime) -> None:
    """Alert the managing editors to unanswered complaints, and close those about deleted comments. Idempotent.

    After 44 hours a complaint is escalated; after 47 its comment is hidden, which is recorded in the chain and mailed.
    """
    _pass_on(now)
    _enter_what_is_withheld(now)
    for comment in Comment.objects.filter(state=Comment.State.DELETED, case__due_at__isnull=False)[:_A_TICK]:
        with transaction.atomic():
            ledger.take_turn()
            answer(comment, outcome=Outcome.GONE, decision=None, now=now)


@transaction.atomic
def _pass_on(now: datetime) -> None:
    ledger.take_turn()
    late = Complaint.objects.waiting_since(now - BEGINS[Urgency.ESCALATED]).filter(escalated_at__isnull=True)
    due = list(late.select_for_update(of=("self",)).select_related("comment")[:_A_TICK])
    for complaint in due:
        complaint.escalated_at = now
        complaint.save(update_fields=["escalated_at"])
        ledger.enter(Record.Kind.ESCALATION, complaint, at=now, comment=complaint.comment_id)
    notices.tell_managing_editors("escalation", due)


@transaction.atomic
def _enter_what_is_withheld(now: datetime) -> None:
    ledger.take_turn()
    entered = Record.objects.filter(kind=Record.Kind.WITHHELD, row=OuterRef("pk"))
    late = Complaint.objects.waiting_since(now - WITHHELD_AFTER).filter(~Exists(entered), withholds=True)
    due = list(late.select_for_update(of=("self",)).select_related("comment")[:_A_TICK])
    for complaint in due:
        since = complaint.received_at + WITHHELD_AFTER
        ledger.enter(Record.Kind.WITHHELD, complaint, at=now, comment=complaint.comment_id, since=ledger.moment(since))
    notices.tell_managing_editors("withheld", due)


def _weigh(comment: Comment, *, now: datetime) -> None:
    """Update deadline, weight and `withheld_from` of a comment with open complaints. Five queries."""
    waiting = Complaint.objects.about(comment).open()
    withholding = Q(withholds=True)
    found = waiting.aggregate(
        first=Min("received_at"), weight=Sum("weight"), withholding=Min("received_at", filter=withholding)
    )
    trusted = waiting.filter(withholding, is_trusted=True).order_by("received_at")
    enough = list(trusted.values_list("received_at", flat=True)[: limits.TRUSTED_TO_HIDE])
    moments = [found["withholding"] + WITHHELD_AFTER] if found["withholding"] else []
    if len(enough) == limits.TRUSTED_TO_HIDE:
        moments.append(enough[-1])
    withheld_from = min(moments, default=None)
    Case.objects.update_or_create(
        comment=comment,
        defaults={
            "due_at": found["first"] + DEADLINE,
            "weight": found["weight"],
            "withheld_from": withheld_from,
        },
    )
    if withheld_from == now:
        states.touch(comment.article_id)


def _may_withhold(comment: Comment, reason: str, speaker: str) -> bool:
    """Whether this complaint may hide the comment before anybody has decided. One query.

    Not if an institution claims to be insulted, and not if a moderator has already kept the same text on the same
    ground: a campaign must not be able to hide by repetition what has been judged.
    """
    if speaker == Complaint.Speaker.INSTITUTION and reason in law.HONOUR:
        return False
    kept = Complaint.objects.about(comment).filter(reason=reason, outcome=Outcome.REFUSED)
    if comment.edited_at:
        kept = kept.filter(decided_at__gt=comment.edited_at)
    return not kept.exists()


def _resent(comment: Comment, mine: Q, reason: str, words: str, now: datetime) -> Complaint | None:
    """The complaint that this one repeats within limits.ONE_COMPLAINT, or None. Conflict for any other second one."""
    earlier = Complaint.objects.about(comment).filter(mine).first()
    if earlier is None:
        return None
    if (earlier.reason, earlier.words) == (reason, words) and now - earlier.received_at < limits.ONE_COMPLAINT:
        return earlier
    raise Conflict(_("You have complained about this comment already. One complaint is enough: it will be read."))


def _within_the_limits(mine: Q, now: datetime) -> None:
    sent = Complaint.objects.filter(mine, received_at__gt=now - timedelta(days=1)).order_by("-received_at")
    moments = list(sent.values_list("received_at", flat=True)[: limits.COMPLAINTS_PER_DAY])
    if len(moments) >= limits.COMPLAINTS_PER_DAY:
        raise TooManyComplaints(moments[-1] + timedelta(days=1) - now)
    if len(moments) >= limits.COMPLAINTS_PER_HOUR and moments[limits.COMPLAINTS_PER_HOUR - 1] > now - limits.HOUR:
        raise TooManyComplaints(moments[limits.COMPLAINTS_PER_HOUR - 1] + limits.HOUR - now)


def _within(kind: str, whose: str, *, most: int, span: timedelta) -> None:
    """Count one more in the shared cache; TooManyComplaints beyond `most` in a span. No query."""
    if not whose:
        return
    key = "complaints:" + salted_hmac("comments.complaints", f"{kind} {whose}").hexdigest()
    cache.add(key, 0, span.total_seconds())
    try:
        number = cache.incr(key)
    except ValueError:  # it ended between the two
        return
    if number > most:
        raise TooManyComplaints(span)


def check(reason: str, words: str, speaker: str) -> str:
    """The explanation of a complaint as it is stored. ValidationError, by field, if anything is missing or wrong."""
    words = texts.clean(words)
    if reason not in law.COMPLAINTS:
        raise ValidationError({"reason": _("Choose one of the listed reasons.")})
    if speaker not in Complaint.Speaker.values:
        raise ValidationError({"speaker": _("Choose whom it is about.")})
    if len(words) > limits.MAX_COMPLAINT_LENGTH:
        sentence = _("Shorten the explanation to at most %(most)s characters.") % {"most": "1.000"}
        raise ValidationError({"words": sentence})
    if reason in law.NEEDS_WORDS and texts.is_blank(words):
        raise ValidationError({"words": _("Say what exactly is wrong: which law is broken, or whose work it is.")})
    return words


def _new_number() -> str:
    """Twelve random letters and digits, about 59 bits, so that nobody can guess another's complaint."""
    drawn = "".join(secrets.choice(_ALPHABET) for _letter in range(12))
    return f"LP-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"
