"""Shows a form again, with everything that was typed, when a verb refuses its content."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.workflow import Conflict

Refusal = Conflict | ValidationError | IntegrityError


def sentences(refusal: Refusal) -> list[str]:
    """The messages of a refusal. A database error becomes a general sentence."""
    if isinstance(refusal, ValidationError):
        return refusal.messages
    if isinstance(refusal, IntegrityError):
        return [_("Something that you chose was deleted or taken by somebody else meanwhile. Choose again.")]
    return [str(refusal)]


def status_of(refusal: Refusal | None) -> int:
    """The HTTP status of a refusal: 400 if the input is wrong, 409 if the story has changed meanwhile."""
    return 400 if refusal is None or isinstance(refusal, ValidationError) else 409


class RefusableForm(forms.ModelForm):
    """A form that becomes invalid when a verb refuses its content."""

    refusal: Refusal | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, sentences(self.refusal))
        return cleaned or {}


class RefusableAdmin(admin.ModelAdmin):
    """Answers a refusal with 400 or 409 and the typed text. The transaction is rolled back."""

    def opened(self, request: HttpRequest, object_id: str | None) -> str | None:
        """The id of the row to open. Called once per request, before anything is shown or stored."""
        return object_id

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        object_id = self.opened(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Conflict, ValidationError, IntegrityError) as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":
            response.status_code = status_of(getattr(request, "refusal", None))
        return response

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404
