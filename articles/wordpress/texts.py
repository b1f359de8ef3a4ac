"""Turns the HTML of a WordPress post into the body of a story: paragraphs, pictures, embeds, references."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from articles import body
from newsroom.pointers import parts_of

Picture = Callable[[str, str, str], int | None]  # (address or number, alternative text, caption) -> id of a photo
Story = Callable[[str], int | None]  # address -> id of a story

_CREDIT = re.compile(r"\(?\b(?:foto|photo|dok)\.?\s*:\s*([^()]{3,100}?)[.)]*\s*$", re.IGNORECASE)
_MOST_PARTS = 3  # of a dateline, and words of a city: more make a sentence
_BLOCK = "p|h[1-6]|ul|ol|li|blockquote|figure|div|table|pre|section|aside|iframe|hr"
_STARTS_BLOCK = re.compile(rf"\s*</?(?:{_BLOCK})\b", re.IGNORECASE)
_HAS_PARAGRAPHS = re.compile(r"<p\b|<!-- wp:", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_CAPTION = re.compile(r"\[caption\b[^\]]*\]\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*?)\[/caption\]", re.DOTALL)
_EMBED = re.compile(r"\[(embed|youtube|video|audio)\b[^\]]*\](.*?)\[/\1\]", re.DOTALL | re.IGNORECASE)
_ADDRESS_LINE = re.compile(r"^\s*(https?://\S+)\s*$", re.MULTILINE)
# Shortcodes have attributes or an end. A word in brackets alone, such as [red], is part of the text.
_SHORTCODE = re.compile(r"\[[a-z][\w-]*\s+[\w-]+=[^\]]*\]", re.IGNORECASE)
_SHORTCODE_END = re.compile(r"\[/([a-z][\w-]*)\]", re.IGNORECASE)
_GALLERY = re.compile(r"\[gallery\b[^\]]*?\bids=[\"']?([\d, ]+)[^\]]*\]", re.IGNORECASE)
_READ_ALSO = re.compile(r"<p>(?:<strong>|<em>)*\s*(?:<a [^>]*>)?\s*baca juga\b(?:(?!</p>).)*</p>", re.IGNORECASE)
_CLASS_OF_IMAGE = re.compile(r"\bwp-image-(\d{1,18})\b")
_NUMBER = re.compile(r"\d{1,18}")
_LINK = re.compile(r'<a href="([^"]*)"')
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*(?=\s+[\"“‘A-Z0-9])")
_DATELINE = re.compile(
    r"<p>(?P<bold><strong>)?\s*(?P<words>[^<>]{2,60}?)\s*(?:</strong>)?\s*[–—-]{1,2}\s+(?P<open></strong>)?"
)


def story_body(html: str, *, picture: Picture, story: Story) -> str:
    """The text as a clean body. `picture` and `story` find what an address leads to, or return None.

    Kept are paragraphs, headings, lists, quotations, links, pictures with captions, and “Baca juga” as a reference.
    What is embedded becomes a link; tables become lines; shortcodes are taken out.
    """
    html = _UNSEEN.sub("", html)
    has_paragraphs = bool(_HAS_PARAGRAPHS.search(html))
    html = _COMMENT.sub("", html).replace("\r\n", "\n")
    html = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", html)
    html = _EMBED.sub(r"\n\n\2\n\n", html)
    html = _GALLERY.sub(lambda match: "".join(f'<img src="{number}">' for number in _NUMBER.findall(match[1])), html)
    html = _without_shortcodes(html)
    html = _ADDRESS_LINE.sub(lambda match: f"<p>{_link(match[1])}</p>", html)
    if not has_paragraphs:
        html = _paragraphs(html)
    reader = _Pictures(picture)
    reader.feed(html)
    reader.close()
    return _references(body.clean("".join(reader.parts)), story)


def plain(html: str) -> str:
    """One line of text without markup or shortcodes."""
    return " ".join(body.text(body.clean(_without_shortcodes(_COMMENT.sub("", html)))).split())


def first_sentences(text: str, *, most: int) -> str:
    """As many whole sentences from the beginning as fit, or else as many words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: most + 1])]
    return text[: ends[-1]].strip() if ends else shortened(text, most=most)


def shortened(text: str, *, most: int) -> str:
    """The words that fit, with an ellipsis if there are more."""
    if len(text) <= most:
        return text
    whole, space, _cut = text[:most].rpartition(" ")
    return f"{whole.rstrip() if space else text[: most - 1]}…"


