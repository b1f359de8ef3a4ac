"""Whether a session is authenticated strongly enough for the desk."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from newsroom.accounts.models import User


def has_passed(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor: a code, a passkey or a recovery code. No query.

    It is not enough that the user has one: a session that was opened with a password alone, before enrolment, is still
    weak.
    """
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def opens_the_desk(request: HttpRequest) -> bool:
    return has_passed(request) or not settings.STAFF_NEEDS_TWO_FACTOR


def is_enrolled(user: User) -> bool:
    """Whether this person has set up a second factor. One query."""
    return is_mfa_enabled(user)
