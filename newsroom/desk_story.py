"""What other apps add to a story's page at the desk, through the functions named in `settings.DESK_STORY`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from newsroom.accounts.models import User


@dataclass(frozen=True)
class Note:
    """A sentence under a heading, with a link to change it for those who may."""

    title: str
    sentence: str
    url: str = ""
    label: str = ""


Provider = Callable[[User, int, datetime], list[Note]]


def notes_for(user: User, article_id: int, *, now: datetime) -> list[Note]:
    """What this person is shown beside the story. The apps make the queries."""
    providers: list[Provider] = [import_string(name) for name in settings.DESK_STORY]
    return [note for provider in providers for note in provider(user, article_id, now)]
