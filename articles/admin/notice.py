"""The notices of the logged-in member of the newsroom, newest first. Nobody sees anybody else's."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles import notices, paging, permissions
from articles.models import Notice
from newsroom.accounts.permissions import who_asks

BY_TELLING = paging.Order("told_at", "id")


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """A read-only log, linked from the header of every page instead of the list of apps."""

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("", guard(self.mine), name="articles_notice_changelist"),
            path("read/", guard(self.read_all), name="articles_notice_read_all"),
            path("<int:pk>/open/", guard(self.open), name="articles_notice_open"),
        ]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def mine(self, request: HttpRequest) -> HttpResponse:
        """The notices of the logged-in person. Two queries for the list, however long it is."""
        own = Notice.objects.to(who_asks(request)).select_related("article", "step")
        own = own.defer("article__body").order_by("-told_at", "-pk")
        context = {
            **self.admin_site.each_context(request),
            "title": _("What you were told"),
            "page": paging.page(request, own, order=BY_TELLING, size=30),
            "has_unread": Notice.objects.to(who_asks(request)).unread().exists(),
        }
        return TemplateResponse(request, "admin/articles/notice/mine.html", context)

    def open(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Redirect to the story of a notice and mark it as read. 404 for a notice to somebody else."""
        user = who_asks(request)
        notice = Notice.objects.to(user).select_related("article").filter(pk=pk).first()
        if notice is None:
            raise Http404
        notices.read(notice, by=user)
        if not permissions.can_see(user, notice.article):
            return redirect("admin:articles_notice_changelist")
        return redirect("admin:articles_article_change", notice.article_id)

    def read_all(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        notices.read_all(by=who_asks(request))
        return redirect("admin:articles_notice_changelist")
