"""URLs of thumbnails for the desk."""

from django.core.files.storage import default_storage

from articles.models import Photo


def thumbnail(photo: Photo, crop: str) -> str:
    """The URL of the narrowest rendition of this crop; "" if there is none."""
    drawn = photo.renditions.get(crop)
    return default_storage.url(drawn[-1][2]) if drawn else ""


def picture(photo: Photo) -> str:
    """The URL of the uncropped photo, about 800 px wide, for choosing a focal point."""
    drawn = [name for width, _height, name in photo.renditions.get("full", []) if width <= 800]
    return default_storage.url(drawn[0]) if drawn else thumbnail(photo, "full")
