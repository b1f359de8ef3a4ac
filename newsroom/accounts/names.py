"""Which display names are allowed."""

import re
import unicodedata
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from newsroom.accounts.models import FormerName, User

# A reader with such a name would seem to speak for the newsroom.
RESERVED = {"admin", "administrator", "editor", "moderator", "pemimpin redaksi", "redaksi", "wartawan"}
_MOST_MARKS = 4  # on one letter: no language has more, and a pile of them reaches into the lines around
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}  # such as control and direction marks, which can reorder a line
_MARKS = {"Mn", "Me"}
LONGEST = User._meta.get_field("display_name").max_length or 0
_ADDRESS = re.compile(r"@|://|\bwww\.|\.(com|co|id|net|org|info|xyz|site)\b", re.IGNORECASE)


def tidy(name: str) -> str:
    """The name with single spaces, without invisible characters and piled marks.

    Raises ValidationError if it is not allowed.
    """
    name = " ".join(_legible(unicodedata.normalize("NFKC", name)).split())
    if len(name) > LONGEST:  # one sign, like U+FDFA, may stand for eighteen
        raise ValidationError(_("Shorten the name to at most %(most)s characters.") % {"most": LONGEST}, code="long")
    if not any(sign.isalpha() for sign in name):
        raise ValidationError(_("A name needs at least one letter."), code="no_letter")
    if _ADDRESS.search(name):
        raise ValidationError(_("A name cannot be an e-mail or web address."), code="address")
    if name.casefold() in RESERVED | {settings.SITE_NAME.casefold(), settings.SITE_DOMAIN.casefold()}:
        raise ValidationError(_("This name is kept for the newsroom. Choose another one."), code="reserved")
    return name


def _legible(name: str) -> str:
    signs, marks = [], 0
    for sign in name:
        category = unicodedata.category(sign)
        if category in _INVISIBLE:
            continue
        marks = marks + 1 if category in _MARKS else 0
        if marks <= _MOST_MARKS:
            signs.append(sign)
    return "".join(signs)


def check(name: str, *, of: User | None = None) -> str:
    """The tidied name, if a reader may have it: not that of a member of the staff. One query."""
    name = tidy(name)
    staff = User.objects.filter(is_staff=True, display_name__iexact=name)
    if of:
        staff = staff.exclude(pk=of.pk)
    if staff.exists():
        raise ValidationError(_("This name is kept for the newsroom. Choose another one."), code="reserved")
    return name


def obstacle(person: User | None, name: str) -> str:
    """Why an app does not allow this name, in a sentence, or "". The user is None at sign-up."""
    sentence: str = import_string(settings.NAME_OBSTACLE)(person, name)
    return sentence


@transaction.atomic
def rename(user: User, name: str, *, now: datetime) -> None:
    """Change a display name. The previous one stays on record: a new name is not a clean slate."""
    stored = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    name = check(name, of=stored)
    if name == stored.display_name:
        return
    if stored.display_name:
        FormerName.objects.create(user=stored, name=stored.display_name, until=now)
    stored.display_name = user.display_name = name
    stored.save(update_fields=["display_name"])
