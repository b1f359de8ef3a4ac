"""The working copy as readers would see it."""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from articles import body, photos
from articles.admin.targets import Target, live_only
from articles.models import Article, Photo


def text_of(article: Article, targets: Mapping[int, Target]) -> SafeString:
    """The text with dateline, figures and live references. One query if it contains photos."""
    html = body.clean(article.body)
    shown = {photo.pk: photo for photo in Photo.objects.filter(pk__in=body.photo_ids(html))} if html else {}

    def figure(photo_id: int, caption_html: str) -> str:
        photo = shown.get(photo_id)
        return photos.figure(photos.snapshot(photo), caption_html=caption_html) if photo else ""

    rendered = body.render(html, city=article.dateline.strip(), figure=figure) if html else ""
    return mark_safe(body.resolve(rendered, live_only(targets)))


def lead_of(article: Article) -> SafeString | None:
    """The lead photo with caption and credit, or None."""
    photo = article.lead_photo
    return mark_safe(photos.figure(photos.snapshot(photo))) if photo else None
