"""Converts a submitted story form, valid or not, into content that can be stored and shown in the form again."""

from collections.abc import Iterable
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME

from articles import body, contents
from articles.contents import Contents
from articles.drafts import Typed
from articles.models import Byline


def typed_in(form: Any, formsets: Iterable[Any]) -> Typed:
    """The content of this bound form and its byline rows. About five queries besides the form's own."""
    formsets = list(formsets)
    sound = form.is_valid()
    names = [line for formset in formsets for line in _names(formset)]
    topics = list(form.cleaned_data.get("topics") or [])
    said = contents.of(form.instance, bylines=names, topics=topics)
    for field in contents.plain_fields():
        if field.name in form.errors and field.name in form.data:
            said[field.name] = body.printable(form.data[field.name])
    return Typed(form.instance, names, topics, said, sound and all(formset.is_valid() for formset in formsets))


def initial_of(said: Contents) -> dict[str, Any]:
    """This content as initial values of the form."""
    return {
        **{field.name: said[field.name] for field in contents.plain_fields() if field.name in said},
        "section": said["section"] and said["section"]["id"],
        "lead_photo": said["lead_photo"] and said["lead_photo"]["id"],
        "topics": [topic["id"] for topic in said["topics"]],
    }


def rows_of(said: Contents) -> list[dict[str, Any]]:
    """Its bylines as initial values of the rows."""
    return [
        {"journalist": line["journalist"], "role": line["role"], "position": position}
        for position, line in enumerate(said["bylines"])
    ]


def _names(formset: Any) -> list[Byline]:
    """The valid rows. Invalid ones, without a name or a second time in the list, are left out."""
    rows = [form for form in formset.forms if form.is_valid() and form.cleaned_data.get("journalist")]
    rows = [form for form in rows if not form.cleaned_data.get(DELETION_FIELD_NAME)]
    lines = [form.instance for form in sorted(rows, key=lambda form: form.instance.position or 0)]
    return list({(line.journalist_id, line.role): line for line in lines}.values())
