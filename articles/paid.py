"""What somebody paid for says so wherever readers meet it: Pedoman Pemberitaan Media Siber 6.

Pages show the label through articles/_paid.html. Here are the words for where a headline stands alone: feeds, link
previews, references.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition

LABEL = gettext_lazy("Advertorial")  # one of the four words of the guideline: advertorial, iklan, ads, sponsored


def titled(headline: str, paid_by: str) -> str:
    """A headline or title that cannot be read without the label: "[Advertorial] …"; unchanged for news."""
    return f"[{LABEL}] {headline}" if paid_by else headline


def sentence(edition: Edition) -> str:
    """Who paid, for the readers; "" for news."""
    words = _("Paid for by %(sponsor)s. This is an advertisement, not news.")
    return words % {"sponsor": edition.paid_by} if edition.paid_by else ""
