"""The bylines in the story form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.admin import rights
from articles.admin.forms import GONE
from articles.models import Article, Byline, BylineRole, Journalist
from newsroom.accounts.permissions import who_asks

_PARTS = ("journalist", "role", "position")
_MOST_NAMES = 20


class BylineForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journalist"].error_messages |= {"invalid_choice": GONE}

    def validate_unique(self) -> None:
        """Skip the check: all bylines are replaced at once, so a deleted row cannot clash with a new one."""


class BylineFormSet(forms.BaseInlineFormSet):
    """A table of bylines. Column headings are not labels, so each field gets its own `aria-label`."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name in (*_PARTS, DELETION_FIELD_NAME):
            if name in form.fields:
                form.fields[name].widget.attrs["aria-label"] = str(form.fields[name].label).capitalize()


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["journalist", "role", "position"]
    extra = 0
    max_num = _MOST_NAMES

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Byline]":
        return super().get_queryset(request).select_related("journalist")

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "journalist":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        field: Any = db_field.formfield(empty_label=_("Choose a name …"))
        field.choices = list(iter(field.choices))  # one query instead of one per row; `list(choices)` would count too
        return field

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.works_here(request)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.may_write(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.may_write(request, obj)


def share(article: Article, inlines: Iterable[Any]) -> None:
    """Reuse the bylines that the form has loaded in the panel, which saves a query."""
    for inline in inlines:
        if isinstance(inline.formset, BylineFormSet):
            known: dict[str, Any] = article.__dict__.setdefault("_prefetched_objects_cache", {})
            known["bylines"] = inline.formset.get_queryset()


def for_new_story(request: HttpRequest) -> list[dict[str, object]]:
    """The first row of a new story: its reporter as writer. One query."""
    profile = Journalist.objects.filter(user=who_asks(request)).first()
    return [{"journalist": profile.pk, "role": BylineRole.WRITER}] if profile else []


def in_order(formset: Any) -> list[Byline]:
    """The bylines of a valid formset, in printed order."""
    rows = [form for form in formset.forms if form not in formset.deleted_forms and form.instance.journalist_id]
    return [form.instance for form in sorted(rows, key=lambda form: form.instance.position)]


def reconcile(typed: QueryDict, prefix: str, article: Article) -> QueryDict:
    """The submitted rows, with those that somebody else has deleted meanwhile turned into new rows. One query.

    Otherwise Django could neither save the formset of an older version nor show it again.
    """
    stored = {str(pk) for pk in article.bylines.values_list("pk", flat=True)} if article.pk else set()
    try:
        total = min(int(typed.get(f"{prefix}-TOTAL_FORMS", "0")), _MOST_NAMES * 2)
    except ValueError:
        return typed
    rows = [
        {name: typed.get(f"{prefix}-{number}-{name}", "") for name in ("id", *_PARTS, "DELETE")}
        for number in range(total)
    ]
    kept = [row for row in rows if row["id"] in stored]
    new = [{**row, "id": ""} for row in rows if row["id"] not in stored and not row["DELETE"]]
    result = typed.copy()
    for key in [key for key in result if key.startswith(f"{prefix}-")]:
        del result[key]
    for number, row in enumerate([*kept, *new]):
        for name, value in row.items():
            if name != "DELETE" or value:
                result[f"{prefix}-{number}-{name}"] = value
    counts = {
        "TOTAL_FORMS": len(kept) + len(new),
        "INITIAL_FORMS": len(kept),
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": _MOST_NAMES,
    }
    for name, count in counts.items():
        result[f"{prefix}-{name}"] = str(count)
    return result
