"""Who has agreed to which terms. The only writer of Consent rows."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from newsroom.accounts.models import Consent, User
from newsroom.duties.models import Policy


def has_accepted(user: User, kind: Policy.Kind, *, at: datetime | None = None) -> bool:
    """Whether this person has agreed to the text of this kind in force at a moment (now, when none is given).

    Agreement to an earlier version does not count. Two queries; Policy.DoesNotExist where there is no text yet.
    """
    return Consent.objects.filter(user=user, policy=Policy.objects.current(kind, at=at)).exists()


def agreements(kind: Policy.Kind, *, at: datetime) -> QuerySet[Consent]:
    """Everybody's agreement to the text of this kind in force at a moment: for a question within another query."""
    return Consent.objects.filter(policy=Subquery(Policy.objects.published(kind, at=at).values("pk")[:1]))


@transaction.atomic
def accept(user: User, policy: Policy, *, now: datetime) -> Consent:
    """The record that this person agreed to this text. Agreeing again gives back the first record, unchanged.

    ValidationError when the text has been replaced since it was shown, or is not yet in force. Up to four queries.
    """
    if policy.pk != Policy.objects.current(Policy.Kind(policy.kind), at=now).pk:
        sentence = _("These terms are not the ones in force. Read the current version and agree to that.")
        raise ValidationError(sentence, code="outdated")
    consent, _made = Consent.objects.get_or_create(
        user=user,
        policy=policy,
        defaults={"version": policy.version, "sha256": policy.sha256, "accepted_at": now},
    )
    return consent
