"""Reading offline: the service worker, served from the root so that its scope is all pages, and its fallback page."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom import caching

_READER = Path(settings.BASE_DIR) / "static" / "reader"


@require_safe
@caching.public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; with OFFLINE_READING=0, one that removes itself from every device that visits.

    Caches keep it for five seconds, so a broken worker can be replaced with a reader's next page view.
    """
    name = "sw.js" if settings.OFFLINE_READING else "sw-off.js"
    return HttpResponse((_READER / name).read_text(), content_type="text/javascript; charset=utf-8")


@require_safe
@caching.public
def stand_in(request: HttpRequest) -> HttpResponse:
    """The page shown in place of one that is not stored on the device. Stored at the first visit."""
    return render(request, "offline.html")
