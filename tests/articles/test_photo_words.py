"""Metadata of a photo file is proposed, and its GPS position is never read."""

import io
import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles import photo_words

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" p:Credit="Antara/Wahyu">'
    "<dc:description><rdf:Alt><rdf:li>Kapal sandar di Ende.</rdf:li></rdf:Alt></dc:description>"
    "<i:AltTextAccessibility><rdf:Alt><rdf:li>Kapal kayu di dermaga</rdf:li></rdf:Alt></i:AltTextAccessibility>"
    "<p:DateCreated>2026-03-04T09:30:00</p:DateCreated></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def jpeg(**options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(file, "JPEG", **options)
    return file.getvalue()


def exif(**tags: str) -> Image.Exif:
    data = Image.Exif()
    names = {"caption": 0x010E, "artist": 0x013B, "copyright": 0x8298}
    for name, value in tags.items():
        data[names[name]] = value
    data.get_ifd(0x8769)[0x9003] = "2026:01:02 10:11:12"
    data.get_ifd(0x8825)[2] = (6.0, 10.0, 30.0)  # GPSLatitude
    return data


def with_iptc(**records: bytes) -> bytes:
    """A JPEG with IPTC metadata, as agencies send it."""
    numbers = {"caption": 120, "byline": 80, "credit": 110, "day": 55}
    data = b"".join(
        b"\x1c\x02" + bytes([numbers[name]]) + struct.pack(">H", len(value)) + value for name, value in records.items()
    )
    data += b"\x00" * (len(data) % 2)
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + data
    plain = jpeg()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + plain[2:]


def test_exif_gives_caption_credit_and_day() -> None:
    said = photo_words.read(jpeg(exif=exif(caption="Pasar Senen", artist="Melati")))
    assert (said.caption, said.credit) == ("Pasar Senen", "Melati")
    assert said.taken_at == datetime(2026, 1, 2, 10, 11, tzinfo=UTC)


def test_iptc_gives_caption_credit_and_day() -> None:
    said = photo_words.read(with_iptc(caption=b"Banjir di Demak", credit=b"Antara", day=b"20260305"))
    assert (said.caption, said.credit) == ("Banjir di Demak", "Antara")
    assert said.taken_at == datetime(2026, 3, 5, tzinfo=UTC)


def test_xmp_comes_first_and_brings_the_alternative_text() -> None:
    said = photo_words.read(jpeg(xmp=XMP.encode(), exif=exif(caption="Lain", artist="Orang Lain")))
    assert said == photo_words.Words(
        "Kapal kayu di dermaga", "Kapal sandar di Ende.", "Antara/Wahyu", datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ('e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"', "Buatan"),
        ('e:DigitalSourceType="…/compositeWithTrainedAlgorithmicMedia" e:AISystemUsed="Garuda 2"', "Garuda 2"),
        ('e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"', ""),
        ("", ""),
    ],
)
def test_a_picture_that_was_made_with_ai_says_so(said: str, tool: str) -> None:
    extension = 'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:m="http://ns.adobe.com/xap/1.0/"'
    packet = XMP.replace("<rdf:Description ", f'<rdf:Description {extension} m:CreatorTool="Buatan" {said} ', 1)
    assert photo_words.read(jpeg(xmp=packet.encode())).ai_tool == tool


def test_the_beginning_of_a_file_is_enough() -> None:
    file = io.BytesIO()
    Image.effect_noise((1200, 900), 90).convert("RGB").save(file, "JPEG", quality=95, exif=exif(caption="Pasar"))
    assert photo_words.read(file.getvalue()[: 20 * 1024]).caption == "Pasar"


def test_the_position_is_nowhere_in_what_is_said() -> None:
    assert "6.0" not in str(photo_words.read(jpeg(exif=exif(caption="Pasar"))))


def test_words_are_one_line_of_the_length_that_fits() -> None:
    said = photo_words.read(jpeg(exif=exif(caption="Satu\r\ndua\x00 " + "x" * 900, artist="y" * 300)))
    assert said.caption.startswith("Satu dua x")
    assert (len(said.caption), len(said.credit)) == (400, 120)


@pytest.mark.parametrize("packet", [b"<x", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe", b"<a/>"])
def test_a_strange_packet_says_nothing_and_breaks_nothing(packet: bytes) -> None:
    assert photo_words.read(jpeg(xmp=packet)) == photo_words.Words()


@given(st.binary(max_size=400))
def test_whatever_is_sent_no_error_comes_back(sent: bytes) -> None:
    for content in (sent, jpeg()[:-1] + sent, b"\xff\xd8\xff\xed" + sent):
        assert isinstance(photo_words.read(content), photo_words.Words)
