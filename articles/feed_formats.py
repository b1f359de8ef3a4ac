"""Writes a feed as RSS 2.0, Atom or JSON Feed 1.1: each item separately, because items are cached, then the whole feed.

Knows nothing about requests and queries.
"""

import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from articles import dates, notes, paid, schema_org
from articles.body import printable
from articles.models import BylineRole, Edition

_ADDRESS = re.compile(r'( (?:href|src)=")/(?!/)')
_ADDRESSES = re.compile(r'(?<= srcset=")[^"]+')


@dataclass(frozen=True)
class Channel:
    """`page` is the page for people, `address` the URL of the feed, `hub` the WebSub hub, or "".

    `changed_at`: when its newest item went live; None for an empty feed.
    """

    title: str
    page: str
    address: str
    hub: str
    changed_at: datetime | None

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


def item(edition: Edition, text: str, noted: list[Any], root: str) -> Item:
    """The entry for an edition with its resolved text and its notes, for a site at this base URL. No query."""
    written = [byline for byline in edition.bylines if byline["role"] == BylineRole.WRITER]
    pictures = schema_org.images(edition.lead_photo, root) if edition.lead_photo else []
    return Item(
        id=f"{settings.SITE_DOMAIN.lower()}/artikel/{edition.article_id}",
        url=urljoin(root, edition.path),
        title=printable(paid.titled(edition.headline, edition.paid_by)),
        summary=printable(f"{_('Not verified yet.')} {edition.deck}" if edition.unverified else edition.deck),
        html=printable(
            _absolute(_paid(edition) + _figure(edition, pictures) + _notes(noted) + text + _unverified(edition), root)
        ),
        writers=[(printable(w["name"]), urljoin(root, f"/penulis/{w['slug']}/") if w["slug"] else "") for w in written],
        subjects=[printable(name) for name in _subjects(edition)],
        published_at=edition.published_at,
        changed_at=edition.live_from,
        picture=pictures[0] if pictures else "",
    )


def _subjects(edition: Edition) -> list[str]:
    marks = [str(paid.LABEL)] if edition.paid_by else []
    return [*marks, edition.section.name, *(topic["name"] for topic in edition.topics)]


def _paid(edition: Edition) -> str:
    """The label, before everything else."""
    words = escape(paid.sentence(edition))
    return f"<p><strong>{escape(str(paid.LABEL))}.</strong> {words}</p>" if edition.paid_by else ""


def _figure(edition: Edition, pictures: list[str]) -> str:
    photo = edition.lead_photo
    if not photo or not pictures:
        return ""
    caption = " ".join(filter(None, [photo["caption"], f"({photo['credit']})"]))
    return (
        f'<figure><img src="{escape(pictures[0])}" alt="{escape(photo["alt"])}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _notes(noted: list[Any]) -> str:
    """The notes about corrections, placed before the text."""
    return "".join(
        f"<p><strong>{escape(notes.label(note['kind']))}</strong> "
        f"({escape(dates.print_wib(datetime.fromisoformat(note['at'])))}): {escape(note['note'])}</p>"
        for note in noted
    )


def _unverified(edition: Edition) -> str:
    return f"<p><em>{escape(notes.unverified(edition))}</em></p>" if edition.unverified else ""


def _absolute(html: str, root: str) -> str:
    """The text with absolute URLs, for feed readers, which show it elsewhere."""
    html = _ADDRESSES.sub(lambda match: re.sub(r"(^|, )/", rf"\1{root}", match[0]), html)
    return _ADDRESS.sub(rf"\1{root}", html)


def _json_whole(channel: Channel, items: list[str]) -> str:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "description": channel.description,
        "language": "id",
    }
    if channel.hub:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    return f'{json.dumps(feed, ensure_ascii=False)[:-1]}, "items": [{", ".join(items)}]}}'


def _json_item(item: Item) -> str:
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
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def _xml_whole(kind: type["_Rss | _Atom"], channel: Channel, items: list[str]) -> str:
    feed = kind(
        title=channel.title,
        link=channel.page,
        description=channel.description,
        language="id",
        feed_url=channel.address,
        hub=channel.hub,
    )
    feed.written, feed.changed_at = items, channel.changed_at
    text: str = feed.writeString("utf-8")
    return text


def _xml_item(kind: type["_Rss | _Atom"], item: Item) -> str:
    feed = kind(title="", link="", description="")
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
    text = io.StringIO()
    feed.write_items(SimplerXMLGenerator(text, "utf-8", short_empty_elements=True))
    return text.getvalue()


class _OfWrittenItems(SyndicationFeed):
    """Takes its items as finished XML."""

    written: Sequence[str] = ()
    changed_at: datetime | None = None

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        super().write_items(handler)  # type: ignore[misc]
        for item in self.written:
            handler.ignorableWhitespace(item)  # written without escaping

    def latest_post_date(self) -> datetime:
        """When the feed last changed. A constant for an empty feed, because a new date would be a change."""
        return self.changed_at or datetime(2000, 1, 1, tzinfo=UTC)


class _Rss(_OfWrittenItems, Rss201rev2Feed):
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


class _Atom(_OfWrittenItems, Atom1Feed):
    """With full text and hub. Ids of stories are tag URIs (RFC 4151), so that they survive a change of address."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", attrs={"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        domain, _slash, rest = item["unique_id"].partition("/")
        super().add_item_elements(handler, {**item, "unique_id": f"tag:{domain},2000:{rest}"})
        handler.addQuickElement("content", item["html"], {"type": "html"})


@dataclass(frozen=True)
class Form:
    """How a feed format is written: one item, and the whole feed from its channel and finished items."""

    type: str
    item: Callable[[Item], str]
    whole: Callable[[Channel, list[str]], str]


FORMS = {
    "rss": Form("application/rss+xml", partial(_xml_item, _Rss), partial(_xml_whole, _Rss)),
    "atom": Form("application/atom+xml", partial(_xml_item, _Atom), partial(_xml_whole, _Atom)),
    "json": Form("application/feed+json", _json_item, _json_whole),
}
