"""The working copy as readers would see it, for holders of a share link and for the desk."""

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import body, editions, photos, preview_links, whereabouts
from articles.models import Article, Edition, EditionPhoto, Photo, PreviewLink, Section
from newsroom import caching


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The newest version of the story behind a link. 404 if the link never existed, 410 if it has ended."""
    now = timezone.now()
    link, is_alive = preview_links.find(token, now=now)
    if link is None:
        raise Http404
    if not is_alive:
        live = Edition.objects.live(now).standing().filter(article=link.article_id).first()
        return _unseen(render(request, "articles/preview_over.html", {"live": live}, status=410))
    if request.method == "GET":
        preview_links.count_opening(link, now=now)
    page = draw(request, link.article, now=now, context={"link": link})
    # Its photos are not public: they are served through the link, and end with it.
    return _unseen(HttpResponse(photos.moved_to(f"{request.path}foto/", page)))


@require_safe
def shared_photo(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A photo file that the story behind a link shows now. 404 for any other, and after the link has ended."""
    link, is_alive = preview_links.find(token)
    original = photos.original_of(name)
    if link is None or not is_alive or original is None or not _is_shown(link, original):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return _unseen(FileResponse(file, content_type="image/webp"))


def draw(request: HttpRequest, article: Article, *, now: datetime, context: dict[str, Any]) -> str:
    """The public template, rendered with the working copy."""
    edition = editions.preview_of(article, now=now)
    wanted = [pk for pk in body.read_also_ids(edition.html) if pk != article.pk]
    everything = {
        "edition": edition,
        "section": article.section or Section(name="–", slug=""),
        "text": body.resolve(edition.html, whereabouts.headlines(wanted, at=now)),
        "article": article,
        **context,
    }
    return render_to_string("articles/preview.html", everything, request=request)


def _is_shown(link: PreviewLink, original: str) -> bool:
    """Whether a photo is in the working copy behind a link, or public anyway, as in related stories."""
    ids = [*body.photo_ids(link.article.body), link.article.lead_photo_id or 0]
    if Photo.objects.filter(pk__in=ids, original=original).exists():
        return True
    return EditionPhoto.objects.live().filter(photo__original=original).exists()


def _unseen(response: Any) -> Any:
    """Not cached, not indexed, and its URL not sent to other sites."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response.cache_policy = caching.PRIVATE
    return response
