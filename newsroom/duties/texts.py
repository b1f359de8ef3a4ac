"""The one place that cleans the HTML of policies."""

import nh3

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel=None,  # our own links to our own pages; the policies of others are trusted enough to be named here
)


def clean(html: str) -> str:
    """The text with nothing in it but the tags above. Cleaning again changes nothing."""
    return _CLEANER.clean(html).strip()
