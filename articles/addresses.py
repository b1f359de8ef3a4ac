"""Finds an address for a story: the last part of /kanal/2026/11/22/judul/, which no other story has."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Article

_ATTEMPTS = 10  # as many stories with one headline as a newsroom submits in one moment


def free_slug(headline: str) -> str:
    """An address made from a headline, with a number behind it where another story has it."""
    wanted = slugify(headline)[:100].strip("-") or "berita"
    slug, number = wanted, 1
    while Article.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def claim(article: Article) -> None:
    """Store an address for a story that has none yet. Two queries, and two more each time somebody else is faster."""
    for _attempt in range(_ATTEMPTS):
        if article.slug:
            return
        slug = free_slug(article.headline)
        with suppress(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(slug=slug)
            article.slug = slug
    if not article.slug:
        raise ValidationError({"slug": _("Another story has this address. Choose another one.")})
