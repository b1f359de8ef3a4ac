"""The search page: parses the query, runs it, and makes suggestions if nothing was found."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import dates, furniture
from articles.models import Edition
from articles.search import find, highlight, suggest
from articles.search.query import Order, Query
from newsroom import caching
from newsroom.kept import Kept, piece

KEY = "sebelum"
HITS = 8 * 2**20  # bytes of HTML, about 2,500 hits; separate, so that odd queries do not evict other fragments
results: Kept[SafeString] = Kept(HITS)


@require_safe
@caching.public_by("q", "kanal", "dari", "sampai", "urut", "sebelum")
def search(request: HttpRequest) -> HttpResponse:
    """The results, 20 per page. At most five queries if something was found. 400 for an invalid filter."""
    query, problems = _asked(request.GET)
    now = timezone.now()
    context = {"query": query, "problems": problems, "sections": furniture.sections(), "orders": Order}
    context["narrowed"] = " · ".join(_filters(query))
    if query.terms and not problems:
        try:
            found = find.find(query, now=now, key=request.GET.get(KEY, ""))
        except find.BadKey:
            raise Http404 from None
        if not found.editions and KEY in request.GET:
            raise Http404
        context |= {"found": found, "results": _results(found, query.stems)}
        context |= {"is_first": KEY not in request.GET, "here": _address(query), "by_date": _newest(query)}
        if not found.editions:
            context |= _help(query, suggest.suggest(query, now=now))
    response = render(request, "articles/search.html", context, status=400 if problems else 200)
    if query.typed or problems:  # search engines may index the empty search page, but no results
        response["X-Robots-Tag"] = "noindex"
    return response


def _asked(asked: QueryDict) -> tuple[Query, list[str]]:
    """The query, and a sentence for each invalid filter, which is ignored."""
    problems: list[str] = []
    slug = asked.get("kanal", "")
    section = furniture.section_now(slug) if slug else None
    if slug and section is None:
        problems.append(_("There is no such section. Choose one from the list."))
    since, until = (_day(asked.get(name, ""), problems) for name in ("dari", "sampai"))
    if since and until and since > until:
        problems.append(_("The first day is after the last one. Exchange the two dates."))
    order = Order.NEWEST if asked.get("urut") == Order.NEWEST else Order.BEST
    return Query(section=section, since=since, until=until, order=order).with_typed(asked.get("q", "")), problems


def _day(typed: str, problems: list[str]) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = date.min
    if typed != day.isoformat() or not 1945 <= day.year <= 2100:
        problems.append(_("A date is not a date. Write it as year, month and day, like 2026-11-25."))
        return None
    return day


def _filters(query: Query) -> Iterator[str]:
    """The active filters in words. The filters themselves are collapsed, so that results are at the top."""
    if query.section:
        yield query.section.name
    if query.since:
        yield _("from %(day)s") % {"day": dates.print_day(query.since)}
    if query.until:
        yield _("to %(day)s") % {"day": dates.print_day(query.until)}
    if query.order != Order.BEST:
        yield str(query.order.label)


def _results(found: find.Found, stems: frozenset[str]) -> list[SafeString]:
    """The hits as HTML, cached by edition, section and stems: editions do not change, and many people search alike."""

    def result(edition: Edition) -> str:
        excerpt = highlight.excerpt(edition.deck, lambda: found.bodies.of(edition)[0], stems)
        shown = {"edition": edition, "headline": highlight.marked(edition.headline, stems), "excerpt": excerpt}
        return render_to_string("articles/_result.html", shown)

    def key(edition: Edition) -> Hashable:
        return edition.pk, edition.section.slug, edition.section.name, stems

    return [piece(key(edition), partial(result, edition), among=results) for edition in found.editions]


def _help(query: Query, proposed: Query | None) -> dict[str, str]:
    """Suggestions if nothing was found: another spelling, or the same words without filters."""
    ways: dict[str, str] = {}
    if proposed:
        ways |= {"proposed": proposed.typed, "proposed_address": _address(proposed)}
    if query.section or query.since or query.until:
        ways["everywhere"] = _address(replace(query, section=None, since=None, until=None))
    return ways


def _newest(query: Query) -> str:
    return _address(replace(query, order=Order.NEWEST))


def _address(query: Query) -> str:
    """The canonical URL of a query's results."""
    parts = {
        "q": query.typed.strip(),
        "kanal": query.section.slug if query.section else "",
        "dari": query.since.isoformat() if query.since else "",
        "sampai": query.until.isoformat() if query.until else "",
        "urut": query.order.value if query.order != Order.BEST else "",
    }
    return "/cari/?" + urlencode({name: value for name, value in parts.items() if value})