def split_dateline(clean: str, *, site: str) -> tuple[str, str]:
    """The body without its dateline, which is printed anew, and the city in it. `site` is the name of the site.

    Recognized are “JAKARTA, Namamedia.com – ”, “NAMAMEDIA.COM, SEMARANG – ” and “Jakarta (ANTARA) - ”, bold or not.
    """
    match = _DATELINE.match(clean)
    if match is None:
        return clean, ""
    parts = [part.strip() for part in re.split(r"[,/|()]", unescape(match["words"])) if part.strip()]
    cities = [part for part in parts if "." not in part and part.lower() != site.lower()]
    is_dateline = match["bold"] or len(cities) < len(parts) or "(" in match["words"] or match["words"].isupper()
    if not is_dateline or len(parts) > _MOST_PARTS or any(len(part.split()) > _MOST_PARTS for part in parts):
        return clean, ""
    bold = "<strong>" if match["bold"] and "</strong>" not in match[0] else ""
    city = cities[0] if cities else ""
    return f"<p>{bold}{clean[match.end() :]}", city.title() if city.isupper() else city


def without_first_picture(clean: str, photo: int | None) -> str:
    """The body without its first picture if that is this photo, which is shown above it already."""
    if not clean.startswith(f'<figure data-photo="{photo}">'):
        return clean
    return clean.partition("</figure>")[2]


def split_credit(caption: str) -> tuple[str, str]:
    """The caption, and who made the photo if it ends with “(Foto: …)” or the like."""
    match = _CREDIT.search(caption)
    return (caption[: match.start()].strip(), match[1].strip()) if match else (caption, "")


def _without_shortcodes(html: str) -> str:
    html = _SHORTCODE.sub("", html)
    for name in {name.lower() for name in _SHORTCODE_END.findall(html)}:
        html = re.sub(rf"\[/?{re.escape(name)}\b[^\]]*\]", "", html, flags=re.IGNORECASE)
    return html


def _paragraphs(html: str) -> str:
    """Texts of the classic editor have blank lines in place of paragraphs."""
    blocks = []
    for block in re.split(r"\n\s*\n", html):
        if not block.strip():
            continue
        lines = block.strip().replace("\n", "<br>")
        blocks.append(block if _STARTS_BLOCK.match(block) else f"<p>{lines}</p>")
    return "\n".join(blocks)


def _link(address: str) -> str:
    """A link that replaces an embed of another site."""
    address = unescape(address)
    words = _("See on %(site)s") % {"site": parts_of(address).netloc.removeprefix("www.")}
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _references(clean: str, story: Story) -> str:
    """Turn “Baca juga” paragraphs into references if all of their links lead to known stories."""

    def refer(match: re.Match[str]) -> str:
        found = [story(unescape(address)) for address in _LINK.findall(match[0])]
        if not found or None in found:
            return match[0]
        return "".join(f'<aside data-read-also="{pk}"></aside>' for pk in dict.fromkeys(found))

    return body.clean(_READ_ALSO.sub(refer, clean))


class _Pictures(HTMLParser):
    """Replaces each picture, with the caption of the figure it is in, by a reference to a photo of the library."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(convert_charrefs=False)  # what is not a picture stays as it is
        self.picture = picture
        self.parts: list[str] = []
        self._figures = 0  # that are open: galleries have figures in a figure
        self._pending: list[tuple[str, str]] = []  # pictures of the open figure that wait for a caption
        self._caption: list[str] = []
        self._in_caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "figure":
            self._flush()
            self._figures += 1
        elif tag == "figcaption":
            self._in_caption = self._figures > 0
        elif tag == "img":
            number = _CLASS_OF_IMAGE.search(given.get("class") or "")
            address = number[1] if number else given.get("data-src") or given.get("src") or ""
            self._pending.append((address, given.get("alt") or ""))
            if not self._figures:
                self._flush()
        elif tag == "iframe":
            source = given.get("src") or ""
            self._write(f"<p>{_link(source)}</p>" if source.startswith("http") else "")
        else:
            self._write(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "figcaption":
            self._in_caption = False
        elif tag == "figure" and self._figures:
            self._figures -= 1
            self._flush()
        elif tag not in ("figure", "img", "iframe"):
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def close(self) -> None:
        super().close()
        self._flush()

    def _write(self, html: str) -> None:
        (self._caption if self._in_caption else self.parts).append(html)

    def _flush(self) -> None:
        """Write the pictures that are pending; a caption belongs to all of them, and is text where there is none."""
        caption = plain("".join(self._caption))
        shown = [self.picture(address, unescape(alt), caption) for address, alt in self._pending]
        words = escape(split_credit(caption)[0])
        for number in filter(None, shown):
            self.parts.append(f'<figure data-photo="{number}"><figcaption>{words}</figcaption></figure>')
        if caption and not self._pending:
            self.parts.append(f"<p>{escape(caption)}</p>")
        self._caption, self._in_caption, self._pending = [], False, []
