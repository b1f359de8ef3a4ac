"""The front page of the desk, made of what each app has waiting.

Apps add their parts through the functions named in `settings.DESK_FRONT`, so that they need not know each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from newsroom.accounts.models import User

MOST_ROWS = 20  # per part; the rest is one click away


@dataclass(frozen=True)
class Row:
    """One thing that waits. `clock` is a moment, shown as the time since or until then, with its meaning."""

    title: str
    url: str
    details: Sequence[str] = ()
    badges: Sequence[tuple[str, str]] = ()  # (style, text)
    note: str = ""
    note_by: str = ""
    clock: datetime | None = None
    clock_label: str = ""
    is_late: bool = False
    figure: str = ""  # a number worth reading at a glance
    figure_label: str = ""


@dataclass(frozen=True)
class Part:
    """A list on the front page. Without rows it shows `nothing`, and without that it is left out."""

    name: str
    title: str
    rows: Sequence[Row]
    order: int  # by urgency
    nothing: str = ""
    is_urgent: bool = False
    beside: bool = False  # in the narrow column: for information
    more_url: str = ""

    @property
    def shown(self) -> bool:
        return bool(self.rows or self.nothing)


Provider = Callable[[User, datetime], list[Part]]


def parts_for(user: User, *, now: datetime | None = None) -> list[Part]:
    """What waits for this person, most urgent first. The apps make the queries; there are none per row."""
    now = now or timezone.now()
    providers: list[Provider] = [import_string(name) for name in settings.DESK_FRONT]
    parts = [part for provider in providers for part in provider(user, now) if part.shown]
    return sorted(parts, key=lambda part: part.order)
