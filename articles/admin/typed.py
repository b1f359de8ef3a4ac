"""The content of a submitted story form, valid or not, as a text that can be kept and put back into the form."""

from collections.abc import Iterable
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME

from articles import body, contents
from articles.contents import Contents
from articles.drafts import Typed
from articles.models import Byline


def typed_in(form: Any, formsets: Iterable[Any]) -> Typed:
    """Everything that stands in this bound form and its rows of names. Some five queries beside those of the form."""
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
    """The text as the first values of the form."""
    return {
        **{field.name: said[field.name] for field in contents.plain_fields() if field.name in said},
        "section": said["section"] and said["section"]["id"],
        "lead_photo": said["lead_photo"] and said["lead_photo"]["id"],
        "topics": [topic["id"] for topic in said["topics"]],
    }


def rows_of(said: Contents) -> list[dict[str, Any]]:
    """Its names as the first values of the rows."""
    return [
        {"journalist": line["journalist"], "role": line["role"], "position": position}
        for position, line in enumerate(said["bylines"])
    ]


def _names(formset: Any) -> list[Byline]:
    """The rows that name somebody. One that is not sound yet is left out: there is nobody in it, or it stands twice."""
    rows = [form for form in formset.forms if form.is_valid() and form.cleaned_data.get("journalist")]
    rows = [form for form in rows if not form.cleaned_data.get(DELETION_FIELD_NAME)]
    lines = [form.instance for form in sorted(rows, key=lambda form: form.instance.position or 0)]
    return list({(line.journalist_id, line.role): line for line in lines}.values())
