from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition
from comments import watching
from comments.admin.form_page import DONE, FormPages, carry_out
from comments.admin.queue import PARAMETER, Queue
from comments.models import Watch
from newsroom.accounts.permissions import who_asks


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("Watched")
    parameter_name = "dipantau"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("ya", _("now")), ("tidak", _("no longer"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Watch]") -> "QuerySet[Watch]":
        if self.value() in ("ya", "tidak"):
            return queryset.filter(ended_at__isnull=self.value() == "ya")
        return queryset


@admin.register(Watch)
class WatchAdmin(FormPages):
    """The watch list. Comments on watched stories and by watched readers have a queue of their own."""

    list_display = ["what", "why", "by", "at", "ended_at"]
    list_filter = [OpenFilter]
    search_fields = ["why", "reader__display_name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Watch]":
        live = Edition.objects.live().filter(article=OuterRef("article"))
        return Watch.objects.select_related("reader", "by", "ended_by").annotate(
            headline=Subquery(live.titled().values("title")[:1])
        )

    @admin.display(description=gettext_lazy("story or reader"))
    def what(self, row: Watch) -> str:
        if row.reader:
            return str(row.reader)
        return row.headline or _("a story that readers do not see")  # type: ignore[attr-defined]

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any) -> HttpResponse:
        """One entry, with a button to end it and links to the comments."""
        row: Watch = self.opened(request, object_id)
        status, conflict = 200, ""
        if request.method == "POST":
            status, conflict = carry_out(Form(request.POST), lambda _typed: watching.end(row, by=who_asks(request)))
            if status == DONE:
                messages.success(request, _("Taken off the watch list."))
                return redirect("admin:comments_watch_changelist")
        comments = reverse("admin:comments_comment_changelist")
        about = f"penulis={row.reader_id}" if row.reader_id else f"berita={row.article_id}"
        return self.answer(
            request,
            "watch/page.html",
            status=status,
            title=self.what(row),
            row=row,
            is_open=row.ended_at is None or row.ended_at > timezone.now(),
            conflict=conflict,
            comments_url=f"{comments}?{about}",
            queue_url=f"{comments}?{PARAMETER}={Queue.WATCHED}",
        )
