"""The names of notes to readers, such as corrections, on pages and in feeds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition

VERIFIED = "verified"  # a plain update that says what was verified since

_LABELS: dict[str, object] = {
    Edition.Kind.UPDATE: gettext_lazy("Update"),
    Edition.Kind.CORRECTION: gettext_lazy("Correction"),
    Edition.Kind.CLARIFICATION: gettext_lazy("Clarification"),
    Edition.Kind.RIGHT_OF_REPLY: gettext_lazy("Right of reply"),
    Edition.Kind.RETRACTION: gettext_lazy("Retraction"),
    VERIFIED: gettext_lazy("Verified since"),
}


def label(kind: str) -> str:
    return str(_LABELS.get(kind, _LABELS[Edition.Kind.UPDATE]))


def kind_of(previous: Edition | None, kind: str, unverified: str) -> str:
    """As what a note to the readers is printed: a plain update may be the one that verifies the story."""
    if kind == Edition.Kind.UPDATE and previous is not None and previous.unverified and not unverified:
        return VERIFIED
    return kind


def unverified(edition: Edition) -> str:
    """What stands at the end of a story that could not be verified yet; "" under every other.

    In brackets, and printed in italics: Pedoman Pemberitaan Media Siber 2(c)4.
    """
    if not edition.unverified:
        return ""
    words = _("(This story is not verified yet. %(reason)s We go on verifying it and will say here what we find.)")
    return words % {"reason": _as_sentence(edition.unverified)}


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."
