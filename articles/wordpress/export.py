"""Reads an export of WordPress (WXR 1.0 to 1.2), one entry at a time, so that its size does not matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from django.conf import settings

from newsroom.pointers import may_be_id, parts_of

_NAMESPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_WORDPRESS = re.compile(r"http://wordpress\.org/export/[\d.]+/(excerpt/)?")
# Bytes that XML forbids and WordPress writes all the same; in UTF-8 they are never part of another character.
_FORBIDDEN = bytes({*range(32)} - set(b"\t\n\r"))
_CHANNEL = 2  # its depth in the file
_SIZE_SUFFIX = re.compile(r"-\d+x\d+(?=\.\w+$)")  # photo-1024x683.jpg is made from photo.jpg


class NotAnExport(Exception):
    """The file is not an export of WordPress, or is cut off."""


@dataclass(frozen=True)
class Term:
    """A category, a tag or an author."""

    slug: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file of the media library. `file` is its path below wp-content/uploads."""

    file: str
    title: str = ""
    caption: str = ""
    alt: str = ""


@dataclass
class Post:
    """A post with everything that the import needs. `published_at` is None if it never was."""

    number: int
    status: str
    title: str
    link: str
    slug: str
    html: str
    excerpt: str
    published_at: datetime | None
    authors: list[Term]
    categories: list[Term] = field(default_factory=list)
    tags: list[Term] = field(default_factory=list)
    main_category: str = ""  # the id of the term that Yoast calls primary
    lead_photo: int | None = None
    is_locked: bool = False  # behind a password


