"""Sections and topics at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles import sections
from articles.models import FormerSlug, Section, Topic
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks
from newsroom.desk_choices import CheckedRows
from newsroom.desk_lists import BoundedList


class Shelf(BoundedList):
    search_fields = ["name"]
    search_help_text = gettext_lazy("Search by name")
    prepopulated_fields = {"slug": ["name"]}
    sortable_by = ["name"]
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False  # the URLs of published stories contain its slug


class FormerSlugs(admin.TabularInline):
    """Old slugs, stored when a slug changes. Those of a former system are entered here by hand."""

    model = FormerSlug
    extra = 0
    verbose_name_plural = gettext_lazy("former addresses: they lead here")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The permission to change sections includes their old slugs."""
        return request.user.has_perm("articles.change_section")

    has_view_permission = has_add_permission = has_delete_permission = has_change_permission


@admin.register(Section)
class SectionAdmin(Shelf):
    inlines = [FormerSlugs]
    list_display = ["name", "slug", "position"]
    fields = ["name", "slug", "description", "position", "time_zone", "desk"]

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        sections.save(obj, by=who_asks(request))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only people who may approve stories as editors of a section."""
        if db_field.name != "desk":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        editors = User.objects.filter(is_active=True, groups__name__in=["Editor", "Managing editor"]).distinct()
        return db_field.formfield(queryset=editors.order_by("display_name"), widget=CheckedRows)


@admin.register(Topic)
class TopicAdmin(Shelf):
    list_display = ["name", "slug"]
    fields = ["name", "slug", "description"]
