"""Read-only views of the editions and the steps of a story."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from articles.admin.searching import SearchesHeadlines
from articles.models import Edition, Step
from newsroom.desk_lists import BoundedList


class Record(BoundedList):
    """An admin for immutable rows: nobody can add, change or delete them, whatever their role."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(SearchesHeadlines, Record):
    story = "article"
    list_display = ["headline", "kind", "number", "approved_by", "live_from", "live_until"]
    list_filter = ["kind", "section"]
    list_select_related = ["approved_by", "section"]
    fields = [
        "headline",
        "deck",
        ("kind", "number", "version"),
        ("approved_by", "approved_at"),
        ("live_from", "live_until", "published_at"),
        "address",
        "text_shown",
        "sources",
        "public_note",
        "ground",
    ]

    def get_ordering(self, request: HttpRequest) -> Any:
        """Newest first. With the filter on kind, the order must match the index on (kind, live_from)."""
        return ["-live_from", "-pk"] if "kind__exact" in request.GET else ["-pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        editions = super().get_queryset(request)
        opened = request.resolver_match and request.resolver_match.url_name == "articles_edition_change"
        return editions if opened else editions.defer("body", "html", "notes")

    @admin.display(description=gettext_lazy("address"))
    def address(self, edition: Edition) -> SafeString:
        return format_html('<a href="{0}">{0}</a>', edition.path)

    @admin.display(description=gettext_lazy("body of the story"))
    def text_shown(self, edition: Edition) -> SafeString:
        return format_html('<article class="story">{}</article>', mark_safe(edition.html))


@admin.register(Step)
class StepAdmin(Record):
    list_display = ["at", "story", "verb", "by", "note"]
    list_filter = ["verb"]
    list_select_related = ["article", "by"]
    fields = ["article", "verb", "by", "at", ("from_status", "to_status"), "version", "note"]
    ordering = ["-pk"]

    @admin.display(description=gettext_lazy("story"))
    def story(self, step: Step) -> SafeString:
        address = reverse("admin:articles_article_change", args=[step.article_id])
        return format_html('<a href="{}">{}</a>', address, step.article)
