"""Compares two versions of a story field by field, in words for editors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import body, contents, dates, word_diff
from articles.contents import Contents
from articles.models import Article, BylineRole
from articles.word_diff import Block, Row, Word, words

_FIRST = ("headline", "deck", "section", "dateline", "bylines", "topics", "lead_photo", "body", "sources")
_KINDS = {
    "p": "",
    "h2": gettext_lazy("Sub-heading"),
    "h3": gettext_lazy("Small sub-heading"),
    "li": gettext_lazy("List entry"),
    "blockquote": gettext_lazy("Quotation"),
}
_MARKS = ("strong", "em")
_NAMES = {"bylines": gettext_lazy("bylines"), "body": gettext_lazy("body of the story")}


@dataclass(frozen=True)
class Change:
    """A field that differs."""

    name: str
    label: str
    rows: list[Row]


def names() -> list[str]:
    """The names of all fields of a version, in reading order."""
    plain = [field.name for field in contents.plain_fields()]
    return [*_FIRST, *(name for name in plain if name not in _FIRST)]


def label(name: str) -> str:
    words_of = _NAMES.get(name) or Article._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return str(words_of).capitalize()


def changes(before: Contents, after: Contents, headlines: Mapping[int, str] | None = None) -> list[Change]:
    """The fields that differ, with what was removed and added. A field that one version lacks is left out.

    `headlines` names the targets of “Baca juga”. No query.
    """
    found = []
    for name in names():
        if name in before and name in after:
            was, now = (blocks(said, name, headlines or {}) for said in (before, after))
            if was != now:
                rows = word_diff.rows(was, now)
                found.append(Change(name, label(name), word_diff.shortened(rows) if name == "body" else rows))
    return found


def differ(before: Contents, after: Contents) -> list[str]:
    """The names of the fields that differ, among those that both versions have."""
    return [name for name in names() if name in before and name in after and _key(before, name) != _key(after, name)]


def references(*versions: Contents) -> list[int]:
    """The stories that any of these texts refers to."""
    return list(dict.fromkeys(pk for said in versions for pk in body.read_also_ids(html_of(said))))


def blocks(said: Contents, name: str, headlines: Mapping[int, str]) -> list[Block]:
    """The content of a field as blocks of words."""
    value = said[name]
    if name == "body":
        return _Blocks(html_of(said), said.get("photos", {}), headlines).found
    if name == "section":
        return [Block("", words(value["name"]))] if value else []
    if name == "topics":
        return [Block("", words(topic["name"])) for topic in value]
    if name == "bylines":
        return [Block(_role(line["role"]), words(line["name"])) for line in value]
    if name == "lead_photo":
        return list(_photo(value["id"], value)) if value else []
    text = _in_words(name, value)
    return [Block("", words(text))] if text else []


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value and name.endswith(("_until", "_at")):
        try:
            return dates.print_wib(datetime.fromisoformat(value))
        except ValueError:
            return str(value)
    return str(value or "")


def _role(role: str) -> str:
    return str(BylineRole(role).label).capitalize() if role in BylineRole.values else role


def _photo(pk: int | str, says: Mapping[str, str]) -> Iterable[Block]:
    yield Block(_("Photo"), words(_("number %(id)s") % {"id": pk}))
    for key, kind in (("alt", _("Alternative text")), ("caption", _("Caption")), ("credit", _("Credit"))):
        if says.get(key):
            yield Block(kind, words(says[key]))


def html_of(said: Contents) -> str:
    """The text as it would be stored, bounded in size: an unsaved one can be anything that somebody has sent."""
    return body.clean(said["body"][: 2 * body.MAX_CHARACTERS])


def _key(said: Contents, name: str) -> Any:
    if name == "body":
        return html_of(said)
    value = said[name]
    if name in ("section", "lead_photo"):
        return value and value["id"]
    if name == "topics":
        return {topic["id"] for topic in value}
    return [(line["journalist"], line["role"]) for line in value] if name == "bylines" else value


class _Blocks(HTMLParser):
    """Parses a clean body into blocks. Link targets are separate words, because they can change on their own."""

    def __init__(self, html: str, photos: Mapping[str, Mapping[str, str]], headlines: Mapping[int, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._photos, self._headlines = photos, headlines
        self._open: list[str] = []
        self._links: list[str] = []
        self._words: list[Word] = []
        self._photo: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a":
            self._links.append(given.get("href") or "")
        elif tag == "aside":
            pk = int(given["data-read-also"] or 0)
            headline = self._headlines.get(pk) or _("Story number %(id)s") % {"id": pk}
            self.found.append(Block("Baca juga", (*words(headline), (f" ({pk})", ""))))
        elif tag == "figure":
            self._photo = given["data-photo"]
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        if tag == "a":
            self._words.append((f" [→ {self._links.pop()}]", self._mark()))
        elif tag in ("p", "h2", "h3", "figcaption"):
            self._end_of(tag)
        elif tag == "figure":
            self._photo = None

    def handle_data(self, text: str) -> None:
        if self._open:
            self._words += words(text, self._mark())

    def _mark(self) -> str:
        return " ".join(mark for mark in _MARKS if mark in self._open)

    def _end_of(self, tag: str) -> None:
        said, self._words = tuple(self._words), []
        if tag == "figcaption":
            says = dict(self._photos.get(self._photo or "", {}))
            if said:
                says["caption"] = "".join(word for word, _mark in said)
            self.found += _photo(self._photo or "", says)
            return
        inside = next((group for group in reversed(self._open) if group in ("li", "blockquote")), tag)
        self.found.append(Block(str(_KINDS[inside]), said))
