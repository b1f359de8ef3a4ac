"""Public moderation figures: each month is counted once, after it has ended."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from comments.models import Appeal, Comment, Complaint, Decision, Month, Sanction, Verdict

_BACK = 12  # months to catch up on at most
_SETTLED = timedelta(hours=1)  # after a month, so that what was done in its last second has been committed
Figures = dict[str, Any]


def count_closed_months(*, now: datetime) -> None:
    """Count the newest closed month that is not counted yet. The next tick takes the one before it.

    One query if there is nothing to do. Months before the first comment are skipped.
    """
    months = [first_of_month(now - _SETTLED)]
    for _month in range(_BACK):
        months.append(first_of_month(months[-1] - timedelta(days=1)))
    counted = set(Month.objects.filter(first__gte=months[-1].date()).values_list("first", flat=True))
    missing = [month for month in months[1:] if month.date() not in counted]
    if not missing:
        return
    oldest = Comment.objects.order_by("created_at").values_list("created_at", flat=True).first()
    for month in missing:
        if oldest and oldest < _next(month):
            figures = figures_between(month, _next(month))
            Month.objects.get_or_create(first=month.date(), defaults={"figures": figures, "counted_at": now})
            return


def figures_between(begin: datetime, end: datetime) -> Figures:
    """The figures of a period. Ten queries.

    The share answered in time refers to complaints whose deadline was in the period, decided or not. So each counts in
    exactly one month, which never changes afterwards, and undecided ones count as late.
    """
    span = {"at__gte": begin, "at__lt": end}
    verdicts = Verdict.objects.filter(**span)
    outcomes = Counter(verdicts.values_list("outcome", flat=True).iterator())
    refused = verdicts.filter(outcome=Verdict.Outcome.REFUSED).values_list("reason", flat=True)
    decisions = Decision.objects.filter(**span)
    received = Complaint.objects.filter(received_at__gte=begin, received_at__lt=end)
    answered = Complaint.objects.filter(decided_at__gte=begin, decided_at__lt=end)
    took = [
        (decided_at - received_at, outcome)
        for received_at, decided_at, outcome in answered.values_list("received_at", "decided_at", "outcome").iterator()
        if decided_at
    ]
    due = Complaint.objects.due_between(begin, end)
    hours = sorted(duration / timedelta(hours=1) for duration, _outcome in took)
    appeals = Appeal.objects.filter(decided_at__gte=begin, decided_at__lt=end).values_list("outcome", flat=True)
    sanctions = Sanction.objects.filter(**span, severity__gt=0).values_list("kind", flat=True)
    return {
        "received": Comment.objects.filter(created_at__gte=begin, created_at__lt=end).count(),
        "held": outcomes[Verdict.Outcome.HELD],
        "refused": outcomes[Verdict.Outcome.REFUSED],
        "refused_by": _by_size(refused),
        "hidden": decisions.filter(act=Decision.Act.HIDE).count(),
        "hidden_by": _by_size(decisions.filter(act=Decision.Act.HIDE).values_list("reason", flat=True)),
        "complaints": received.count(),
        "complaints_by": _by_size(received.values_list("reason", flat=True)),
        "answered": len(hours),
        "upheld": sum(outcome == Complaint.Outcome.UPHELD for _duration, outcome in took),
        "median_hours": percentile(hours, 50),
        "p95_hours": percentile(hours, 95),
        "due": due.count(),
        "in_time": due.in_time().count(),
        "appeals": len(appeals),
        "appeals_upheld": sum(outcome == Appeal.Outcome.UPHELD for outcome in appeals),
        "sanctions_by": _by_size(sanctions),
    }


def percentile(ordered: list[float], percent: int) -> float | None:
    """The percentile (nearest rank), rounded to a tenth; None without values."""
    if not ordered:
        return None
    rank = max(1, -(-len(ordered) * percent // 100))
    return round(ordered[rank - 1], 1)


def first_of_month(moment: datetime) -> datetime:
    """The start of this moment's month, in Jakarta."""
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month_named(name: str) -> date | None:
    """The first day of a month such as "2026-10"; None for any other format."""
    try:
        found = datetime.strptime(f"{name}-01", "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    return found if f"{found:%Y-%m}" == name else None


def _next(month: datetime) -> datetime:
    return first_of_month(month + timedelta(days=32))


def _by_size(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
