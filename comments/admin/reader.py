"""The record of a reader, shown to moderators beside a comment."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from comments.models import Comment, Complaint, Sanction
from newsroom.accounts.models import User

_STANDS = Q(
    swept__comment__decision=F("swept"), swept__comment__state=Comment.State.HIDDEN
)  # hidden together with the sanction, and still hidden because of it
NEWEST = 100  # comments that are counted: older ones say little and cost time


def record_of(reader: User, *, now: datetime) -> dict[str, Any]:
    """Counts over the newest comments, sanctions, remarks, and complaints made and received. Seven queries."""
    states = list(reader.comments.order_by("-created_at").values_list("state", flat=True)[:NEWEST])
    hidden = states.count(Comment.State.HIDDEN)
    decided = hidden + states.count(Comment.State.APPROVED)
    own = Complaint.objects.filter(by=reader).order_by("-received_at").values_list("outcome", flat=True)[:NEWEST]
    outcomes = list(own)
    return {
        "sent": len(states),
        "is_capped": len(states) == NEWEST,
        "hidden": hidden,
        "held": states.count(Comment.State.HELD),
        "share": round(100 * hidden / decided) if decided else None,
        "sanctions": list(
            reader.sanctions.select_related("by", "lifted_by", "appeal").annotate(
                swept_count=Count("swept", filter=_STANDS)
            )[:20]
        ),
        "former_names": list(reader.former_names.all()[:10]),
        "in_force": {sanction.pk for sanction in Sanction.objects.filter(user=reader).in_force(now)},
        "remarks": list(reader.remarks.select_related("by")[:20]),
        "against": list(
            Complaint.objects.filter(comment__author=reader).select_related("comment").order_by("-received_at")[:10]
        ),
        "complained": len(outcomes),
        "complained_rightly": outcomes.count(Complaint.Outcome.UPHELD),
    }
