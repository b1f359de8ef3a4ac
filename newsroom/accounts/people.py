"""The verbs for managing people. Mails are sent after the transaction commits."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.accounts import permissions
from newsroom.accounts.models import User


@transaction.atomic
def invite(person: User, *, by: User) -> None:
    """Send a newly created user a link to choose a password, which nobody else ever knows.

    The address is unverified until its owner has followed a link in a mail.
    """
    _may_manage(by, person)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    adapter = get_adapter()
    context = {"user": person, "invited_by": by, "password_url": adapter.get_reset_password_from_key_url(key)}
    transaction.on_commit(lambda: adapter.send_mail("account/email/invitation", person.email, context))


@transaction.atomic
def forget_second_factor(person: User, *, by: User) -> bool:
    """Remove all second factors of somebody who has lost their phone, and tell them. Returns whether there were any.

    They still need their password, and must set up a new second factor before using the desk.
    """
    _may_manage(by, person)
    removed, _models = Authenticator.objects.filter(user=person).delete()
    if removed:
        transaction.on_commit(
            lambda: get_adapter().send_mail("account/email/second_factor_removed", person.email, {"user": person})
        )
    return bool(removed)


def switch_off(person: User, *, by: User) -> None:
    """End this person's access at once, including open sessions. What they wrote and decided keeps their name."""
    _may_manage(by, person)
    person.is_active = False
    person.save(update_fields=["is_active"])


def _may_manage(by: User, person: User) -> None:
    if not permissions.can_manage(by, person):
        raise PermissionDenied(_("Only superusers and managing editors manage people, and nobody manages himself."))
