"""Where a page that readers used to find elsewhere is now. Always one redirect, never a chain."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import furniture
from articles.models import Edition
from newsroom import caching

# Pages below the address of a section besides its stories, with or without a trailing slash.
_OF_A_SECTION = re.compile(r"/(?P<slug>[-\w]+)(?:/(?P<feed>rss|atom|feed\.json)?)?/?")
_INDEX = re.compile(r"/indeks/?")


def story(path: str) -> str | None:
    """The current path of the story that used to be at `path`, or would be if its section had kept its slug.

    At most four queries, and only for pages that are not found.
    """
    first, _slash, rest = path[1:].partition("/")
    return _live_address([path]) or _live_address([f"/{slug}/{rest}" for slug in _names_of(first)])


def _live_address(paths: list[str]) -> str | None:
    once = Edition.objects.begun().filter(path__in=paths).values("article")[:1]
    return Edition.objects.live().filter(article__in=once).values_list("path", flat=True).first() if paths else None


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


class MovedSections:
    """Redirects old addresses of sections to the current ones. Costs nothing if a page is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        address = section_page(request)
        if address is None:
            return response
        moved = HttpResponsePermanentRedirect(address)
        if not caching.has_session(request):
            moved.cache_policy = caching.PUBLIC  # type: ignore[attr-defined]
        return moved
