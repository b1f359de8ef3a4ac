"""The queues of the moderation desk: what is in each, and in which order."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Case as Choose
from django.db.models import QuerySet, Value, When
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import watching
from comments.models import Comment
from comments.models.complaint import BEGINS, DEADLINE, Urgency

State = Comment.State
PARAMETER = "antrean"


class Queue(models.TextChoices):
    OVERDUE = "tenggat", _("Deadline near")
    REPORTED = "dilaporkan", _("Reported")
    APPEALED = "banding", _("Appealed")
    HELD = "ditahan", _("Waiting to appear")
    WATCHED = "dipantau", _("Watched")
    UNREVIEWED = "belum-ditinjau", _("Not looked at yet")
    APPROVED = "disetujui", _("Approved")
    REJECTED = "ditolak", _("Hidden")


# Where somebody waits for a decision, longest wait first. The default is newest first.
_OLDEST_FIRST = ["created_at", "pk"]
_BY_DEADLINE = ["band", "-case__weight", "case__due_at", "pk"]
ORDER: dict[str, list[str]] = {
    Queue.OVERDUE: _BY_DEADLINE,
    Queue.REPORTED: _BY_DEADLINE,
    Queue.APPEALED: ["decision__appeal__at", "pk"],
    Queue.HELD: _OLDEST_FIRST,
    Queue.WATCHED: _OLDEST_FIRST,
}
_LOOKED = 200  # comments from the head of a queue in which the next one is looked for
_STATES = {
    Queue.HELD: State.HELD,
    Queue.UNREVIEWED: State.VISIBLE,
    Queue.APPROVED: State.APPROVED,
    Queue.REJECTED: State.HIDDEN,
}


def waiting(comments: "QuerySet[Comment]", queue: str, now: datetime) -> "QuerySet[Comment]":
    """The comments of a queue, unordered. Each queue has an index; nothing is counted."""
    if queue in _STATES:
        return comments.filter(state=_STATES[Queue(queue)])
    if queue == Queue.WATCHED:
        return watching.watched(comments.filter(state__in=[State.VISIBLE, State.HELD]), now)
    if queue == Queue.APPEALED:
        return comments.filter(decision__appeal__outcome="", state=State.HIDDEN)
    reported = comments.filter(case__due_at__isnull=False).exclude(state=State.DELETED).annotate(band=_band(now))
    if queue == Queue.REPORTED:
        return reported
    return reported.filter(case__due_at__lte=now + DEADLINE - BEGINS[Urgency.AMBER])


def queue_of(request: HttpRequest) -> str:
    """The queue that the moderator works through: from the form, the query string, or the list they came from."""
    left = QueryDict(request.GET.get("_changelist_filters", "")).get(PARAMETER, "")
    return str(request.POST.get(PARAMETER) or request.GET.get(PARAMETER) or left)


def next_in(queue: str, *, after: Comment, now: datetime) -> int | None:
    """The id of the comment after this one, starting again after the last; None if there is no other. One query.

    Call it before the decision, which removes the comment and thus its position from the queue.
    """
    if queue not in Queue.values:
        return None
    order = ORDER.get(queue, ["-created_at", "-pk"])
    waits = list(waiting(Comment.objects.all(), queue, now).order_by(*order).values_list("pk", flat=True)[:_LOOKED])
    place = waits.index(after.pk) + 1 if after.pk in waits else 0
    return next((pk for pk in [*waits[place:], *waits[:place]] if pk != after.pk), None)


def _band(now: datetime) -> Choose:
    """The urgency as a number, 0 if overdue. Within the same urgency, comments are sorted by weight."""
    begins = sorted(BEGINS.values(), reverse=True)
    return Choose(
        *(When(case__due_at__lte=now + DEADLINE - begin, then=Value(rank)) for rank, begin in enumerate(begins)),
        default=Value(len(begins)),
    )


class QueueFilter(admin.SimpleListFilter):
    title = _("Queue")
    parameter_name = PARAMETER
    template = "admin/comments/comment/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Queue.choices

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Comment]") -> "QuerySet[Comment]":
        value = self.value()
        return waiting(queryset, value, timezone.now()) if value in Queue.values else queryset
