"""The public pages of stories. Every list and page starts from `Edition.objects.live()`."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import (
    body,
    front,
    furniture,
    listing,
    moved,
    paging,
    paid,
    permissions,
    photos,
    schema_org,
    share,
    whereabouts,
)
from articles.around import around
from articles.listing import Listing
from articles.models import Edition, EditionPhoto, Journalist, Topic
from newsroom import caching
from newsroom.accounts import two_factor
from newsroom.prepared import Prepared


@require_safe
@caching.public
def front_page(request: HttpRequest) -> HttpResponse:
    sections = furniture.sections()
    return render(request, "articles/front.html", {"front": front.arrange(sections)})


@require_safe
@caching.public
def article(request: HttpRequest, **parts: object) -> HttpResponseBase:
    """The story at this address, its retraction, or a redirect to where it has moved."""
    path = request.path_info
    found = _at_address(at=timezone.now(), path=path)
    edition = found[0] if found else None
    if edition is None:
        return HttpResponsePermanentRedirect(_moved_to(path))
    if edition.is_retraction:
        return _retraction(request, edition)
    url, surroundings = request.build_absolute_uri(path), around(edition)
    context = {
        "edition": edition,
        "section": edition.section,
        "url": url,
        "text": surroundings.text,
        "related": surroundings.related,
        "most_read": surroundings.most_read,
        "breaking": surroundings.breaking,
        "share_links": partial(share.links, url, paid.titled(edition.headline, edition.paid_by)),
        "schema": partial(schema_org.of_story, edition, url),
    }
    return render(request, "articles/article.html", context)


@require_safe
@caching.public
def article_lite(request: HttpRequest, **parts: object) -> HttpResponseBase:
    """The story without images and scripts, for slow or expensive connections; captions stay."""
    path = request.path_info.removesuffix("lite/")
    found = _at_address(at=timezone.now(), path=path)
    edition = found[0] if found else None
    if edition is None:
        return HttpResponsePermanentRedirect(f"{_moved_to(path)}lite/")
    if edition.is_retraction:
        return _retraction(request, edition)
    surroundings = around(edition)
    context = {
        "edition": edition,
        "section": edition.section,
        "related": surroundings.related,
        "text": body.without_pictures(surroundings.text),
    }
    response = render(request, "articles/article_lite.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@caching.public
def article_without_slash(request: HttpRequest, **parts: object) -> HttpResponseBase:
    return HttpResponsePermanentRedirect(_moved_to(f"{request.path_info}/"))


def _retraction(request: HttpRequest, edition: Edition) -> HttpResponse:
    response = render(request, "articles/retraction.html", {"edition": edition, "section": edition.section})
    response["X-Robots-Tag"] = "noindex"
    return response


@Prepared
def _at_address(at: datetime, path: str) -> QuerySet[Edition]:
    return Edition.objects.live(at).at_address(path).select_related("section").order_by()[:1]


def _moved_to(path: str) -> str:
    """The current path of the story that used to be at `path`. Http404 if there never was one."""
    now = moved.story(path)
    if now is None:
        raise Http404
    return now


@require_safe
@caching.public_by("sebelum")
def section(request: HttpRequest, slug: str) -> HttpResponse:
    section = furniture.section(slug)
    if section is None:
        raise Http404
    page = listing.of_section.page(request, section=section.pk)
    return render(request, "articles/section.html", {"section": section, "page": page})


@require_safe
@caching.public_by("sebelum")
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    page = listing.about_topic.page(request, topic=topic.pk)
    return render(request, "articles/topic.html", {"topic": topic, "page": page})


@require_safe
@caching.public_by("sebelum")
def journalist(request: HttpRequest, slug: str) -> HttpResponse:
    """A journalist and their stories, each once, whatever their roles in it."""
    journalist = get_object_or_404(Journalist.objects.select_related("portrait"), slug=slug)
    portrait = photos.snapshot(journalist.portrait) if journalist.portrait else None
    page = listing.by_journalist.page(request, journalist=journalist.pk)
    context = {"journalist": journalist, "portrait": portrait, "page": page}
    return render(request, "articles/journalist.html", context)


@require_safe
@caching.public_by("sebelum")
def corrections(request: HttpRequest) -> HttpResponse:
    """Corrections, clarifications and rights of reply, newest first, with links to the current stories.

    Notes on retracted stories are not listed, because the retraction says it all.
    """
    page = _corrections.page(request)
    current = whereabouts.headlines(edition.article_id for edition in page.rows)
    rows = [(edition, *current[edition.article_id]) for edition in page.rows if edition.article_id in current]
    mark = (page.mark, *((headline, path) for _edition, headline, path in rows))
    return render(request, "articles/corrections.html", {"rows": rows, "page": page, "mark": mark})


def _corrected(at: datetime) -> list[QuerySet[Edition]]:
    """Editions with a note to readers, by kind."""
    return [Edition.objects.begun(at).filter(kind=kind) for kind in Edition.NOTED_KINDS]


_corrections = Listing(_corrected, order=paging.BY_BEGINNING)


@require_safe
@caching.public_by("sebelum")
def retractions(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/retractions.html", {"page": _retractions.page(request)})


def _retracted(at: datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).retracted()


_retractions = Listing(_retracted, order=paging.BY_BEGINNING)


@require_safe
def photo(request: HttpRequest, name: str) -> HttpResponseBase:
    """A photo file: for everybody while a live edition or a profile shows it, otherwise only for the desk.

    One query for a photo in a live story, six for one that only the desk may see.
    """
    original = photos.original_of(name)
    if original is None:
        raise Http404
    is_public = (
        EditionPhoto.objects.live().filter(photo__original=original).exists()
        or Journalist.objects.filter(portrait__original=original).exists()
    )
    if not is_public and not _is_at_the_desk(request):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/webp")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.cache_policy = caching.PHOTO if is_public else caching.PRIVATE  # type: ignore[attr-defined]
    return response


def _is_at_the_desk(request: HttpRequest) -> bool:
    """Whether this person works on stories and has logged in as the desk requires."""
    if not caching.has_session(request) or not request.user.is_staff:
        return False
    return two_factor.opens_the_desk(request) and permissions.is_on_the_desk(request.user)
