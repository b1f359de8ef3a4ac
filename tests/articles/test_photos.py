"""Taking in photos: other files are refused with a sentence, and what is stored has no metadata."""

import io
import resource
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageCms, features

from articles import photos
from articles.models import Photo
from newsroom.accounts.models import User
from tests import cast

WORDS: dict[str, Any] = {"alt": "Kios beras", "credit": "Namamedia.com/Melati"}
GPS = {1: "S", 2: (6.0, 10.0, 30.0), 3: "E", 4: (106.0, 49.0, 0.0)}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def rina(db: None) -> User:
    return cast.person("Rina", "Reporter")


def picture(mode: str = "RGB", size: tuple[int, int] = (660, 440)) -> Image.Image:
    """An image with a red left and a blue right half; dark and light in greyscale modes."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return io.BytesIO(file.getvalue())


def files(media: Path) -> dict[str, bytes]:
    return {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}


def shown(photo: Photo, crop: str) -> Image.Image:
    with default_storage.open(photo.renditions[crop][0][2]) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def near(colour: Any, wanted: tuple[int, int, int], by: int = 30) -> bool:
    return all(abs(one - other) <= by for one, other in zip(colour, wanted, strict=True))


RED, BLUE = (200, 30, 30), (30, 30, 200)


def camera_jpeg(orientation: int = 1, size: tuple[int, int] = (660, 440)) -> io.BytesIO:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x8825] = "Kamera Rahasia", orientation, GPS
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta>Kamera Rahasia</x:xmpmeta>"
    return encoded(picture(size=size), "JPEG", exif=exif, icc_profile=profile, comment=b"Kamera Rahasia", xmp=xmp)


def test_no_stored_file_knows_camera_or_place(rina: User, media: Path) -> None:
    sent = camera_jpeg()
    assert b"Kamera Rahasia" in sent.getvalue()
    photos.take_in(sent, by=rina, **WORDS)
    kept = files(media)
    assert len(kept) >= 5
    for name, content in kept.items():
        for trace in (b"Exif", b"GPS", b"ICC_PROFILE", b"ICCP", b"EXIF", b"XMP ", b"xmpmeta", b"Rahasia", b"Photoshop"):
            assert trace not in content, f"{trace!r} in {name}"


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_stands_upright(rina: User, orientation: int) -> None:
    size = (660, 440) if orientation == 3 else (440, 660)
    photo = photos.take_in(camera_jpeg(orientation, (900, 660)), by=rina, **WORDS)
    upright = {3: (900, 660), 6: (660, 900), 8: (660, 900)}[orientation]
    assert (photo.width, photo.height) == upright
    image = shown(photo, "full")
    assert (image.width > image.height) == (size[0] > size[1])
    corner = image.getpixel((20, 20))
    assert near(corner, {3: BLUE, 6: RED, 8: BLUE}[orientation])


def test_width_is_judged_upright(rina: User) -> None:
    assert photos.take_in(camera_jpeg(6, (400, 660)), by=rina, **WORDS).width == 660
    with pytest.raises(ValidationError, match="640"):
        photos.take_in(camera_jpeg(6, (660, 400)), by=rina, **WORDS)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "P"), ("WEBP", "RGB"), ("AVIF", "RGB")],
)
def test_every_usual_kind_of_photo_is_taken(rina: User, kind: str, mode: str) -> None:
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    photo = photos.take_in(encoded(picture(mode), kind), by=rina, **WORDS)
    image = shown(photo, "full")
    if mode != "L":
        assert near(image.getpixel((50, 200)), RED, by=70)
        assert near(image.getpixel((600, 200)), BLUE, by=70)


def test_what_is_transparent_becomes_white(rina: User) -> None:
    image = picture("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 330, 440))
    photo = photos.take_in(encoded(image, "PNG"), by=rina, **WORDS)
    assert near(shown(photo, "full").getpixel((50, 200)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_colour_that_a_png_declares_transparent_becomes_white(rina: User, mode: str) -> None:
    image = Image.new(mode, (660, 440), 7 if mode == "L" else (7, 7, 7))
    clear = 7 if mode == "L" else (7, 7, 7)
    photo = photos.take_in(encoded(image, "PNG", transparency=clear), by=rina, **WORDS)
    assert near(shown(photo, "full").getpixel((50, 200)), (255, 255, 255))


def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off(rina: User) -> None:
    photo = photos.take_in(encoded(Image.new("I;16", (660, 440), 0x8000), "PNG"), by=rina, **WORDS)
    assert near(shown(photo, "full").getpixel((50, 200)), (128, 128, 128), by=4)


def test_of_an_animation_the_first_picture_is_kept_and_stands_still(rina: User, media: Path) -> None:
    blue = Image.new("RGB", (660, 440), BLUE)
    red = Image.new("RGB", (660, 440), RED)
    photo = photos.take_in(encoded(red, "WEBP", save_all=True, append_images=[blue]), by=rina, **WORDS)
    assert near(shown(photo, "full").getpixel((50, 200)), RED)
    assert not any(b"ANIM" in content[:64] for content in files(media).values())


# -- What is refused -------------------------------------------------------------------------------------------------


def png_header(width: int, height: int) -> bytes:
    """A PNG of about a hundred bytes whose header claims this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


