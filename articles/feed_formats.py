"""Writes a feed as RSS 2.0, Atom or JSON Feed 1.1. Knows nothing about requests and queries."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from articles import dates, notes, schema_org
from articles.body import printable
from articles.models import BylineRole, Edition

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}

_ADDRESS = re.compile(r'( (?:href|src)=")/(?!/)')
_ADDRESSES = re.compile(r'(?<= srcset=")[^"]+')


@dataclass(frozen=True)
class Channel:
    """`page` is the page for people, `address` the URL of the feed, `hub` the WebSub hub, or ""."""

    title: str
    page: str
    address: str
    hub: str

    @property
    def description(self) -> str:
        return _("News from %(site)s") % {"site": settings.SITE_NAME}


@dataclass(frozen=True)
class Item:
    """An entry of a feed. `id` is permanent even if the URL changes; `html` is the full text with absolute URLs.

    Characters that XML cannot contain are removed: a single one would make the whole feed invalid.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    writers: list[tuple[str, str]]
    subjects: list[str]
    published_at: datetime
    changed_at: datetime
    picture: str


def item(edition: Edition, text: str, root: str) -> Item:
    """The entry for an edition with its resolved text, for a site at this base URL. No query."""
    written = [byline for byline in edition.bylines if byline["role"] == BylineRole.WRITER]
    pictures = schema_org.images(edition.lead_photo, root) if edition.lead_photo else []
    return Item(
        id=f"{settings.SITE_DOMAIN.lower()}/artikel/{edition.article_id}",
        url=urljoin(root, edition.path),
        title=printable(edition.headline),
        summary=printable(f"{_('Not verified yet.')} {edition.deck}" if edition.unverified else edition.deck),
        html=printable(_absolute(_figure(edition, pictures) + _notes(edition) + text + _unverified(edition), root)),
        writers=[(printable(w["name"]), urljoin(root, f"/penulis/{w['slug']}/") if w["slug"] else "") for w in written],
        subjects=[printable(name) for name in (edition.section.name, *(topic["name"] for topic in edition.topics))],
        published_at=edition.published_at,
        changed_at=edition.live_from,
        picture=pictures[0] if pictures else "",
    )


def _figure(edition: Edition, pictures: list[str]) -> str:
    photo = edition.lead_photo
    if not photo or not pictures:
        return ""
    caption = " ".join(filter(None, [photo["caption"], f"({photo['credit']})"]))
    return (
        f'<figure><img src="{escape(pictures[0])}" alt="{escape(photo["alt"])}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _notes(edition: Edition) -> str:
    """The notes about corrections, placed before the text."""
    return "".join(
        f"<p><strong>{escape(notes.label(note['kind']))}</strong> "
        f"({escape(dates.print_wib(datetime.fromisoformat(note['at'])))}): {escape(note['note'])}</p>"
        for note in edition.notes
    )


def _unverified(edition: Edition) -> str:
    return f"<p><em>{escape(notes.unverified(edition))}</em></p>" if edition.unverified else ""


def _absolute(html: str, root: str) -> str:
    """The text with absolute URLs, for feed readers, which show it elsewhere."""
    html = _ADDRESSES.sub(lambda match: re.sub(r"(^|, )/", rf"\1{root}", match[0]), html)
    return _ADDRESS.sub(rf"\1{root}", html)


def rss(channel: Channel, items: list[Item]) -> str:
    return _xml(_Rss, channel, items)


def atom(channel: Channel, items: list[Item]) -> str:
    return _xml(_Atom, channel, items)


def json_feed(channel: Channel, items: list[Item]) -> str:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "description": channel.description,
        "language": "id",
        "items": [_json_item(item) for item in items],
    }
    if channel.hub:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    return json.dumps(feed, ensure_ascii=False)


def _json_item(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "image": item.picture,
        "date_published": dates.machine(item.published_at),
        "date_modified": dates.machine(item.changed_at),
        "authors": [{"name": name, "url": url} if url else {"name": name} for name, url in item.writers],
        "tags": item.subjects,
    }
    return {name: value for name, value in told.items() if value}


def _xml(kind: type[SyndicationFeed], channel: Channel, items: list[Item]) -> str:
    feed = kind(
        title=channel.title,
        link=channel.page,
        description=channel.description,
        language="id",
        feed_url=channel.address,
        hub=channel.hub,
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=item.url,
            description=item.summary,
            author_name=", ".join(name for name, _url in item.writers),
            pubdate=item.published_at,
            updateddate=item.changed_at,
            categories=item.subjects,
            unique_id=item.id,
            unique_id_is_permalink=False,
            html=item.html,
            picture=item.picture,
        )
    text: str = feed.writeString("utf-8")
    return text


class _Rss(Rss201rev2Feed):
    """With full text, picture and hub. `description` comes before `content:encoded`, as feed readers expect."""

    def rss_attributes(self) -> dict[str, str]:
        namespaces = {
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        }
        return {**super().rss_attributes(), **namespaces}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", attrs={"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])
        if item["picture"]:
            handler.addQuickElement(
                "media:content", attrs={"url": item["picture"], "medium": "image", "type": "image/webp"}
            )

    def latest_post_date(self) -> datetime:
        return _latest(self.items)


class _Atom(Atom1Feed):
    """With full text and hub. Ids of stories are tag URIs (RFC 4151), so that they survive a change of address."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", attrs={"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        domain, _slash, rest = item["unique_id"].partition("/")
        super().add_item_elements(handler, {**item, "unique_id": f"tag:{domain},2000:{rest}"})
        handler.addQuickElement("content", item["html"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        return _latest(self.items)


def _latest(items: list[dict[str, Any]]) -> datetime:
    """When the feed last changed. A constant for an empty feed, because a new date would be a change."""
    return max((item["updateddate"] for item in items), default=datetime(2000, 1, 1, tzinfo=UTC))


WRITERS: dict[str, Callable[[Channel, list[Item]], str]] = {"rss": rss, "atom": atom, "json": json_feed}
