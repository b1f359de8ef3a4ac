"""Sitemaps: an index of monthly files, of which only the newest changes, and a news sitemap of two days."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import body, dates, furniture, printed
from articles.models import Edition
from newsroom import caching
from newsroom.kept import piece

NEWS_AGE = timedelta(days=2)  # the limit for news sitemaps; older URLs are an error
NEWS_ADDRESSES = 1_000  # the protocol's limit for news
XML = "application/xml; charset=utf-8"
ADDRESSES = 50_000  # the protocol's limit for one file


@require_safe
@caching.public
def index(request: HttpRequest) -> HttpResponse:
    """A file for each month with stories, or several if it has too many for one. At most two queries."""
    root, months = request.build_absolute_uri("/").rstrip("/"), printed.months(timezone.now())
    return HttpResponse(piece(("sitemap", root, *months), lambda: _index(root, months)), content_type=XML)


def _index(root: str, months: list[printed.Month]) -> str:
    files: list[tuple[str, datetime | None]] = [
        ("/sitemap-kanal.xml", None),
        ("/sitemap-news.xml", max((month.changed_at for month in months), default=None)),
    ]
    for month in months:
        parts = -(-month.stories // ADDRESSES)
        files += [(_file(month.first, part), month.changed_at) for part in range(1, parts + 1)]
    return _listed("sitemapindex", "sitemap", root, files)


@require_safe
@caching.public
def sections(request: HttpRequest) -> HttpResponse:
    paths = ["/", *(section.get_absolute_url() for section in furniture.sections())]
    return _urlset(request, ((path, None) for path in paths))


@require_safe
@caching.public
def month(request: HttpRequest, year: str, number: str, part: str = "1") -> HttpResponse:
    """The stories of a month, oldest first, so that full files do not change. At most two queries.

    Http404 for an invalid or future month, and for a part that the month does not have.
    """
    try:
        first = date(int(year), int(number), 1)
    except ValueError:
        raise Http404 from None
    if first > printed.month_of(timezone.now()) or first.year < 1945:
        raise Http404
    start = (int(part) - 1) * ADDRESSES
    if start and start >= printed.stories_of(first):
        raise Http404
    begin, end = printed.bounds(first)
    stories = Edition.objects.live().standing().filter(published_at__gte=begin, published_at__lt=end)
    rows = stories.order_by("published_at", "article_id").values_list("path", "live_from")
    return _urlset(request, rows[start : start + ADDRESSES])


@require_safe
@caching.public
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days, without advertorials. One query."""
    stories = Edition.objects.live().standing().news().filter(published_at__gte=timezone.now() - NEWS_AGE)
    rows = stories.order_by("-published_at", "-article_id").values_list("path", "headline", "published_at")[
        :NEWS_ADDRESSES
    ]
    items = [
        {
            "location": request.build_absolute_uri(path),
            "headline": body.printable(headline),
            "published": dates.machine(published_at),
        }
        for path, headline, published_at in rows
    ]
    return _xml(request, "articles/sitemap_news.xml", {"items": items, "publication": settings.SITE_NAME})


def _urlset(request: HttpRequest, rows: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(_listed("urlset", "url", root, rows), content_type=XML)


def _listed(whole: str, each: str, root: str, rows: Iterable[tuple[str, datetime | None]]) -> str:
    """Uses plain strings: for a month of 10,000 stories a template takes half a second, this 50 ms."""
    lines = [
        f"<{each}><loc>{escape(root + path)}</loc>"
        + (f"<lastmod>{dates.machine(changed)}</lastmod></{each}>" if changed else f"</{each}>")
        for path, changed in rows
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, f"</{whole}>\n"])


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type=XML)


def _file(month: date, part: int) -> str:
    return f"/sitemap-{month:%Y-%m}.xml" if part == 1 else f"/sitemap-{month:%Y-%m}-{part}.xml"
