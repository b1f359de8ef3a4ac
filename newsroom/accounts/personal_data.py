"""The personal data in the account itself. settings.PERSONAL_DATA names the other holders."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress

from newsroom.accounts.models import Consent, FormerName, User


def export(user: User) -> dict[str, Any]:
    """Names, addresses, consents. Three queries."""
    consents = Consent.objects.filter(user=user).select_related("policy").order_by("accepted_at")
    return {
        "email": user.email,
        "display_name": user.display_name,
        "former_names": [
            {"name": each.name, "until": each.until.isoformat()} for each in FormerName.objects.filter(user=user)
        ],
        "joined": user.date_joined.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "addresses": [
            {"email": address.email, "verified": address.verified} for address in EmailAddress.objects.filter(user=user)
        ],
        "consents": [
            {"text": str(each.policy), "sha256": each.sha256, "accepted_at": each.accepted_at.isoformat()}
            for each in consents
        ],
    }


def erase(user: User, *, now: datetime) -> None:
    """Former names; erasure.py does the rest. Consents are proof and stay, referring only to an id afterwards."""
    FormerName.objects.filter(user=user).delete()
