"""The sort orders of a thread. Each can be read from any point along one index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.querysets import CommentQuerySet

_KEY = re.compile(r"(-?[0-9]{1,18})\.([0-9]{1,18})")


@dataclass(frozen=True)
class Order:
    """Sorted by a column and then by id. `moves` means that the column may change while somebody is paging."""

    name: str
    label: str | Promise
    field: str
    descends: bool = True
    moves: bool = False

    def sort(self, comments: CommentQuerySet) -> CommentQuerySet:
        sign = "-" if self.descends else ""
        return comments.order_by(f"{sign}{self.field}", f"{sign}pk")

    def beginning_with(self, comments: CommentQuerySet, value: int | datetime, pk: int) -> CommentQuerySet:
        """The comment with this key and all that follow. The redundant first filter allows an index seek."""
        further = "lt" if self.descends else "gt"
        begins: dict[str, Any] = {f"{self.field}__{further}e": value}
        follows = Q(**{f"{self.field}__{further}": value}) | Q(**{self.field: value, f"pk__{further}e": pk})
        return comments.filter(**begins).filter(follows)

    def query(self, first: Comment) -> str:
        """The query string of a page that starts with this comment."""
        asked = [] if self is NEWEST else [f"urut={self.name}"]
        begins = f"dari={getattr(first, self.field)}.{first.pk}" if self.moves else f"mulai={first.pk}"
        return "&".join([*asked, begins])


NEWEST = Order("terbaru", _("Newest"), "created_at")
OLDEST = Order("terlama", _("Oldest"), "created_at", descends=False)
HOTTEST = Order("terhangat", _("Hottest"), "heat", moves=True)
MOST_REPLIED = Order("ramai", _("Most replied"), "seen", moves=True)  # of CommentQuerySet.counting_seen
ORDERS: Sequence[Order] = (NEWEST, OLDEST, HOTTEST, MOST_REPLIED)


def named(name: str | None) -> Order:
    """The order with this name; newest first by default. Http404 for an unknown name."""
    if not name:
        return NEWEST
    for order in ORDERS:
        if order.name == name:
            return order
    raise Http404


def parse(key: str) -> tuple[int, int]:
    """Parse a key into value and id. Http404 if it is invalid."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise Http404
    return int(match[1]), int(match[2])
