"""Normalizes the structure of a story's HTML: a flat list of blocks, inline marks inside them, nothing empty.

A browser's parser moves elements that are nested where they may not be, such as `<p>` in `<p>` or a link in a link. In
the normalized structure there is nothing to move, so every parser reads cleaned HTML the same way. Takes one pass.
"""

import re
from html import escape
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "figcaption"}  # contain text
GROUPS = {"ul", "ol", "li", "blockquote"}  # contain blocks, and each other
MARKS = {"strong", "em", "a"}
TAGS = BLOCKS | GROUPS | MARKS | {"figure", "aside"}
MAX_DEPTH = 8  # nested groups; a list in a list in a quotation has six

# Tags from other programs and what they become: another tag, the end of a paragraph ("p"), or a space ("").
MEANS = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    **dict.fromkeys(("h4", "h5", "h6"), "h3"),
    **dict.fromkeys(("div", "section", "article", "header", "footer", "pre", "tr", "dt", "dd"), "p"),
    **dict.fromkeys(("br", "td", "th"), ""),
}

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # written as &#1;, control characters pass every sanitizer


def shape(html: str) -> str:
    """Normalize the structure of a body. `html` must come from nh3: well-formed, with only allowed tags."""
    composer = _Composer()
    composer.feed(html)
    composer.close()
    return composer.finish()


def blocks(html: str) -> list[str]:
    """The top-level blocks of a clean body, in order; joined, they are the body again."""
    composer = _Composer()
    composer.feed(html)
    composer.close()
    composer.finish()
    return list(composer.open[0].parts)


class _Element:
    """An element that is open, with its content so far."""

    def __init__(self, tag: str, attributes: str = "") -> None:
        self.tag, self.attributes = tag, attributes
        self.parts: list[str] = []
        self.is_empty = True

    def html(self) -> str:
        return f"<{self.tag}{self.attributes}>{''.join(self.parts)}</{self.tag}>"


class _Composer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Element("")]
        self.sources: list[_Element | None] = []  # what each open source tag became
        self.skipped_from: int | None = None  # how many were open when a dropped part began

    def finish(self) -> str:
        self._close_until(self.open[0])
        return "".join(self.open[0].parts)

    # -- Parser callbacks --------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = MEANS.get(tag, tag)
        if not tag:
            self.handle_data(" ")
        is_void = self.get_starttag_text() == "<br>"
        element = None if self.skipped_from is not None or not tag else self._start(tag, dict(attrs))
        if not is_void:
            self.sources.append(element)

    def handle_endtag(self, tag: str) -> None:
        element = self.sources.pop() if self.sources else None
        if self.skipped_from == len(self.sources):
            self.skipped_from = None
        elif element in self.open:
            self._close_until(element)
            self._close()
        elif MEANS.get(tag, tag) in BLOCKS:
            self._close_block()

    def handle_data(self, data: str) -> None:
        data = _UNPRINTABLE.sub("", data)
        if self.skipped_from is not None or self.open[-1].tag == "figure":
            return
        if not data.strip():
            if self.open[-1].tag in BLOCKS | MARKS and not self._at_the_beginning():
                self.open[-1].parts.append(escape(data))
            return
        self._open_place_for_words()
        if self._at_the_beginning():
            data = data.lstrip()
        self.open[-1].parts.append(escape(data, quote=False))
        self.open[-1].is_empty = False

    # -- Where a tag may stand ---------------------------------------------------------------------------------------

    def _start(self, tag: str, attributes: dict[str, str | None]) -> _Element | None:
        """The element that a source tag becomes; None if only its content is kept."""
        if tag in MARKS:
            return self._start_mark(tag, attributes)
        if tag in {"figure", "aside"}:
            return self._start_reference(tag, attributes)
        if self._inside({"figcaption"}):
            self.handle_data(" ")
            return None
        if tag == "figcaption":
            is_first = self.open[-1].tag == "figure" and not self.open[-1].parts
            return self._open(tag) if is_first else self._start("p", {})
        if self.open[-1].tag == "figure":
            self._close()
        self._close_block()
        if tag in BLOCKS:
            self._open_item()
            return self._open("p" if self._inside(GROUPS) else tag)
        return self._start_group(tag)

    def _start_mark(self, tag: str, attributes: dict[str, str | None]) -> _Element | None:
        if self._inside({tag}) or self.open[-1].tag == "figure" or (tag == "a" and not attributes.get("href")):
            return None
        self._open_place_for_words()
        return self._open(tag, {name: attributes.get(name) for name in ("href", "title")} if tag == "a" else {})

    def _start_reference(self, tag: str, attributes: dict[str, str | None]) -> _Element | None:
        """Figures and references go between blocks. Without an id they are dropped, including their content."""
        name = "data-photo" if tag == "figure" else "data-read-also"
        if tag == "figure" and attributes.get(name):
            self._close_until(self.open[0])
            return self._open(tag, {name: attributes[name]})
        if attributes.get(name):
            self._close_until(self.open[0])
            self._open(tag, {name: attributes[name]})
            self._close()
        self.skipped_from = len(self.sources)
        return None

    def _start_group(self, tag: str) -> _Element | None:
        if tag == "li":
            lists = [element for element in self.open if element.tag in {"ul", "ol"}]
            if not lists:
                return self._open("p")
            self._close_until(lists[-1])
            return self._open("li")
        if len(self.open) > MAX_DEPTH or (tag == "blockquote" and self._inside({tag})):
            return None
        self._open_item()
        return self._open(tag)

    # -- Opening and closing -----------------------------------------------------------------------------------------

    def _inside(self, tags: set[str]) -> bool:
        return any(element.tag in tags for element in self.open)

    def _at_the_beginning(self) -> bool:
        """Whether the block has no text yet."""
        for element in reversed(self.open):
            if element.parts or element.tag in BLOCKS:
                return not element.parts
        return False

    def _open(self, tag: str, attributes: dict[str, str | None] | None = None) -> _Element:
        written = "".join(f' {name}="{escape(value)}"' for name, value in (attributes or {}).items() if value)
        self.open.append(_Element(tag, written))
        return self.open[-1]

    def _open_item(self) -> None:
        if self.open[-1].tag in {"ul", "ol"}:
            self._open("li")

    def _open_place_for_words(self) -> None:
        self._open_item()
        if self.open[-1].tag in {"", "blockquote"}:
            self._open("p")

    def _close_until(self, element: _Element | None) -> None:
        while self.open[-1] is not element:
            self._close()

    def _close_block(self) -> None:
        while self.open[-1].tag in BLOCKS | MARKS:
            self._close()

    def _close(self) -> None:
        element = self.open.pop()
        parent = self.open[-1]
        if element.tag == "figure" and not element.parts:
            element.parts.append("<figcaption></figcaption>")
        if not element.is_empty or element.tag in {"figure", "aside"}:
            parent.parts.append(element.html())
            parent.is_empty = False
        elif element.tag in MARKS:
            parent.parts.extend(element.parts)  # a space between two words, made bold
