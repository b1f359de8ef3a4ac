"""Structured data for search engines: schema.org objects as `<script type="application/ld+json">`."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from articles import dates
from articles.models import BylineRole, Edition, Journalist

CONTEXT = "https://schema.org"


Thing = dict[str, Any]


def of_story(edition: Edition, url: str) -> list[Thing]:
    """NewsArticle, or AdvertiserContentArticle if somebody paid for it, and BreadcrumbList. No query."""
    section = edition.section
    trail = [(section.name, f"/{section.slug}/"), (edition.headline, edition.path)]
    return [_news_article(edition, url), _breadcrumbs(trail, url)]


def of_front(root: str) -> list[Thing]:
    """The site with its search, and its publisher. No query."""
    site = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": root,
        "inLanguage": "id",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{root}cari/?q={{search_term_string}}"},
        },
    }
    return [site, {"@context": CONTEXT, **publisher(root)}]


def of_list(name: str, path: str, root: str) -> list[Thing]:
    """The breadcrumbs of a section or topic. No query."""
    return [_breadcrumbs([(name, path)], root)]


def of_journalist(journalist: Journalist, root: str) -> list[Thing]:
    """The profile page of a person, with breadcrumbs. No query."""
    path = journalist.get_absolute_url()
    person: Thing = {
        "@type": "Person",
        "name": journalist.name,
        "url": urljoin(root, path),
        "worksFor": publisher(root),
    }
    told = {"jobTitle": journalist.position, "description": journalist.biography}
    person |= {name: text for name, text in told.items() if text}
    page = {"@context": CONTEXT, "@type": "ProfilePage", "inLanguage": "id", "mainEntity": person}
    return [page, *of_list(journalist.name, path, root)]


def publisher(root: str) -> Thing:
    """The publisher, as stories refer to it. newsroom/duties has the details."""
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": urljoin(root, "/"),
        "logo": {
            "@type": "ImageObject",
            "url": urljoin(root, static("img/icon-512.png")),
            "width": 512,
            "height": 512,
        },
    }


def _news_article(edition: Edition, url: str) -> Thing:
    story: Thing = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "headline": edition.headline,
        "description": edition.seo_description or edition.deck,
        "datePublished": dates.machine(edition.published_at),
        "dateModified": dates.machine(edition.live_from),
        "author": [_person(byline, url) for byline in edition.bylines if byline["role"] == BylineRole.WRITER],
        "editor": [_person(byline, url) for byline in edition.bylines if byline["role"] == BylineRole.EDITOR],
        "publisher": publisher(url),
        "articleSection": edition.section.name,
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "wordCount": edition.words,
    }
    if edition.lead_photo:
        story["image"] = images(edition.lead_photo, url)
    if edition.unverified:
        story["creativeWorkStatus"] = _("Not verified yet")
    if edition.paid_by:
        sponsor = {"@type": "Organization", "name": edition.paid_by}
        story |= {"@type": "AdvertiserContentArticle", "sponsor": sponsor, "author": story["author"] or [sponsor]}
        del story["editor"]
    if edition.topics:
        story["keywords"] = [topic["name"] for topic in edition.topics]
    corrections = [note for note in edition.notes if note["kind"] == Edition.Kind.CORRECTION]
    if corrections:
        story["correction"] = [
            {"@type": "CorrectionComment", "text": note["note"], "datePublished": note["at"]} for note in corrections
        ]
    return story


def images(photo: dict[str, Any], url: str) -> list[str]:
    """The widest of each crop that search engines want: 16:9, 4:3, 1:1."""
    crops = (photo["renditions"].get(crop) for crop in ("wide", "standard", "square"))
    return [urljoin(url, settings.MEDIA_URL + sizes[0][2]) for sizes in crops if sizes]


def _person(byline: dict[str, Any], url: str) -> dict[str, str]:
    person = {"@type": "Person", "name": byline["name"]}
    return person | {"url": urljoin(url, f"/penulis/{byline['slug']}/")} if byline["slug"] else person


def _breadcrumbs(trail: list[tuple[str, str]], root: str) -> Thing:
    """Breadcrumbs from the front page: (name, path) of each step after it."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": urljoin(root, path)}
            for position, (name, path) in enumerate([(settings.SITE_NAME, "/"), *trail], start=1)
        ],
    }
