"""The photo library. Uploads go through photos.take_in, and changes of the focal point through photos.refocus."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import DateInput
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media, Script

from articles import dates, photo_rights, photos
from articles.admin import photo_cards, picks
from articles.admin.forms import PhotoUploadForm
from articles.admin.refusals import RefusableAdmin, RefusableForm
from articles.admin.thumbnails import picture, thumbnail
from articles.admin.widgets import IMPORT_MAP
from articles.models import Photo
from newsroom.accounts.permissions import who_asks
from newsroom.desk_lists import BoundedList

_WORDS = ["alt", "caption", "credit", "ai_tool"]
_RIGHTS = ["licence", "expires_on"]


class Expiry(admin.SimpleListFilter):
    """Filter by licence: expired, or about to expire."""

    title = gettext_lazy("expiry")
    parameter_name = "lisensi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("habis", _("licence ended")), ("segera", _("ends within 30 days"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Photo]") -> "QuerySet[Photo]":
        today = photo_rights.day_of(None)
        if self.value() == "habis":
            return queryset.filter(expires_on__lt=today)
        if self.value() == "segera":
            return queryset.filter(expires_on__gte=today, expires_on__lt=today + timedelta(days=30))
        return queryset


@admin.register(Photo)
class PhotoAdmin(RefusableAdmin, BoundedList):
    form = RefusableForm
    list_display = ["__str__", "came_in"]  # shown as cards: only what can be sorted by is a column here
    list_filter = ["licence", Expiry]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt", "caption", "credit"]
    search_help_text = gettext_lazy("Search in alternative texts, captions and credits")
    sortable_by = ["came_in"]
    actions = None
    change_form_template = "admin/articles/photo/change_form.html"

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("pick/", guard(picks.pick_photo), name="articles_photo_pick"),
            path("describe/", guard(picks.describe_photo), name="articles_photo_describe"),
            path("upload/", guard(picks.upload_photo), name="articles_photo_upload"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Photo]":
        return photo_rights.with_uses(super().get_queryset(request), by=who_asks(request))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist: Any = super().get_changelist_instance(request)
        changelist.cards = photo_cards.cards(changelist)
        return changelist

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return False  # an edition may show it, and editions are kept

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["file", *_WORDS]}), (_("Rights"), {"fields": [tuple(_RIGHTS)]})]
        return [
            (None, {"fields": _WORDS}),
            (_("Rights"), {"fields": [tuple(_RIGHTS)]}),
            (
                _("Focal point"),
                {
                    "description": _("Click on the most important part of the picture. Crops keep it in view."),
                    "fields": [("focal_x", "focal_y")],
                },
            ),
        ]

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **({} if change else {"form": PhotoUploadForm}) | kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Photo:
        """Take in a new photo before it is saved, so that the form reports a refused file and keeps what was typed."""
        if change:
            return super().save_form(request, form, change)
        file = form.cleaned_data["file"]
        if not file:
            raise ValidationError(_("Choose a photo first."))
        words = {name: form.cleaned_data[name] for name in (*_WORDS, *_RIGHTS)}
        photos.refuse_twin(file)
        said = picks.said_by(file)
        words["ai_tool"] = words["ai_tool"] or said.ai_tool
        form.instance = photos.take_in(file, by=who_asks(request), taken_at=said.taken_at, **words)
        form.save_m2m = lambda: None
        return form.instance

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            return  # save_form has stored it
        obj.save(update_fields=[*_WORDS, *_RIGHTS])
        if {"focal_x", "focal_y"} & set(form.changed_data):
            photos.refocus(obj, focal_point=(obj.focal_x, obj.focal_y))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        photo = kwargs.get("obj")
        scripts = [Script(f"desk/{name}.js", type="module") for name in ("focal-point", "photo-upload")]
        media = context["media"] + Media(importmap=IMPORT_MAP, js=scripts)
        context["media"] = Media.from_media(media, nonce=request.csp_nonce)  # type: ignore[attr-defined]
        context["title"] = _("Photo") if photo else _("New photo")
        if photo:
            context["uses"] = photo_rights.uses(photo, by=who_asks(request))
            context["portraits"] = photo_rights.portraits(photo)
            context["taken_at"] = photo.taken_at
            context["problems"] = photo_rights.problems(photo)
            context["picture"] = {
                "url": picture(photo),
                "crops": [(_("wide"), thumbnail(photo, "wide")), (_("square"), thumbnail(photo, "square"))],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "expires_on":
            return db_field.formfield(widget=DateInput({"type": "date"}, format="%Y-%m-%d"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("uploaded at"), ordering="uploaded_at")
    def came_in(self, photo: Photo) -> str:
        return dates.print_short(photo.uploaded_at)
