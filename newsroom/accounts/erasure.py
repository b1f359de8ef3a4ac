"""Deletes accounts: requested by the owner, carried out a day later, revocable until then.

UU 27/2022 (PDP) gives the right; the day of grace is for second thoughts and stolen sessions. What others need stays:
complaints, decisions and consents keep the id of a user who has no name any more.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from newsroom.accounts.models import Erasure, User

log = logging.getLogger(__name__)

GRACE = timedelta(hours=24)
_A_TICK = 20  # accounts per minute; the next tick takes the rest
Holder = Callable[..., Any]


@transaction.atomic
def ask(user: User, *, now: datetime) -> Erasure:
    """Request an erasure, due in a day. Asking again returns the first request. Not available to staff."""
    if user.is_staff:
        raise PermissionDenied(
            _("Stories and decisions carry your name. Ask the managing editor to close your account.")
        )
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    waiting = Erasure.objects.open().filter(user=user).first()
    if waiting:
        return waiting
    made = Erasure.objects.create(user=user, asked_at=now, due_at=now + GRACE)
    _tell(user, "erasure_asked", made)
    return made


@transaction.atomic
def cancel(user: User, *, now: datetime) -> bool:
    """Cancel the erasure. Returns whether there was anything to cancel."""
    return bool(Erasure.objects.open().filter(user=user).update(cancelled_at=now))


def carry_out(*, now: datetime) -> int:
    """Erase the accounts whose day of grace is over, each in its own transaction. Returns how many.

    If one cannot be erased, the others still are, and a RuntimeError at the end makes `tick` report it.
    """
    due = Erasure.objects.open().filter(due_at__lte=now, user__is_staff=False).order_by("due_at")
    erased, failed = 0, 0
    for pk in list(due.values_list("pk", flat=True)[:_A_TICK]):
        try:
            erased += _erase(pk, now)
        except Exception:  # any app may fail, for reasons of its own
            log.exception("erasure %s", pk)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} accounts could not be erased; the next tick tries again")
    return erased


def export(user: User) -> dict[str, Any]:
    """Everything the site stores about this person, app by app, as JSON-serializable data."""
    return {name: import_string(f"{holder}.export")(user) for name, holder in settings.PERSONAL_DATA.items()}


@transaction.atomic
def _erase(pk: int, now: datetime) -> int:
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    user = User.objects.select_for_update(no_key=True).get(pk=erasure.user_id)
    if not erasure.is_open or user.is_staff:
        return 0
    _tell(user, "erasure_done", erasure)
    for holder in settings.PERSONAL_DATA.values():
        erase: Holder = import_string(f"{holder}.erase")
        erase(user, now=now)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email, user.display_name, user.is_active = f"terhapus-{uuid4().hex}@akun.invalid", "", False
    user.set_unusable_password()  # also ends all open sessions
    user.save(update_fields=["email", "display_name", "is_active", "password"])
    erasure.done_at = now
    erasure.save(update_fields=["done_at"])
    return 1


def _tell(user: User, letter: str, erasure: Erasure) -> None:
    context = {
        "erasure": erasure,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "name": user.display_name,
    }
    subject = " ".join(render_to_string(f"account/email/{letter}_subject.txt", context).split())
    message, address = render_to_string(f"account/email/{letter}.txt", context), user.email
    transaction.on_commit(
        lambda: send_mail(f"[{settings.SITE_NAME}] {subject}", message, None, [address], fail_silently=True),
        robust=True,
    )
