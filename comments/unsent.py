"""Keeps a text that was sent after the session had ended, until its author has logged in again."""

from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase

from comments import limits

KEPT = timedelta(hours=12)  # to find a forgotten password; a session is otherwise kept for two weeks, full or not
_KEY = "unsent_comment"  # only the newest per session, which bounds what strangers can make the site store


def keep(session: SessionBase, *, article_id: int, text: str) -> None:
    session[_KEY] = {"article": article_id, "text": text[: limits.MAX_UNSENT]}


def kept(session: SessionBase, *, article_id: int) -> str:
    """The text kept for the form of this story, or ""."""
    waiting = session.get(_KEY, {})
    return waiting["text"] if waiting.get("article") == article_id else ""


def drop(session: SessionBase) -> None:
    """Forget the text, because it has been posted."""
    session.pop(_KEY, None)
