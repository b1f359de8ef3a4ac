from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.desk_lists import BoundedList
from newsroom.duties.models import Masthead, Policy


class DayAndTime(AdminSplitDateTime):
    """A date and a time field under one legend, each with a label."""

    def __init__(self) -> None:
        super().__init__()
        for field, name in zip(self.widgets, (_("Date"), _("Time")), strict=True):
            field.attrs["aria-label"] = name


_PUBLISHED_MEANWHILE = _(
    "“%(text)s” was published while you were writing. Read it and take over what belongs in your text, which is still "
    "here. Saving again makes it the next version."
)


_CHANGED_MEANWHILE = _(
    "Somebody has changed the masthead while you were writing. Open it in another tab and compare: saving again "
    "replaces it with what stands here."
)


class PolicyForm(forms.ModelForm):
    in_force_from = forms.SplitDateTimeField(
        label=_("In force from"),
        required=False,
        widget=DayAndTime,
        help_text=_("Empty: from now on."),
    )
    newest = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the last text when the form was opened

    class Meta:
        model = Policy
        fields = ["kind", "body", "in_force_from"]

    def clean(self) -> dict[str, Any] | None:
        """Refuses to pass over a version that somebody else has published meanwhile; two at once take turns."""
        said = super().clean()
        list(Policy.objects.select_for_update(no_key=True).filter(kind=self.cleaned_data.get("kind")))
        seen = self.cleaned_data.get("newest")
        unread = Policy.objects.filter(kind=self.cleaned_data.get("kind"), pk__gt=seen or 0).order_by("version").last()
        if seen and unread:
            self.data = {name: self.data[name] for name in self.data} | {"newest": unread.pk}
            self.add_error("body", _PUBLISHED_MEANWHILE % {"text": unread})
        return said

    def clean_in_force_from(self) -> Any:
        now = timezone.now()
        moment = self.cleaned_data["in_force_from"] or now
        if moment < now:
            raise forms.ValidationError(_("A text cannot have been in force before it was written."))
        return moment


@admin.register(Policy)
class PolicyAdmin(BoundedList):
    """A new wording is a new version: texts that people have agreed to cannot be changed or deleted."""

    form = PolicyForm
    fields = ["kind", "body", "in_force_from", "newest"]
    list_display = ["__str__", "kind", "version", "in_force_from"]
    list_filter = ["kind"]

    def get_fields(self, request: HttpRequest, obj: Policy | None = None) -> list[Any]:
        return ["kind", "body", "in_force_from", "version", "sha256"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Policy | None = None) -> list[str]:
        return ["version", "sha256"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start a new version with the text that is in force."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        initial["newest"] = Policy.objects.order_by("pk").values_list("pk", flat=True).last()
        in_force = Policy.objects.published(initial["kind"]).first() if "kind" in initial else None
        return {**initial, "body": in_force.body} if in_force else initial

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False


class MastheadForm(forms.ModelForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # when the masthead on the screen was changed

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["seen"] = _moment_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """Refuses to undo what somebody else has changed meanwhile; two at once take turns."""
        said = super().clean()
        stored = Masthead.objects.select_for_update(no_key=True).first()
        if stored and self.cleaned_data.get("seen") not in ("", _moment_of(stored)):
            self.data = {name: self.data[name] for name in self.data} | {"seen": _moment_of(stored)}
            self.add_error(None, _CHANGED_MEANWHILE)
        return said


def _moment_of(masthead: Masthead) -> str:
    return masthead.updated_at.isoformat() if masthead.pk else ""


@admin.register(Masthead)
class MastheadAdmin(admin.ModelAdmin):
    """A single row: the list redirects to its form."""

    fields = [
        "legal_entity",
        "address",
        "email",
        "phone",
        "person_in_charge",
        "editor_in_chief",
        "positions",
        "press_council_number",
        "seen",
    ]
    form = MastheadForm

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return self._to_the_one() or redirect("admin:duties_masthead_add")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._to_the_one() or super().add_view(request, form_url, extra_context)

    def _to_the_one(self) -> HttpResponse | None:
        return redirect("admin:duties_masthead_change", Masthead.ONLY) if Masthead.objects.exists() else None

    def has_delete_permission(self, request: HttpRequest, obj: Masthead | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Masthead, form: forms.ModelForm, change: bool) -> None:
        obj.pk = Masthead.ONLY
        super().save_model(request, obj, form, change)
