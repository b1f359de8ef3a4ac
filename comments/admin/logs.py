"""The list of complaints, read-only: they are handled on the page of the comment."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from comments import text as texts
from comments.admin.reading import ReadingAdmin
from comments.models import Complaint


@admin.register(Complaint)
class ComplaintAdmin(ReadingAdmin):
    list_display = ["number", "reason", "about", "received_at", "outcome", "decided_at"]
    list_filter = ["outcome", "reason", "received_at"]
    search_fields = ["number"]
    exclude = ["device"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Complaint]":
        return Complaint.objects.select_related("comment", "by")

    @admin.display(description=gettext_lazy("comment"))
    def about(self, complaint: Complaint) -> str:
        return texts.excerpt(complaint.quoted)
