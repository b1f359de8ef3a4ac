"""Structured data about the publisher: who it is, who is responsible, and where its rules are."""

from typing import Any

from articles import schema_org
from newsroom.duties.models import Masthead


def of_medium(masthead: Masthead | None, root: str) -> dict[str, Any]:
    """NewsMediaOrganization with the policies of schema.org's Trust terms. No query."""
    medium = {
        "@context": schema_org.CONTEXT,
        **schema_org.publisher(root),
        "masthead": f"{root}redaksi/",
        "publishingPrinciples": f"{root}pedoman-media-siber/",
        "ethicsPolicy": f"{root}pedoman-media-siber/",
        "correctionsPolicy": f"{root}hak-jawab/",
        "actionableFeedbackPolicy": f"{root}hak-jawab/",
    }
    if masthead is None:
        return medium
    medium |= {
        "legalName": masthead.legal_entity,
        "address": " ".join(masthead.address.split()),
        "email": masthead.email,
        "employee": [
            {"@type": "Person", "name": name, "jobTitle": function}
            for function, name in (
                ("Penanggung jawab", masthead.person_in_charge),
                ("Pemimpin redaksi", masthead.editor_in_chief),
                *masthead.position_list,
            )
        ],
    }
    return medium | ({"telephone": masthead.phone} if masthead.phone else {})
