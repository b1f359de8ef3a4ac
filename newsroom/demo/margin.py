"""The remarks on a demo story that was sent back: one is resolved, one is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from articles import remarks
from articles.models import Article, Remark
from articles.passages import Passage
from newsroom.accounts.models import User

MINUTE = timedelta(minutes=1)


def write(article: Article, notes: Sequence[dict[str, Any]], *, by: User, now: datetime) -> list[Remark]:
    """Write the editor's remarks, a minute apart."""
    return [
        remarks.write(
            article,
            by=by,
            text=note["text"],
            place=Remark.Place.BODY,
            passage=Passage(note["quote"]),
            now=now + number * MINUTE,
        ).remark
        for number, note in enumerate(notes)
    ]


def see_to(written: Sequence[Remark], notes: Sequence[dict[str, Any]], *, by: User, now: datetime) -> None:
    """Answer and resolve remarks as the reporter."""
    for remark, note in zip(written, notes, strict=True):
        if note.get("answer"):
            remarks.answer(remark, by=by, text=note["answer"], now=now)
        if note.get("resolved"):
            remarks.resolve(remark, by=by, text=note["resolved"], now=now + MINUTE)
