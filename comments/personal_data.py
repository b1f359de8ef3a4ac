"""The personal data in comments: exported for the reader, and erased with their account."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from comments import states
from comments.models import (
    Appeal,
    Comment,
    Complaint,
    Hold,
    Mute,
    Reaction,
    Remark,
    Revision,
    Sanction,
    Tiding,
    Verdict,
)
from newsroom.accounts.models import User

ERASED = "–"  # stands for a text that is gone: a comment is never without one
_BATCH = 500
State = Comment.State


def export(user: User) -> dict[str, Any]:
    """Everything this reader wrote, and everything that was written down about this reader. Nine queries."""
    comments = Comment.objects.by(user).order_by("created_at").prefetch_related("revisions", "decisions")
    return {
        "comments": [_comment(comment) for comment in comments],
        "complaints": [
            {
                "number": each.number,
                "reason": each.reason,
                "words": each.words,
                "outcome": each.outcome,
                "at": each.received_at.isoformat(),
            }
            for each in Complaint.objects.filter(by=user).order_by("received_at")
        ],
        "sanctions": [
            {
                "kind": each.kind,
                "reason": each.reason,
                "note": each.note,
                "until": each.until.isoformat() if each.until else None,
                "at": each.at.isoformat(),
            }
            for each in Sanction.objects.filter(user=user).order_by("at")
        ],
        "appeals": [
            {"words": each.words, "outcome": each.outcome, "reply": each.reply, "at": each.at.isoformat()}
            for each in Appeal.objects.filter(Q(decision__comment__author=user) | Q(sanction__user=user)).order_by("at")
        ],
        "agreed_with": [
            {"comment": each.comment_id, "at": each.at.isoformat()} for each in Reaction.objects.filter(reader=user)
        ],
        "muted": [
            {"name": each.muted.display_name, "at": each.at.isoformat()}
            for each in Mute.objects.filter(reader=user).select_related("muted")
        ],
        "remarks_of_moderators": [
            {"text": each.text, "at": each.at.isoformat()} for each in Remark.objects.filter(user=user)
        ],
    }


def erase(user: User, *, now: datetime) -> None:
    """Wipe what this reader wrote. Comments become places that say so; what is evidence stays, and nobody reads it.

    A comment under an open complaint or a legal hold keeps its words for the moderators, without a name; the nightly
    purge takes them when that is over. A complaint that this reader made is answered like any other.
    """
    states.lock(Comment.objects.by(user), authors=[user.pk])
    while wiped := wipe(Comment.objects.by(user), now=now, most=_BATCH):
        if wiped < _BATCH:
            break
    for kept in Comment.objects.by(user).filter(state__in=[*Comment.PUBLIC, State.HELD]):
        states.move(Comment.objects.select_for_update().get(pk=kept.pk), to=State.DELETED, picked_at=None)
    Verdict._base_manager.filter(author=user, comment=None).update(phases=[])  # of refused texts
    Remark.objects.filter(user=user).delete()
    for row in (Reaction, Mute, Tiding):  # the comments keep their counts, which name nobody
        row._base_manager.filter(reader=user).delete()
    Complaint.objects.filter(by=user).update(email="")


def wipe(comments: "QuerySet[Comment]", *, now: datetime, most: int) -> int:
    """Take the words out of these comments where they are no evidence, one transaction each. How many it looked at."""
    due = comments.exclude(text=ERASED).filter(is_no_evidence(now, of="pk"))
    found = list(due.order_by("pk").values_list("pk", flat=True)[:most])
    for pk in found:
        with transaction.atomic():
            stored = Comment.objects.select_for_update().get(pk=pk)
            if not due.filter(pk=pk).exists():
                continue  # a complaint or a legal hold came between the list and the lock
            to = State.HIDDEN if stored.is_hidden else State.DELETED
            states.move(stored, to=to, text=ERASED)
            Revision._base_manager.filter(comment=stored).update(text="")
            Verdict._base_manager.filter(comment=stored).update(phases=[])
    return len(found)


def is_no_evidence(now: datetime, *, of: str) -> Q:
    """That nothing waits for the words of a comment: no legal hold, no open complaint, no open appeal.

    `of` names the column of the comment's id in the rows that are asked about.
    """
    held = Hold.objects.in_force(now).filter(comment=OuterRef(of))
    open_complaint = Complaint.objects.open().filter(comment=OuterRef(of))
    about_it = Q(decision__comment=OuterRef(of)) | Q(sanction__comment=OuterRef(of))
    open_appeal = Appeal.objects.filter(about_it, outcome="")
    return ~Q(Exists(held)) & ~Q(Exists(open_complaint)) & ~Q(Exists(open_appeal))


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "address": comment.get_absolute_url(),
        "text": comment.text,
        "state": comment.state,
        "sent_at": comment.created_at.isoformat(),
        "earlier": [{"text": each.text, "until": each.until.isoformat()} for each in comment.revisions.all()],
        "decisions": [
            {"act": each.act, "reason": each.reason, "note": each.note, "at": each.at.isoformat()}
            for each in comment.decisions.all()
        ],
    }
