"""The caption, credit, alternative text and date in a photo file. They are offered as suggestions, never trusted.

They are read from XMP, IPTC and EXIF, in this order. The GPS position is never read: it could expose a source or
victim.
"""

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext
from PIL import Image, ImageFile, IptcImagePlugin

from articles.photos import FORMATS

HEAD = 512 * 2**10  # bytes at the beginning of a file, where cameras and agencies put metadata

_DC, _PHOTOSHOP, _IPTC = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://ns.adobe.com/photoshop/1.0/}",
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}",
)
_IPTC_EXTENSION, _XMP = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}", "{http://ns.adobe.com/xap/1.0/}"
# Ends of the terms of http://cv.iptc.org/newscodes/digitalsourcetype/ that generators write.
_MADE_WITH_AI = ("trainedalgorithmicmedia", "compositesynthetic")
_MOMENT = re.compile(r"(\d{4})[:-]?(\d\d)[:-]?(\d\d)(?:[ T](\d\d):(\d\d))?")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Words:
    """Metadata of a photo, "" if unknown. `taken_at` is the camera's clock read as UTC: a hint, not evidence."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    taken_at: datetime | None = None
    ai_tool: str = ""  # if the file says that it was made or altered with artificial intelligence


def read(sent: bytes) -> Words:
    """The metadata in a file or its beginning. Never raises: an unreadable file has none."""
    try:
        image = Image.open(io.BytesIO(sent), formats=FORMATS)
        sources = [_xmp(image), _iptc(image), _exif(image)]
    except Exception:  # decoders fail on broken files in all kinds of ways
        return Words()

    def first(name: str, longest: int) -> str:
        return next((source[name][:longest] for source in sources if source.get(name)), "")

    taken = [moment for source in sources if (moment := _moment(source.get("taken", "")))]
    return Words(
        first("alt", 250),
        first("caption", 400),
        first("credit", 120),
        taken[0] if taken else None,
        first("ai_tool", 80),
    )


def _xmp(image: Image.Image) -> dict[str, str]:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = raw.encode() if isinstance(raw, str) else bytes(raw)
    if not packet or b"<!" in packet:  # no DTD, because XML entities can exhaust memory
        return {}
    try:
        root = ElementTree.fromstring(packet.strip(b"\x00 \n"))  # noqa: S314  (refused above)
    except ElementTree.ParseError:
        return {}
    named = {
        "alt": (_IPTC + "AltTextAccessibility",),
        "caption": (_DC + "description",),
        "credit": (_PHOTOSHOP + "Credit", _DC + "creator"),
        "taken": (_PHOTOSHOP + "DateCreated",),
    }
    said = {name: _one(_xmp_values(root, tags)) for name, tags in named.items()}
    if _one(_xmp_values(root, (_IPTC_EXTENSION + "DigitalSourceType",))).lower().endswith(_MADE_WITH_AI):
        tool = _one(_xmp_values(root, (_IPTC_EXTENSION + "AISystemUsed", _XMP + "CreatorTool")))
        said["ai_tool"] = tool or gettext("application not named")
    return said


def _xmp_values(root: ElementTree.Element, tags: tuple[str, ...]) -> list[str]:
    """Values can be in elements, in lists inside them, or in attributes of the description."""
    values = []
    for tag in tags:
        for element in root.iter():
            if element.tag == tag:
                values.append(" ".join(element.itertext()))
            elif tag in element.attrib:
                values.append(element.attrib[tag])
    return values


def _iptc(image: Image.Image) -> dict[str, str]:
    if not isinstance(image, ImageFile.ImageFile):
        return {}
    found: dict[Any, Any] = IptcImagePlugin.getiptcinfo(image) or {}
    return {
        "caption": _one([found.get((2, 120))]),
        "credit": _one([found.get((2, 110)), found.get((2, 80)), found.get((2, 115))]),
        "taken": _one([found.get((2, 55))]),
    }


def _exif(image: Image.Image) -> dict[str, str]:
    exif = image.getexif()
    return {
        "caption": _one([exif.get(0x010E)]),
        "credit": _one([exif.get(0x013B), exif.get(0x8298)]),
        "taken": _one([exif.get_ifd(0x8769).get(0x9003)]),
    }


def _one(values: list[Any]) -> str:
    """The first non-empty value, in one line."""
    for value in values:
        parts = value if isinstance(value, list) else [value]
        words = " ".join(filter(None, (_text(part) for part in parts)))
        if words:
            return words
    return ""


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    return " ".join(_UNPRINTABLE.sub(" ", value).split()) if isinstance(value, str) else ""


def _moment(text: str) -> datetime | None:
    match = _MOMENT.match(text)
    if match is None:
        return None
    try:
        year, month, day, hour, minute = (int(part or 0) for part in match.groups())
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
