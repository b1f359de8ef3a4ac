"""The public profiles of writers, editors and photographers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from js_asset import Media

from articles import permissions
from articles.admin.widgets import PhotoField
from articles.models import Journalist
from newsroom.accounts.permissions import who_asks
from newsroom.desk_lists import BoundedList


@admin.register(Journalist)
class JournalistAdmin(BoundedList):
    list_display = ["name", "position", "user"]
    sortable_by = ["name"]
    list_select_related = ["user"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("Search by name")
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "position", "biography", "portrait", "user"]
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Journalist | None = None) -> list[str]:
        """Only managing editors may set the login of a profile, and never of their own: four eyes depends on it."""
        user = who_asks(request)
        own = obj is not None and obj.user_id == user.pk
        return [] if permissions.may_manage(user) and not own else ["user"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only staff as logins, and never oneself: nobody may take over a profile."""
        if db_field.name == "user":
            people = db_field.remote_field.model.objects.filter(is_staff=True)
            field = db_field.formfield(queryset=people.exclude(pk=who_asks(request).pk))
            field.required = False
            return field
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "portrait":
            return db_field.formfield(widget=PhotoField())
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Journalist | None = None) -> bool:
        return False  # published stories refer to it
