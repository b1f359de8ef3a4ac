"""Desk pages with one form. If it is refused, the page shows why, and keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments.admin.reading import ReadingAdmin
from comments.refusals import Conflict
from newsroom import mistakes

DONE = 302


def carry_out(form: Form, act: Callable[[dict[str, Any]], Any]) -> tuple[int, str]:
    """Call `act` with the valid form. Returns (DONE, ""), or the HTTP status and the message of a conflict.

    Validation errors are added to the form."""
    try:
        if form.is_valid():
            act(form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    except Conflict as refusal:
        return 409, str(refusal)
    mistakes.point_at_first(form)
    return (400 if form.errors else DONE), ""


class FormPages(ReadingAdmin):
    """A read-only list whose rows open a page of our own instead of the admin's form."""

    def opened(self, request: HttpRequest, object_id: str) -> Any:
        """The row with this id. PermissionDenied unless the user may see the list, Http404 if it does not exist."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("Only a moderator may do that."))
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def answer(self, request: HttpRequest, template: str, *, status: int = 200, **shown: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **shown}
        return TemplateResponse(request, f"admin/comments/{template}", context, status=status)

    class Media:
        css = {"all": ["desk/comments.css"]}
