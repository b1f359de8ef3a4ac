"""The heat of a comment: a score that does not change as time passes, so that pages sorted by it hold still.

Hacker News divides points by a power of their age. Here all comments cool at the same rate, which gives the same kind
of order without recomputing: twice the heat makes up for being HALVING older. Only readers' acts change it.
"""

from datetime import datetime, timedelta
from math import log2

HALVING = timedelta(hours=3)  # a comment nine hours older needs eight times the heat
QUARREL = 20  # from this many replies on, few agreements cool a comment: Hacker News's brake on flame wars


def heat(created_at: datetime, *, agreed: int, replies: int) -> int:
    """In seconds: the time it was sent, plus HALVING for each doubling of its reactions."""
    warmth = 1 + agreed + replies / 2
    if replies > QUARREL:
        warmth *= min(1.0, (1 + agreed) / replies) ** 2
    return int(created_at.timestamp() + HALVING.total_seconds() * log2(max(warmth, 0.01)))
