"""The only place that cleans the HTML of policies."""

import re
from html import unescape

import nh3
from django.utils.html import strip_tags

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel=None,  # the newsroom writes these texts itself, so links need no rel
)


def clean(html: str) -> str:
    """The text with only the tags above. Idempotent."""
    return _CLEANER.clean(html).strip()


def first_paragraph(html: str) -> str:
    """The plain text of the first paragraph, "" if there is none."""
    found = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    return " ".join(unescape(strip_tags(found[1])).split()) if found else ""
