"""The only writer of Cache-Control. A page is private until its view is declared `public`."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from newsroom import replica

# Changes are visible everywhere within five seconds, without purging: a page is fresh for three seconds in the cache in
# front of Django (newsroom/front_cache.py), and caches further out get what is left of four, plus one in which they may
# serve the old copy while they fetch a new one. If the site is down, they may serve it for a day.
SEEN_WITHIN = 5  # seconds
FRESH = 3
STALE_WHILE_REVALIDATE = 1
STALE_IF_ERROR = 86_400
PUBLIC = f"s-maxage={SEEN_WITHIN}, max-age=0, stale-if-error={STALE_IF_ERROR}"
# File names contain a hash, so browsers never need to ask again. But photos of a retracted story must disappear from
# shared caches within a minute.
PHOTO = "max-age=31536000, s-maxage=60, immutable"
PRIVATE = "private, no-store"

View = Callable[..., HttpResponseBase]


def public_for(age: float) -> str:
    """Cache-Control of a page that was cached for `age` seconds: never more than SEEN_WITHIN in total."""
    left = max(1, int(SEEN_WITHIN - STALE_WHILE_REVALIDATE - age))
    return (
        f"s-maxage={left}, max-age=0, stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}"
    )


def public(view: View) -> View:
    """Declare that all anonymous visitors get the same response, so that shared caches may store it."""
    return public_by()(view)


def public_by(*parameters: str) -> Callable[[View], View]:
    """The same for a view that reads these query parameters. Public pages are rendered without any others."""

    def declare(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if has_session(request):
                return view(request, *args, **kwargs)
            response = replica.read(lambda: view(request, *args, **kwargs))
            response.cache_policy = PUBLIC  # type: ignore[attr-defined]
            return response

        wrapped.reads = parameters  # type: ignore[attr-defined]
        return wrapped

    return declare


def has_session(request: HttpRequest) -> bool:
    """Whether the visitor may be logged in. Does not tell as whom, and costs no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class CacheControlMiddleware:
    """Sets Cache-Control and a weak ETag, and answers 304 to clients that have the page already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response  # whitenoise's own files
        policy = getattr(response, "cache_policy", PRIVATE)
        if response.cookies or (policy == PUBLIC and response.status_code not in (200, 301, 404, 410)):
            policy = PRIVATE
        response["Cache-Control"] = policy
        if policy != PUBLIC or not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response
