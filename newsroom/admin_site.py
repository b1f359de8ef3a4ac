"""The Django admin as the newsroom's desk: its front page, and how it answers requests that it refuses."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.accounts import two_factor, views
from newsroom.accounts.permissions import who_asks
from newsroom.security import is_from_our_origin
from newsroom.typed_text import TypedText

View = Callable[..., Any]

# By daily use. In alphabetical order, what a moderator needs most would be off the screen of a phone.
_STORIES = ("Article", "FrontRelease", "Photo", "Bundle", "Edition", "Topic", "Journalist", "Section", "Step")
_COMMENTS = ("Comment", "Complaint", "Sanction", "Thread", "Watch", "Term", "Decision")
_PLACES = {name: place for place, name in enumerate(_STORIES + _COMMENTS)}


class Desk(AdminSite):
    """The admin site, with our own front page and error pages."""

    site_header = site_title = settings.SITE_NAME
    index_title = ""
    enable_nav_sidebar = False  # the navigation is a line below the header

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: what waits for this person, then all lists. A constant number of queries."""
        from newsroom.desk_front import parts_for  # the models are not loaded yet when this module is imported

        return super().index(request, {"parts": parts_for(who_asks(request)), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda room: _PLACES.get(room["object_name"], len(_PLACES)))
        return apps

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("admin:index")  # the front page lists everything already

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """Guard the view. Every refusal becomes a page that says why, and shows any typed text again."""
        guarded: View = super().admin_view(self._in_sentences(view), cacheable)

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            holds_text = request.method == "POST" and request.path != reverse("admin:logout")
            if not self.has_permission(request) and (holds_text or not request.accepts("text/html")):
                return self.session_ended(request)
            return guarded(request, *args, **kwargs)

        return answer

    def session_ended(self, request: HttpRequest) -> HttpResponse:
        """403 for a form that was sent after the session had ended. The page can send it again after a login.

        If the form may come from another site, its text is shown, but cannot be sent again.
        """
        if not request.accepts("text/html"):
            return JsonResponse({"errors": [_("Your session has ended. Log in again in another tab.")]}, status=403)
        context = {
            **self.each_context(request),
            "title": _("Your session has ended"),
            "typed": TypedText(request.POST),
            "sent_from_here": _is_sent_from_here(request),
            "login_url": f"{reverse('admin:login')}?next={reverse('admin:session')}",
        }
        return TemplateResponse(request, "admin/desk/session_ended.html", context, status=403).render()

    def too_large(self, request: HttpRequest) -> HttpResponse:
        """413 for a form beyond DATA_UPLOAD_MAX_MEMORY_SIZE. The browser still has what was typed."""
        sentence = _("This is too long to be stored. Go back in your browser: your text is still there. Shorten it.")
        return self.refuse(request, sentence, status=413)

    def get_urls(self) -> list[Any]:
        from django.urls import path

        row = "r/<int:content_type_id>/<path:object_id>/"
        return [
            path("sesi/", self.admin_view(self.session), name="session"),
            path(row, self.admin_view(self.view_on_site), name="view_on_site"),  # before Django's own
            *super().get_urls(),
        ]

    def view_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponseBase:
        """Redirect to the public page of a row, if this person may see the row.

        Django's own view gives the URL to all staff, even that of an unpublished story.
        """
        from django.contrib.contenttypes.models import ContentType
        from django.contrib.contenttypes.views import shortcut

        known = ContentType.objects.filter(pk=content_type_id).first()
        model = known.model_class() if known else None
        if model is None or not self.is_registered(model):
            raise Http404
        if not self.get_model_admin(model).has_view_permission(request):
            raise PermissionDenied
        return shortcut(request, content_type_id, object_id)

    def session(self, request: HttpRequest) -> HttpResponse:
        """The CSRF token of the new session, for scripts of a page that was loaded before the login."""
        from django.middleware.csrf import get_token

        if not request.accepts("text/html"):
            return JsonResponse({"token": get_token(request)})
        return TemplateResponse(
            request, "admin/desk/session.html", {**self.each_context(request), "title": _("You are logged in again")}
        )

    def refuse(self, request: HttpRequest, sentence: str, *, status: int, title: str = "") -> HttpResponse:
        """A page that says why a request was refused, with any typed text."""
        context = {
            **self.each_context(request),
            "title": title or _("This cannot be done"),
            "sentence": sentence,
            "typed": TypedText(request.POST),
        }
        return TemplateResponse(request, "admin/desk/refused.html", context, status=status).render()

    def _in_sentences(self, view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as refusal:
                sentence = str(refusal) or _("This page is not for your role. Ask the managing editor if you need it.")
                return self.refuse(request, sentence, status=403, title=_("No access"))
            except Http404:
                sentence = _("This page does not exist, or it belongs to somebody else.")
                return self.refuse(request, sentence, status=404, title=_("Not found"))

        return answer

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this is staff, logged in with a second factor if the site requires one."""
        return super().has_permission(request) and two_factor.opens_the_desk(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return views.desk_door(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")


def _is_sent_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this form, by Sec-Fetch-Site or, for older browsers, by Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return "Origin" not in request.headers or is_from_our_origin(request)
