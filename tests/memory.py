"""Empties all in-process caches, as in a new process."""

from django.core.cache import cache

from articles import clippings, feeds, furniture
from articles.search import page
from comments.templatetags import comments
from newsroom import kept


def forget() -> None:
    cache.clear()
    kept.pieces.forget()
    comments.cards.forget()
    page.results.forget()
    clippings.forget()
    feeds.forget()
    furniture.forget()