class Export:
    """An export file. Creating it reads the file once, for all that posts refer to; `posts` reads it again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.authors: dict[str, Term] = {}  # by login
        self.categories: dict[str, Term] = {}  # by slug
        self.numbered: dict[str, str] = {}  # slugs of categories by their ids
        self.attachments: dict[int, Attachment] = {}
        self.title = ""
        self.hosts: set[str] = set()
        self.number_of_posts = 0
        self._by_file: dict[str, Attachment] = {}
        for element in _elements(path):
            self._note(element)

    def posts(self) -> Iterator[Post]:
        """The posts in the order of the file. Pages, menus and other types are left out."""
        for element in _elements(self.path):
            if element.tag == "item" and _text(element, "wp:post_type") == "post":
                yield self._post(element)

    def attachment(self, address: str) -> Attachment | None:
        """The attachment at a URL, which may be that of one of the smaller sizes that WordPress makes."""
        _before, found, file = unquote(parts_of(address).path).partition("/wp-content/uploads/")
        if not found:
            return None
        return self._by_file.get(file) or self._by_file.get(_SIZE_SUFFIX.sub("", file)) or Attachment(file)

    def is_of_this_site(self, address: str) -> bool:
        """Whether an address leads to the site that was exported, as one without a host does."""
        host = _host(address)
        return not host or host in self.hosts

    def root(self, slug: str) -> Term | None:
        """The top-level ancestor of this category."""
        seen: set[str] = set()
        while (term := self.categories.get(slug)) and term.parent in self.categories and slug not in seen:
            seen.add(slug)
            slug = term.parent
        return term

    def _note(self, element: ElementTree.Element) -> None:
        if element.tag == "title":
            self.title = (element.text or "").strip()
        elif element.tag in ("wp:base_site_url", "wp:base_blog_url"):
            self.hosts.add(_host((element.text or "").strip()))
        elif element.tag == "wp:author":
            login = _text(element, "wp:author_login")
            self.authors[login] = Term(login.lower(), _text(element, "wp:author_display_name") or login)
        elif element.tag == "wp:category":
            slug = unquote(_text(element, "wp:category_nicename"))
            parent = unquote(_text(element, "wp:category_parent"))
            self.categories[slug] = Term(slug, _text(element, "wp:cat_name") or slug, parent)
            self.numbered[_text(element, "wp:term_id")] = slug
        elif element.tag == "item":
            kind = _text(element, "wp:post_type")
            self.number_of_posts += kind == "post"
            if kind == "attachment":
                self._note_attachment(element)

    def _note_attachment(self, element: ElementTree.Element) -> None:
        meta = _meta(element)
        address = unquote(parts_of(_text(element, "wp:attachment_url")).path)
        found = Attachment(
            file=meta.get("_wp_attached_file") or address.partition("/wp-content/uploads/")[2],
            title=_text(element, "title"),
            caption=_text(element, "excerpt:encoded"),
            alt=meta.get("_wp_attachment_image_alt", ""),
        )
        self.attachments[_number(element)] = self._by_file[found.file] = found

    def _post(self, element: ElementTree.Element) -> Post:
        meta = _meta(element)
        terms: dict[str, list[Term]] = {"category": [], "post_tag": [], "author": []}
        for term in element.iter("category"):
            slug = unquote(term.get("nicename", ""))
            if slug:
                terms.setdefault(term.get("domain", ""), []).append(Term(slug, (term.text or slug).strip()))
        login = _text(element, "dc:creator")
        lead = meta.get("_thumbnail_id", "")
        return Post(
            number=_number(element),
            status=_text(element, "wp:status"),
            title=_text(element, "title"),
            link=_text(element, "link"),
            slug=unquote(_text(element, "wp:post_name")),
            html=_text(element, "content:encoded"),
            excerpt=_text(element, "excerpt:encoded"),
            published_at=_moment(_text(element, "wp:post_date_gmt"), UTC)
            or _moment(_text(element, "wp:post_date"), ZoneInfo(settings.TIME_ZONE)),
            # Written by the plug-in Co-Authors Plus, with several names; it prefixes their slugs.
            authors=[Term(term.slug.removeprefix("cap-"), term.name) for term in terms["author"]]
            or [self.authors.get(login) or Term(login.lower(), login)],
            categories=terms["category"],
            tags=terms["post_tag"],
            main_category=self.numbered.get(meta.get("_yoast_wpseo_primary_category", ""), ""),
            is_locked=bool(_text(element, "wp:post_password")),
            lead_photo=int(lead) if may_be_id(lead) else None,
        )


def _host(address: str) -> str:
    return parts_of(address).netloc.lower().removeprefix("www.")


def _number(element: ElementTree.Element) -> int:
    text = _text(element, "wp:post_id")
    if not may_be_id(text):
        raise NotAnExport(f"An entry has no number: “{_text(element, 'title')}”.")
    return int(text)


class _Readable:
    """The file without the bytes that would end the parsing."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size).translate(None, _FORBIDDEN)


def _elements(path: Path) -> Iterator[ElementTree.Element]:
    """The parts of the channel one by one, with short names. Each is emptied before the next is read."""
    depth, channel = 0, None
    try:
        with path.open("rb") as file:
            for event, element in ElementTree.iterparse(_Readable(file), events=("start", "end")):  # noqa: S314
                if event == "start":
                    depth += 1
                    element.tag = _short(element.tag)
                    if depth == _CHANNEL and element.tag == "channel":
                        channel = element
                    continue
                depth -= 1
                if depth == _CHANNEL and channel is not None:
                    yield element
                    channel.remove(element)
    except ElementTree.ParseError as error:
        raise NotAnExport(f"{path} cannot be read as XML: {error}.") from error
    if channel is None:
        raise NotAnExport(f"{path} is not an export of WordPress: it has no channel.")


def _short(tag: str) -> str:
    namespace, _brace, name = tag.rpartition("}")
    namespace = namespace.lstrip("{")
    if match := _WORDPRESS.fullmatch(namespace):
        return f"{'excerpt' if match[1] else 'wp'}:{name}"
    return _NAMESPACES.get(namespace, "") + name


def _text(element: ElementTree.Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if child.tag == name), "")


def _meta(element: ElementTree.Element) -> dict[str, str]:
    return {_text(meta, "wp:meta_key"): _text(meta, "wp:meta_value") for meta in element if meta.tag == "wp:postmeta"}


def _moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:  # 0000-00-00 00:00:00
        return None
