from django.conf import settings
from django.http import HttpRequest

from newsroom import identity


def site(request: HttpRequest) -> dict[str, object]:
    """What every page prints about the site. No query."""
    return {
        "site_name": settings.SITE_NAME,
        "site_domain": settings.SITE_DOMAIN,
        "is_demo": settings.DEMO,
        "paper_colours": identity.paper_colours(),
    }
