"""RSS, Atom and JSON Feed for the site, sections, topics and journalists, with the full text of live editions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import body, clippings, feed_formats, furniture, listing, whereabouts
from articles.models import Edition, Journalist, Topic
from newsroom import caching
from newsroom.kept import Kept, piece

ITEMS = 30
CACHED = 8 * 2**20  # bytes, some 500 items; separate from other fragments, so that rarely read feeds evict no stories

items: Kept[SafeString] = Kept(CACHED)
_references: Kept[tuple[int, ...]] = Kept(4_000)  # which articles the text of an edition refers to, by edition


@dataclass(frozen=True)
class Source:
    """The subject of a feed: its name, its page, and its editions, newest first."""

    title: str
    path: str
    editions: list[Edition]


def _site() -> Source:
    return Source(settings.SITE_NAME, "/", listing.of_site.newest(ITEMS))


def _section(slug: str) -> Source:
    section = furniture.section(slug)
    if section is None:
        raise Http404
    return Source(section.name, section.get_absolute_url(), listing.of_section.newest(ITEMS, section=section.pk))


def _topic(slug: str) -> Source:
    topic = get_object_or_404(Topic, slug=slug)
    return Source(topic.name, topic.get_absolute_url(), listing.about_topic.newest(ITEMS, topic=topic.pk))


def _journalist(slug: str) -> Source:
    journalist = get_object_or_404(Journalist, slug=slug)
    editions = listing.by_journalist.newest(ITEMS, journalist=journalist.pk)
    return Source(journalist.name, journalist.get_absolute_url(), editions)


SOURCES: dict[str, Callable[..., Source]] = {
    "feed": _site,
    "topic_feed": _topic,
    "journalist_feed": _journalist,
    "section_feed": _section,
}


@require_safe
@caching.public
def feed(request: HttpRequest, source: str, form: str, **which: Any) -> HttpResponse:
    """A feed in one format. At most five queries, two if all items are cached. With an ETag for unchanged feeds."""
    about = SOURCES[source](**which)
    here, format_ = request.build_absolute_uri, feed_formats.FORMS[form]
    name = about.title if about.title == settings.SITE_NAME else f"{about.title} · {settings.SITE_NAME}"
    channel = feed_formats.Channel(
        title=body.printable(name),
        page=here(about.path),
        address=here(request.path),
        hub=settings.WEBSUB_HUB,
        changed_at=max((edition.live_from for edition in about.editions), default=None),
    )
    written = format_.whole(channel, _written(about.editions, form, here("/")))
    response = HttpResponse(written, content_type=f"{format_.type}; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if settings.WEBSUB_HUB:
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{here(request.path)}>; rel="self"'
    return response


def _written(editions: list[Edition], form: str, root: str) -> list[str]:
    """Each edition as an item of the feed, cached by everything it shows: edition, section, current references."""
    texts = clippings.Deferred(editions, "html", "notes")

    def references(edition: Edition) -> tuple[int, ...]:
        """The articles the text refers to, except itself."""
        found = _references.get(edition.pk)
        if found is None:
            html, _notes = texts.of(edition)
            found = tuple(pk for pk in body.read_also_ids(html) if pk != edition.article_id)
            _references.put(edition.pk, found)
        return found

    referred = {edition.pk: references(edition) for edition in editions}
    current = whereabouts.headlines(pk for articles in referred.values() for pk in articles)

    def item(edition: Edition) -> str:
        targets = {pk: current[pk] for pk in referred[edition.pk] if pk in current}
        key = (form, root, edition.pk, edition.section.name, *targets.items())

        def write() -> str:
            html, notes = texts.of(edition)
            said = feed_formats.item(edition, body.resolve(html, targets), notes, root)
            return feed_formats.FORMS[form].item(said)

        return piece(key, write, among=items)

    return [item(edition) for edition in editions]


def forget() -> None:
    """Empty the caches: for tests, where the id of a rolled-back row is reused."""
    items.forget()
    _references.forget()
