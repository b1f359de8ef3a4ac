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
    """The worker; with OFFLINE_READING=0 one that removes itself from every device that comes by.

    Caches hold it for five seconds, so a worker that does harm is gone with a reader's next page.
    """
    name = "sw.js" if settings.OFFLINE_READING else "sw-off.js"
    return HttpResponse((_READER / name).read_text(), content_type="text/javascript; charset=utf-8")


@require_safe
@caching.public
def stand_in(request: HttpRequest) -> HttpResponse:
    """What opens in place of a page that is not on this device. Kept there from the first visit on."""
    return render(request, "offline.html")
