"""Addresses of stories: finds a slug for /kanal/2026/11/22/slug/ that no other story has."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Article

_FIRST_STEP = 8  # most headlines are not taken, or only a few times
_ATTEMPTS = 10  # stories with the same headline that could be submitted at the same moment


def free_slug(headline: str) -> str:
    """A slug made from a headline, with a free number appended if another story has it.

    The search doubles its step, because a daily column has the same headline for years: ten queries for 8,000 stories.
    """
    wanted = slugify(headline)[:100].strip("-") or "berita"
    first, step = 1, _FIRST_STEP
    while True:
        slugs = [f"{wanted}-{number}" if number > 1 else wanted for number in range(first, first + step)]
        taken = set(Article.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        if free := next((slug for slug in slugs if slug not in taken), None):
            return free
        first, step = first + step, 2 * step


def claim(article: Article) -> None:
    """Give a story an address if it has none. Two queries, and two more each time somebody else is faster."""
    for _attempt in range(_ATTEMPTS):
        if article.slug:
            return
        slug = free_slug(article.headline)
        with suppress(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(slug=slug)
            article.slug = slug
    if not article.slug:
        raise ValidationError({"slug": _("Another story has this address. Choose another one.")})
