"""An embargo keeps a story from readers, whatever the route, until it ends or is lifted.

It is not a schedule: nothing goes live by itself when it ends.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from articles import dates
from articles.models import Article


def is_set(article: Article) -> bool:
    return article.embargo_indefinite or article.embargo_until is not None


def holds(article: Article, at: datetime) -> bool:
    """Whether the embargo applies at this moment."""
    return article.embargo_indefinite or (article.embargo_until is not None and at < article.embargo_until)


def sentence(article: Article) -> str:
    """Until when the embargo lasts, and what to do, in a sentence."""
    if article.embargo_until and not article.embargo_indefinite:
        until = dates.print_wib(article.embargo_until)
        return _("This story is under embargo until %(until)s. Schedule it for then or later.") % {"until": until}
    return _("This story is under embargo without an end. An editor lifts it when it may go out.")
