"""Error pages, the health check, and the files that browsers and crawlers request by themselves."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from newsroom import caching, context_processors, front_cache, identity
from newsroom.security import is_from_our_origin

TYPED = ("text", "words")  # the text fields of readers' forms
SECURITY_TEXT_HOLDS = timedelta(days=183)  # the standard asks for less than a year


def healthz(request: HttpRequest) -> JsonResponse:
    """The process is alive and the database answers. One query; an error page if it fails (the error is logged).

    Includes statistics of this process's page cache: pages, bytes, and how often it served which.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "front_cache": front_cache.report() or "off"})


@require_safe
@caching.public
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /akun/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        f"Sitemap: {request.build_absolute_uri('/sitemap-news.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@caching.public
def security(request: HttpRequest) -> HttpResponse:
    """security.txt: where to report vulnerabilities (RFC 9116). Expires half a year after the current month's start."""
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(month + SECURITY_TEXT_HOLDS).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: id, en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@caching.public
def ads(request: HttpRequest) -> HttpResponse:
    """ads.txt 1.1: who may sell the site's advertising. The standard's placeholder means nobody."""
    sellers = settings.ADS_TXT or ["placeholder.example.com, placeholder, DIRECT, placeholder"]
    lines = [f"OWNERDOMAIN={settings.SITE_DOMAIN.lower()}", *sellers]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@caching.public
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    content = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "lang": "id",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": identity.paper_colours()[0],
        "theme_color": identity.paper_colours()[0],
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@caching.public
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon for browsers that request /favicon.ico without having read a page."""
    return HttpResponsePermanentRedirect(static("img/favicon.ico"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig)
    if too_large and _is_on_the_desk(request):
        return admin.site.too_large(request)  # type: ignore[attr-defined]
    return render(request, "400.html", status=413 if too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason if the exception has one."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


@caching.public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for drafts, scheduled stories and what never existed."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database and the request, because either may be what failed."""
    return HttpResponse(render_to_string("500.html", context_processors.site(request)), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a wrong CSRF token, usually after a login in another tab. What was typed must not be lost.

    The desk offers to send it again. Elsewhere, a form of another site is not shown; for our own forms, the view may
    have a function `take_back`, called with the view's arguments, and otherwise the page shows the text.
    """
    if _is_on_the_desk(request):
        return admin.site.session_ended(request)  # type: ignore[attr-defined]
    if not is_from_our_origin(request):
        return render(request, "403_csrf.html", status=403)
    asked = resolve(request.path_info)
    if hasattr(asked.func, "take_back"):
        return asked.func.take_back(request, **asked.kwargs)
    typed = [text for name in TYPED if (text := request.POST.get(name, "").strip())]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def _is_on_the_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))
