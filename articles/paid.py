"""What somebody paid for says so wherever readers meet it: Pedoman Pemberitaan Media Siber 6.

Pages show the label through articles/_paid.html. Here are the words for where a headline stands alone: feeds, link
previews, references.
"""

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from articles.models import Edition

LABEL = gettext_lazy("Advertorial")  # one of the four words of the guideline: advertorial, iklan, ads, sponsored


def titled(headline: str, paid_by: str) -> str:
    """A headline or title that cannot be read without the label: "[Advertorial] …"; unchanged for news."""
    return f"[{LABEL}] {headline}" if paid_by else headline


def titled_in_query() -> Case:
    """`titled` of the editions of a query, as a part of it."""
    labelled = Concat(Value(f"[{LABEL}] "), F("headline"))
    return Case(When(paid_by="", then=F("headline")), default=labelled, output_field=CharField())


def sentence(edition: "Edition") -> str:
    """Who paid, for the readers; "" for news."""
    words = _("Paid for by %(sponsor)s. This is an advertisement, not news.")
    return words % {"sponsor": edition.paid_by} if edition.paid_by else ""
