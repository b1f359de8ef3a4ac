from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from comments import text as texts
from comments.admin.reading import ReadingAdmin
from comments.models import Decision


@admin.register(Decision)
class DecisionAdmin(ReadingAdmin):
    """The log of decisions about comments, newest first."""

    list_display = ["at", "by", "act", "reason", "about", "note"]
    list_display_links = ["at"]
    list_filter = ["act", "reason", "at"]
    search_fields = ["note", "by__display_name", "comment__text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return Decision.objects.select_related("by", "comment")

    @admin.display(description=gettext_lazy("comment"))
    def about(self, decision: Decision) -> str:
        return texts.excerpt(decision.comment.text)
