"""Where a page that readers used to find elsewhere is now. Always one redirect, never a chain."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import furniture
from articles.models import Edition, FormerAddress, Journalist, Topic
from newsroom import caching

# Pages below the address of a section besides its stories, with or without a trailing slash.
_OF_A_SECTION = re.compile(r"/(?P<slug>[-\w]+)(?:/(?P<feed>rss|atom|feed\.json)?)?/?")
_INDEX = re.compile(r"/indeks/?")
# Pages of WordPress, whose names of categories, tags and authors an import keeps.
_OF_WORDPRESS = re.compile(r"/(?P<kind>category|tag|author)/(?:[^/]+/)*?(?P<slug>[-\w]+)(?:/feed|/page/\d+)?/?")
_FEED_OF_WORDPRESS = re.compile(r"/feed/?")


def story(path: str) -> str | None:
    """The current path of the story that used to be at `path`, or would be if its section had kept its slug.

    At most four queries, and only for pages that are not found.
    """
    first, _slash, rest = path[1:].partition("/")
    return _was_at([path]) or _was_at([f"/{slug}/{rest}" for slug in _names_of(first)])


def _was_at(paths: list[str]) -> str | None:
    return _live_address(Edition.objects.begun().filter(path__in=paths).values("article")[:1]) if paths else None


def _live_address(articles: "QuerySet[Any, Any]") -> str | None:
    return Edition.objects.live().filter(article__in=articles).values_list("path", flat=True).first()


def _names_of(slug: str) -> list[str]:
    """The other current and former slugs of the section with this slug."""
    section = furniture.section_now(slug)
    if section is None:
        return []
    once = [former for former, pk in furniture.former_slugs().items() if pk == section.pk]
    return [name for name in (section.slug, *once) if name != slug]


def section_page(request: HttpRequest) -> str | None:
    """The current path of the front page, feed or archive of a section that used to be at this one."""
    query = request.GET.copy()
    if _INDEX.fullmatch(request.path_info):
        found = furniture.section_now(query.get("kanal", ""))
        if found is None or found.slug == query["kanal"]:
            return None
        query["kanal"] = found.slug
        return f"/indeks/?{query.urlencode()}"
    match = _OF_A_SECTION.fullmatch(request.path_info)
    found = furniture.section_now(match["slug"]) if match else None
    if match is None or found is None or found.slug == match["slug"]:
        return None
    feed = match["feed"] or ""
    path = f"/{found.slug}/{feed}" + ("/" if feed in ("rss", "atom") else "")
    return f"{path}?{query.urlencode()}" if query else path


def known_as(path: str) -> str:
    """A path as FormerAddress stores it: WordPress takes no notice of case, of the last slash, or of `/amp`.

    "" for one that no story can have had.
    """
    if "\x00" in path:  # PostgreSQL refuses to look for it
        return ""
    return path.lower().rstrip("/").removesuffix("/amp")[: FormerAddress.LONGEST]


def from_elsewhere(path: str) -> str | None:
    """The current path of the story that was at `path` in another system. At most one query."""
    known = known_as(path)
    return _live_address(FormerAddress.objects.filter(path=known).values("article")) if known else None


def page_of_wordpress(path: str) -> str | None:
    """The page of the section, topic or journalist that used to be a page of WordPress. At most two queries."""
    if _FEED_OF_WORDPRESS.fullmatch(path):
        return "/rss/"
    match = _OF_WORDPRESS.fullmatch(path)
    if match is None:
        return None
    slug = match["slug"].lower()
    if match["kind"] == "category" and (section := furniture.section_now(slug)):
        return section.get_absolute_url()
    model = Journalist if match["kind"] == "author" else Topic
    found = model.objects.filter(slug=slug).first()
    return found.get_absolute_url() if found else None


class Moved:
    """Redirects old addresses to the current ones. Costs nothing if a page is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        path = request.path_info
        address = section_page(request) or page_of_wordpress(path) or from_elsewhere(path)
        if address is None:
            return response
        moved = HttpResponsePermanentRedirect(address)
        if not caching.has_session(request):
            moved.cache_policy = caching.PUBLIC  # type: ignore[attr-defined]
        return moved
