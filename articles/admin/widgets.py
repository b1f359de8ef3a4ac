"""Form widgets that Django does not have: the editor, the photo field, the date and time field."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media, Script

from articles.admin.thumbnails import thumbnail
from articles.models import Photo
from newsroom.pointers import may_be_id

# The import map of the desk's modules, whose file names contain a hash.
MODULES = {
    f"desk/{name}": f"desk/{name}.js"
    for name in (
        "words",
        "passages",
        "server",
        "keep-local",
        "dialog",
        "mentions",
        "combobox",
        "photo-dialog",
        "prose/insert",
        "prose/read-also",
        "prose/photo",
        "prose/word-count",
        "prose/paste",
        "prose/menu",
        "prose/marks",
        "prose/remark",
    )
}
IMPORT_MAP = ImportMap(MODULES)


class BodyEditor(AdminProseEditorWidget):
    """The rich text editor with the newsroom's own nodes. Without JavaScript: a textarea with the HTML."""

    @property
    def media(self) -> Media:
        # A classic script, because it must run before the editor's modules use its translations.
        return Media(importmap=IMPORT_MAP, js=["desk/prose/gettext.js"]) + super().media


class PhotoField(forms.TextInput):
    """Chooses a photo from the library or uploads one. Without JavaScript: a field for the photo's id."""

    stored: Photo | None = None  # the story's current photo, already loaded

    @property
    def media(self) -> Media:
        return Media(importmap=IMPORT_MAP, js=[Script("desk/photo-field.js", type="module")])

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        known = self.stored if self.stored and str(self.stored.pk) == str(value) else None
        if known is None and may_be_id(str(value)):
            known = Photo.objects.filter(pk=value).first()
        context |= {
            "photo": known,
            "thumb": thumbnail(known, "wide") if known else "",
            "search_url": reverse("admin:articles_photo_pick"),
            "upload_url": reverse("admin:articles_photo_upload"),
        }
        return render_to_string("admin/desk/photo_field.html", context)


class Moment(forms.DateTimeInput):
    """Date and time in one native field, in the newsroom's time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
