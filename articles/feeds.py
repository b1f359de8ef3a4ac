"""RSS, Atom and JSON Feed for the site, sections, topics and journalists, with the full text of live editions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles import body, clippings, feed_formats, furniture, stories
from articles.models import Edition, EditionByline, EditionTopic, Journalist, Topic
from newsroom import caching

ITEMS = 30


@dataclass(frozen=True)
class Source:
    """The subject of a feed: its name, its page, and its editions, newest first."""

    title: str
    path: str
    editions: Iterable[Edition]


def _site() -> Source:
    return Source(settings.SITE_NAME, "/", Edition.objects.live().standing().with_text()[:ITEMS])


def _section(slug: str) -> Source:
    section = furniture.section(slug)
    if section is None:
        raise Http404
    editions = Edition.objects.live().standing().in_section(section).with_text()[:ITEMS]
    return Source(section.name, section.get_absolute_url(), editions)


def _topic(slug: str) -> Source:
    topic = get_object_or_404(Topic, slug=slug)
    parts = EditionTopic.objects.live().standing().about(topic).with_text()[:ITEMS]
    return Source(topic.name, topic.get_absolute_url(), (part.edition for part in parts))


def _journalist(slug: str) -> Source:
    journalist = get_object_or_404(Journalist, slug=slug)
    parts = EditionByline.objects.live().standing().by(journalist).with_text()[:ITEMS]
    return Source(journalist.name, journalist.get_absolute_url(), dict.fromkeys(part.edition for part in parts))


SOURCES: dict[str, Callable[..., Source]] = {
    "feed": _site,
    "topic_feed": _topic,
    "journalist_feed": _journalist,
    "section_feed": _section,
}


@require_safe
@caching.public
def feed(request: HttpRequest, source: str, form: str, **which: Any) -> HttpResponse:
    """A feed in one format. At most four queries. With an ETag, so that unchanged feeds are not sent again."""
    about = SOURCES[source](**which)
    here = request.build_absolute_uri
    editions = clippings.with_sections(about.editions)
    texts = stories.texts(editions)
    written = feed_formats.WRITERS[form](
        feed_formats.Channel(
            title=body.printable(
                about.title if about.title == settings.SITE_NAME else f"{about.title} · {settings.SITE_NAME}"
            ),
            page=here(about.path),
            address=here(request.path),
            hub=settings.WEBSUB_HUB,
        ),
        [feed_formats.item(edition, texts[edition.pk], here("/")) for edition in editions],
    )
    response = HttpResponse(written, content_type=f"{feed_formats.TYPES[form]}; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if settings.WEBSUB_HUB:
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{here(request.path)}>; rel="self"'
    return response
