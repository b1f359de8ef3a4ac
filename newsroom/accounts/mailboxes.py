"""Which e-mail addresses can be mailed to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def must_be_writable(address: str) -> None:
    """Raise ValidationError for a domain that cannot be encoded. EmailField accepts some, and then sending fails."""
    try:
        address.rpartition("@")[2].encode("idna")
    except UnicodeError:
        raise ValidationError(_("Enter a valid email address."), code="invalid") from None
