"""Who has agreed to which terms. The only writer of Consent rows."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from newsroom.accounts.models import Consent, User
from newsroom.duties.models import Policy


def has_accepted(user: User, kind: Policy.Kind, *, at: datetime | None = None) -> bool:
    """Whether this person has agreed to the text of this kind that is in force at a moment (default: now).

    Agreement to an earlier version does not count. Two queries; raises Policy.DoesNotExist if there is no text yet.
    """
    return Consent.objects.filter(user=user, policy=Policy.objects.current(kind, at=at)).exists()


def agreements(kind: Policy.Kind, *, at: datetime) -> QuerySet[Consent]:
    """All agreements to the text of this kind that is in force at a moment, for use as a subquery."""
    return Consent.objects.filter(policy=Subquery(Policy.objects.published(kind, at=at).values("pk")[:1]))


@transaction.atomic
def accept(user: User, policy: Policy, *, now: datetime) -> Consent:
    """Record that this person agrees to this text. Agreeing again returns the first record.

    Raises ValidationError if the text has been replaced since it was shown, or is not in force yet. Up to four queries.
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
