"""The endpoint that counts reads, and the page of most read stories."""

import re

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles import reads
from newsroom import caching

LISTED = 10

# Programs that identify themselves. Those that do not are bounded by the limits in `reads`.
_PROGRAM = re.compile(
    r"bot\b|bot[/;.]|crawl|spider|slurp|preview|monitor|lighthouse|pagespeed|headless|facebookexternal|curl|wget"
    r"|python|java/|go-http|okhttp|node|scrapy|feed",
    re.IGNORECASE,
)


@csrf_exempt  # changes nobody's data: the worst that a forged request can do is count as a read
@require_POST
def read(request: HttpRequest, article: int) -> HttpResponse:
    """Record that a story was read. Always 204, whether or not it counts; the body is ignored."""
    agent = request.headers.get("User-Agent", "")
    if agent and not _PROGRAM.search(agent) and not _is_prefetch(request) and _is_ours(request):
        reads.count(article, address=_address(request), reader=agent[:300])
    return HttpResponse(status=204)


def _is_prefetch(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose or "prerender" in purpose


def _is_ours(request: HttpRequest) -> bool:
    """Whether one of our pages sent it, as far as the browser says."""
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.get_host()


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):  # no client address, or fewer proxies than configured
        return ""


@require_safe
@caching.public
def most_read(request: HttpRequest) -> HttpResponse:
    """The most read stories of a day and a week. At most four queries."""
    return render(request, "articles/most_read.html", {"charts": reads.most_read_in([1, 7], LISTED)})
