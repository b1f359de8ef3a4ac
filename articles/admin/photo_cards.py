"""The cards of the photo library: what an editor wants to know of a photo before opening it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.utils.translation import gettext as _

from articles import dates
from articles.admin import picks
from articles.admin.thumbnails import thumbnail
from articles.models import Photo


@dataclass(frozen=True)
class Card:
    photo: Photo
    url: str  # leads back to the list as it was filtered
    picture: str
    used: str
    flags: list[tuple[str, str]]  # (style, text)
    came_in: str


def cards(changelist: Any) -> list[Card]:
    """The cards of one page of the list. No query: `photo_rights.with_uses` has asked."""
    kept = {"preserved_filters": changelist.preserved_filters, "opts": changelist.opts}
    return [
        Card(
            photo,
            add_preserved_filters(kept, changelist.url_for_result(photo), changelist.is_popup, changelist.to_field),
            thumbnail(photo, "wide"),
            used(photo),
            _flags(photo),
            dates.print_short(photo.uploaded_at),
        )
        for photo in changelist.result_list
    ]


def used(photo: Any) -> str:
    """Where readers see it now, or else whether they ever did."""
    if photo.live_in:
        words = _("Live in “%(headline)s” and others") if photo.is_live_again else _("Live in “%(headline)s”")
        return words % {"headline": photo.live_in}
    if photo.lead_in_work is not None:
        return _("In work: “%(headline)s”") % {"headline": photo.lead_in_work or _("(no headline yet)")}
    if photo.portrait_of:
        return _("Portrait of %(name)s") % {"name": photo.portrait_of}
    return _("Only in earlier editions") if photo.was_printed else _("Not published yet")


def _flags(photo: Photo) -> list[tuple[str, str]]:
    flags = []
    if ended := picks.expired(photo):
        flags.append(("retracted", ended))
    if photo.alt.strip() == photo.caption.strip():
        flags.append(("returned", _("alternative text repeats the caption")))
    return flags