NOT_A_PHOTO = "cannot be used as a photo"
REFUSED: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "The file is empty"),
    "text": (b"Bukan foto.", NOT_A_PHOTO),
    "zeros": (b"\0" * 5_000, NOT_A_PHOTO),
    "SVG": (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><script>x()</script></svg>',
        NOT_A_PHOTO,
    ),
    "HTML": (b"<!doctype html><script>x()</script>", NOT_A_PHOTO),
    "PDF": (b"%PDF-1.7\n1 0 obj\n", NOT_A_PHOTO),
    "GIF": (lambda: encoded(picture("P"), "GIF").getvalue(), NOT_A_PHOTO),
    "BMP": (lambda: encoded(picture(), "BMP").getvalue(), NOT_A_PHOTO),
    "TIFF": (lambda: encoded(picture(), "TIFF").getvalue(), NOT_A_PHOTO),
    "ICO": (lambda: encoded(picture(), "ICO").getvalue(), NOT_A_PHOTO),
    "half a JPEG": (lambda: encoded(picture(), "JPEG").getvalue()[:2_000], NOT_A_PHOTO),
    "a JPEG's first bytes": (lambda: encoded(picture(), "JPEG").getvalue()[:20], NOT_A_PHOTO),
    "half a PNG": (lambda: encoded(picture(), "PNG").getvalue()[:300], NOT_A_PHOTO),
    "half a WebP": (lambda: encoded(picture(), "WEBP").getvalue()[:200], NOT_A_PHOTO),
    "a broken PNG": (png_header(800, 600), NOT_A_PHOTO),
    "100 megapixels": (png_header(50_001, 2_000), "more than 50 megapixels"),
    "51 megapixels": (png_header(7_200, 7_100), "more than 50 megapixels"),
    "2 million by 2 million": (png_header(2_000_000, 2_000_000), "more than 50 megapixels"),
    "2 million pixels in one line": (png_header(2_000_000, 1), "four times as long"),
    "a tall strip": (png_header(700, 20_000), "four times as long"),
    "too narrow": (lambda: encoded(picture(size=(639, 480)), "PNG").getvalue(), "narrower than 640"),
    "too many bytes": (b"\xff\xd8\xff" + b"\0" * photos.MAX_BYTES, "larger than 25 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_with_a_sentence_and_leaves_nothing(rina: User, media: Path, what: str) -> None:
    content, words = REFUSED[what]
    with pytest.raises(ValidationError, match=words) as refusal:
        photos.take_in(io.BytesIO(content() if callable(content) else content), by=rina, **WORDS)
    assert all(message.endswith(".") for message in refusal.value.messages)
    assert not Photo.objects.exists()
    assert files(media) == {}


def test_a_photo_without_description_and_credit_is_refused_with_both_sentences(rina: User, media: Path) -> None:
    for alt, credit, told in (("", "x", 1), ("x", " ", 1), (" ", "", 2)):
        with pytest.raises(ValidationError) as refusal:
            photos.take_in(encoded(picture(), "JPEG"), by=rina, alt=alt, credit=credit)
        assert len(refusal.value.messages) == told
    assert files(media) == {}


def test_everything_wrong_is_told_at_once(rina: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        photos.take_in(io.BytesIO(b"x"), by=rina, alt="", credit="")
    assert len(refusal.value.messages) == 3


@pytest.mark.parametrize("changes", [{"alt": "x" * 251}, {"credit": "x" * 121}, {"focal_point": (1.2, 0.5)}])
def test_words_and_points_that_do_not_fit_are_refused_before_anything_is_stored(
    rina: User, media: Path, changes: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        photos.take_in(encoded(picture(), "JPEG"), by=rina, **{**WORDS, **changes})
    assert not Photo.objects.exists()
    assert files(media) == {}


def test_the_last_place_that_a_strip_may_have(rina: User) -> None:
    assert photos.take_in(encoded(picture(size=(800, 200)), "JPEG"), by=rina, **WORDS).renditions["square"]
    with pytest.raises(ValidationError, match="four times"):
        photos.take_in(encoded(picture(size=(804, 200)), "JPEG"), by=rina, **WORDS)


# -- Renditions ------------------------------------------------------------------------------------------------------


def test_renditions_are_drawn_widest_first_and_never_enlarged(rina: User, media: Path) -> None:
    photo = photos.take_in(encoded(picture(size=(900, 600)), "JPEG"), by=rina, **WORDS)
    assert set(photo.renditions) == set(photos.CROPS)
    for crop, drawn in photo.renditions.items():
        widths = [width for width, _height, _name in drawn]
        assert widths == sorted(widths, reverse=True)
        assert max(widths) <= 900
        ratio = photos.CROPS[crop][0] or 900 / 600
        for width, height, name in drawn:
            assert abs(width / height - ratio) < 0.03
            with Image.open(media / name) as image:
                assert (image.size, image.format) == ((width, height), "WEBP")
    assert [width for width, _height, _name in photo.renditions["full"]] == [800, 480]
    assert [width for width, _height, _name in photo.renditions["square"]] == [600, 320, 160]
    assert photo.renditions["standard"][0][0] == 800  # not enlarged


def test_a_large_photo_is_kept_at_working_size(rina: User, media: Path) -> None:
    photo = photos.take_in(encoded(Image.new("L", (2_600, 1_300)), "PNG"), by=rina, **WORDS)
    with Image.open(media / photo.original) as original:
        assert original.size == (photos.ORIGINAL_WIDTH, 1_200)


def test_the_focal_point_is_in_the_middle_of_each_crop_as_far_as_the_edges_allow() -> None:
    image = Image.new("RGB", (900, 600))
    image.paste((0, 255, 0), (690, 280, 710, 320))  # around (0.78, 0.5)
    square = photos._crop(image, 1.0, (700 / 900, 0.5))
    assert square.size == (600, 600)
    assert square.getpixel((400, 300)) == (0, 255, 0)  # the crop cannot move further right than 300..900
    centred = photos._crop(image, 0.5, (700 / 900, 0.5))
    assert centred.size == (300, 600)
    assert centred.getpixel((150, 300)) == (0, 255, 0)


@pytest.mark.parametrize(("point", "colour"), [((0.0, 0.5), RED), ((1.0, 0.5), BLUE)])
def test_a_crop_shows_what_matters(rina: User, point: tuple[float, float], colour: tuple[int, int, int]) -> None:
    photo = photos.take_in(encoded(picture(size=(900, 440)), "JPEG"), by=rina, focal_point=point, **WORDS)
    assert near(shown(photo, "square").getpixel((60, 60)), colour)


def test_another_focal_point_draws_new_files_and_keeps_the_old_ones(rina: User, media: Path) -> None:
    photo = photos.take_in(encoded(picture(size=(900, 440)), "JPEG"), by=rina, focal_point=(0.0, 0.5), **WORDS)
    before, old = files(media), photo.renditions
    photos.refocus(photo, focal_point=(1.0, 0.5))
    photo.refresh_from_db()
    after = files(media)
    assert (photo.focal_x, photo.focal_y) == (1.0, 0.5)
    assert before.items() <= after.items()
    assert photo.renditions["square"] != old["square"]
    assert near(shown(photo, "square").getpixel((60, 60)), BLUE)


def test_a_focal_point_outside_the_photo_is_refused(rina: User, media: Path) -> None:
    photo = photos.take_in(encoded(picture(), "JPEG"), by=rina, **WORDS)
    before = files(media)
    with pytest.raises(ValidationError):
        photos.refocus(photo, focal_point=(0.5, -0.1))
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.5, 0.5)
    assert files(media) == before


def test_a_name_is_made_from_the_content(rina: User, media: Path) -> None:
    sent = encoded(picture(), "JPEG").getvalue()
    one = photos.take_in(io.BytesIO(sent), by=rina, **WORDS)
    kept = files(media)
    two = photos.take_in(io.BytesIO(sent), by=rina, **WORDS)
    assert (one.original, one.renditions, one.sha256) == (two.original, two.renditions, two.sha256)
    assert files(media) == kept
    other = photos.take_in(encoded(picture(size=(662, 440)), "JPEG"), by=rina, **WORDS)
    assert other.original != one.original
    assert not {name for drawn in other.renditions.values() for *_size, name in drawn} & set(kept)


def test_the_address_of_a_rendition_leads_back_to_its_original(rina: User) -> None:
    photo = photos.take_in(encoded(picture(), "JPEG"), by=rina, **WORDS)
    for drawn in photo.renditions.values():
        assert {photos.original_of(name) for *_size, name in drawn} == {photo.original}
    for name in (photo.original, "../settings.py", "", "ab/" + "0" * 30 + "/full-1600-0.webp"):
        assert photos.original_of(name) is None


def test_who_brought_it_and_when_is_kept(rina: User) -> None:
    photo = photos.take_in(encoded(picture(), "JPEG"), by=rina, caption=" Pagi. ", **WORDS)
    assert (photo.uploaded_by, photo.caption) == (rina, "Pagi.")
    assert photo.uploaded_at <= timezone.now()


# -- Where files are kept ----------------------------------------------------------------------------------------------


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(
    rina: User, media: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk(1_000), pytest.raises(ValidationError, match="could not be stored"):
        photos.take_in(encoded(picture(), "JPEG"), by=rina, **WORDS)
    assert files(media) == {}
    assert "a photo was not stored" in caplog.text
    photo = photos.take_in(encoded(picture(), "JPEG"), by=rina, **WORDS)
    assert near(shown(photo, "full").getpixel((10, 10)), RED)


def test_the_same_file_stored_twice_at_once_is_one_file(media: Path) -> None:
    names = [f"{number:02x}/{number:030x}/full-800-{number:012x}.webp" for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda name: default_storage.save(name, ContentFile(b"gambar")), names * 4))
    assert saved == names * 4
    assert set(files(media).values()) == {b"gambar"}
    assert len(files(media)) == len(names)
