"""Shows the text of a form that could not be accepted, so that it can be copied or sent again."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles import body

LABELS = {
    "headline": _("headline"),
    "deck": _("deck"),
    "body": _("body of the story"),
    "sources": _("sources"),
    "note": _("note"),
    "public_note": _("note to readers"),
    "reason": _("reason"),
    "alt": _("alternative text"),
    "caption": _("caption"),
    "credit": _("credit"),
    "ai_tool": _("made with AI"),
    "biography": _("biography"),
}


@dataclass(frozen=True)
class TypedText:
    """The fields of a POST request: `shown` are the texts worth copying, `fields` everything that is sent again."""

    post: QueryDict

    def __bool__(self) -> bool:
        return bool(self.shown)

    @property
    def shown(self) -> list[tuple[str, str]]:
        texts = ((label, self.post.get(name, "").strip(), name) for name, label in LABELS.items())
        return [(str(label), body.text(text) if name == "body" else text) for label, text, name in texts if text]

    @property
    def fields(self) -> list[tuple[str, str]]:
        return [
            (name, str(value))
            for name, values in self.post.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
