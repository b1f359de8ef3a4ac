"""Takes in photos: checks them, strips metadata, and makes the renditions.

Everything is re-encoded and the uploaded file is never kept: it may contain the GPS position of a source or victim, a
thumbnail of what was cropped away, or an exploit against an image decoder.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from articles.models import Photo
from newsroom.accounts.models import User

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")  # uploads cannot reach Pillow's other decoders
MAX_BYTES = 25 * 2**20  # the largest JPEG of a 50-megapixel camera
MAX_PIXELS = 50_000_000  # takes 150 MB of memory while decoded
MAX_STRETCH = 4  # long side : short side; longer strips are unreadable in a column, and WebP ends at 16,383 px
MIN_WIDTH = 640  # px; below this a lead photo is a blur on any phone
ORIGINAL_WIDTH = 2_400  # px; kept to make new crops when the focal point moves
WEBP = {"quality": 76, "method": 4}  # method 6 takes twice the time for 2 % of the bytes

# Crop: (aspect ratio, widths in px). Search engines want 16:9, 4:3 and 1:1 of at least 1200 px.
CROPS: dict[str, tuple[float | None, tuple[int, ...]]] = {
    "full": (None, (1600, 1200, 800, 480)),
    "wide": (16 / 9, (1600, 1200, 800, 480, 320)),
    "standard": (4 / 3, (1200,)),
    "square": (1.0, (1200, 320, 160)),
}

ORIGINAL = "original.jpg"
_RENDITION = re.compile(r"([0-9a-f]{2}/[0-9a-f]{30})/[a-z]+-[0-9]+-[0-9a-f]{12}\.webp")
_SHOWN = re.compile(rf'(?<=[" ]){re.escape(settings.MEDIA_URL)}({_RENDITION.pattern})')  # in src or srcset

Renditions = dict[str, list[tuple[int, int, str]]]


def take_in(
    file: IO[bytes],
    *,
    by: User,
    alt: str,
    credit: str,
    caption: str = "",
    focal_point: tuple[float, float] = (0.5, 0.5),
    taken_at: datetime | None = None,
    **rights: Any,
) -> Photo:
    """Store a photo with its renditions.

    `rights` are the licence, its last day, and the application if the picture was made with AI. Raises ValidationError
    with a sentence for each problem. A photo of 12 megapixels takes about two seconds.
    """
    sent = file.read(MAX_BYTES + 1)
    image = _checked(sent, alt=alt, credit=credit)
    photo = Photo(
        alt=alt.strip(),
        credit=credit.strip(),
        caption=caption.strip(),
        focal_x=focal_point[0],
        focal_y=focal_point[1],
        sha256=hashlib.sha256(sent).hexdigest(),
        width=image.width,
        height=image.height,
        uploaded_by=by,
        taken_at=taken_at,
        **rights,
    )
    photo.full_clean(exclude=["original", "renditions", "uploaded_by"])
    with _storing():
        photo.original = _store_original(image)
        photo.renditions = _draw(image, focal_point, folder=_folder(photo.original))
    photo.save()
    return photo


def same_as(file: IO[bytes]) -> Photo | None:
    """The photo in the library that was made from exactly this file, or None. One query; rewinds the file."""
    digest = hashlib.sha256(file.read(MAX_BYTES + 1)).hexdigest()
    file.seek(0)
    return known(digest)


def known(sha256: str) -> Photo | None:
    """The photo whose file has this SHA-256. One query."""
    return Photo.objects.filter(sha256=sha256).order_by("pk").first()


def refuse_twin(file: IO[bytes]) -> None:
    """Raise ValidationError naming the photo if exactly this file is already in the library."""
    twin = same_as(file)
    if twin:
        sentence = _("This photo is in the library already: “%(photo)s”, number %(id)s. Use that one.")
        raise ValidationError(sentence % {"photo": twin, "id": twin.pk})


def refocus(photo: Photo, *, focal_point: tuple[float, float]) -> None:
    """Make new crops around another focal point. The old files stay, because editions may show them.

    Raises ValidationError if the point is outside the photo.
    """
    photo.focal_x, photo.focal_y = focal_point
    photo.clean_fields(exclude=[field.name for field in Photo._meta.fields if not field.name.startswith("focal_")])
    with _storing(), default_storage.open(photo.original) as file, transaction.atomic():
        image = Image.open(file, formats=("JPEG",))
        photo.renditions = _draw(image, focal_point, folder=_folder(photo.original))
        photo.save(update_fields=["focal_x", "focal_y", "renditions"])


def snapshot(photo: Photo, *, caption: str = "") -> dict[str, Any]:
    """Everything that an edition needs to show the photo, as JSON."""
    return {
        "id": photo.pk,
        "alt": photo.alt,
        "caption": caption or photo.caption,
        "credit": photo.credit_line,
        "renditions": photo.renditions,
    }


def figure(frozen: dict[str, Any], *, caption_html: str = "") -> str:
    """The markup of a photo in the text. `caption_html` comes from a clean body."""
    return render_to_string("articles/_figure.html", {"photo": frozen, "caption_html": mark_safe(caption_html)})


@contextmanager
def _storing() -> Iterator[None]:
    """Turn a full disk, or a store that does not answer, into a sentence. The log says which."""
    try:
        yield
    except OSError as failure:
        log.exception("a photo was not stored")
        sentence = _("The photo could not be stored. Try again in some minutes, and tell whoever runs the site.")
        raise ValidationError(sentence) from failure


def _checked(sent: bytes, *, alt: str, credit: str) -> Image.Image:
    """The decoded photo. Raises ValidationError with a sentence for each problem of the file and its words."""
    problems = []
    if not alt.strip():
        problems.append(_("Describe the photo for those who cannot see it."))
    if not credit.strip():
        problems.append(_("Say who made the photo: it is not used without a credit."))
    try:
        image = _decode(sent)
    except ValidationError as refusal:
        raise ValidationError([*problems, *refusal.messages]) from refusal
    if problems:
        raise ValidationError(problems)
    return image


def _decode(sent: bytes) -> Image.Image:
    if not sent:
        raise ValidationError(_("The file is empty. Choose the photo again."))
    if len(sent) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 25 MB. Send a smaller copy."))
    unusable = _("This file cannot be used as a photo. Send a JPEG, PNG, WebP or AVIF image.")
    try:
        image = Image.open(io.BytesIO(sent), formats=FORMATS)  # reads the header only
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("The photo has more than 50 megapixels. Send a smaller copy.")) from error
    except Exception as error:
        raise ValidationError(unusable) from error
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(_("The photo has more than 50 megapixels. Send a smaller copy."))
    if max(image.size) > MAX_STRETCH * min(image.size):
        raise ValidationError(_("One side of the photo is more than four times as long as the other. Crop it first."))
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        if upright.width >= MIN_WIDTH:
            return _normalise(upright)
    except Exception as error:  # decoders fail on broken files in all kinds of ways
        raise ValidationError(unusable) from error
    raise ValidationError(_("The photo is narrower than 640 pixels. Send a larger one."))


def _normalise(image: Image.Image) -> Image.Image:
    """Convert to sRGB on white, at most ORIGINAL_WIDTH wide, without metadata."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16-bit greyscale, which Pillow would clip at 255 instead of scaling
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        page = Image.new("RGB", image.size, "white")
        page.paste(image, mask=image.getchannel("A"))
        image = page
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: unconverted colours are better than no photo
    image = image.convert("RGB")
    image.info = {}
    if image.width > ORIGINAL_WIDTH:
        height = round(image.height * ORIGINAL_WIDTH / image.width)
        image = image.resize((ORIGINAL_WIDTH, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _store_original(image: Image.Image) -> str:
    """Store the re-encoded original in a new folder, and return its file name."""
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=90, exif=b"")
    digest = _digest(encoded.getvalue())
    return _store(encoded.getvalue(), f"{digest[:2]}/{digest[2:]}/{ORIGINAL}")


def _draw(image: Image.Image, focal_point: tuple[float, float], *, folder: str) -> Renditions:
    """Make and store all renditions: each crop from widest to narrowest, never enlarged."""
    renditions: Renditions = {}
    for crop, (ratio, widths) in CROPS.items():
        current = _crop(image, ratio, focal_point) if ratio else image
        sizes = [width for width in widths if width <= current.width]
        if current.width < widths[0] and (not sizes or sizes[0] < 0.8 * current.width):
            sizes.insert(0, current.width)  # a photo of 790 px would otherwise be shown at 480
        renditions[crop] = []
        for width in sizes:
            height = max(1, round(current.height * width / current.width))
            current = current.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            encoded = io.BytesIO()
            current.save(encoded, "WEBP", exif=b"", **WEBP)
            name = f"{folder}/{crop}-{width}-{_digest(encoded.getvalue())[:12]}.webp"
            renditions[crop].append((width, height, _store(encoded.getvalue(), name)))
    return renditions


def _crop(image: Image.Image, ratio: float, focal_point: tuple[float, float]) -> Image.Image:
    """The largest crop of this ratio, with the focal point as close to its centre as the edges allow."""
    if image.width / image.height < ratio:
        width, height = image.width, round(image.width / ratio)
    else:
        width, height = round(image.height * ratio), image.height
    left = min(max(round(focal_point[0] * image.width - width / 2), 0), image.width - width)
    top = min(max(round(focal_point[1] * image.height - height / 2), 0), image.height - height)
    return image.crop((left, top, left + width, top + height))


def original_of(name: str) -> str | None:
    """The original that belongs to this rendition, or None if it is not the name of a rendition.

    All files of a photo share a folder, so the path alone leads to the photo, by the index on `Photo.original`.
    """
    match = _RENDITION.fullmatch(name)
    return f"{match[1]}/{ORIGINAL}" if match else None


def moved_to(folder: str, html: str) -> str:
    """The page with the URLs of all renditions moved to another prefix. Nothing else changes."""
    return _SHOWN.sub(lambda shown: f"{folder}{shown[1]}", html)


def _folder(original: str) -> str:
    return original.removesuffix(f"/{ORIGINAL}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _store(content: bytes, name: str) -> str:
    """The file name for this content. It contains a digest, so a name never means two pictures."""
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))
