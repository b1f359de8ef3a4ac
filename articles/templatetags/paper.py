"""Template filters and tags for public pages. They contain no rules: what is visible is up to the view's queryset."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import dates, furniture, notes, paid, reads, schema_org
from articles.models import Article, BylineRole, Edition, Section
from newsroom.caching import has_session
from newsroom.kept import piece

register = template.Library()

LISTS = ("/terpopuler/", "/indeks/")  # linked in the navigation after the sections
WORDS_A_MINUTE = 200  # reading speed on a phone, rounded down

ROLES = {
    BylineRole.WRITER: gettext_lazy("Writer:"),
    BylineRole.CONTRIBUTOR: gettext_lazy("Contributor:"),
    BylineRole.PHOTOGRAPHER: gettext_lazy("Photographer:"),
    BylineRole.TRANSLATOR: gettext_lazy("Translator:"),
    BylineRole.EDITOR: gettext_lazy("Editor:"),
}
_SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@register.simple_tag
def today() -> SafeString:
    """Today's date in Jakarta, for the masthead."""
    day = timezone.now().astimezone(dates.WIB).date()
    printed = '<time datetime="{}">{}</time>'
    return piece(("today", day), lambda: format_html(printed, day.isoformat(), dates.print_day(day)))


@register.simple_tag(takes_context=True)
def section_navigation(context: template.Context) -> SafeString:
    """The navigation, with the current page marked. At most one query every two seconds."""
    sections, open_now, request = furniture.sections(), context.get("section"), context.get("request")
    path = request.path_info if request and request.path_info in LISTS else ""
    named = ((section.pk, section.slug, section.name) for section in sections)
    key = ("navigation", *named, open_now and open_now.pk, path)
    shown = {"sections": sections, "open": open_now, "path": path}
    return piece(key, lambda: render_to_string("articles/_navigation.html", shown))


@register.inclusion_tag("articles/_breaking.html")
def breaking_bar() -> dict[str, Any]:
    """The newest breaking story, for the bar on top of a page. At most one query every two seconds."""
    return {"stories": furniture.breaking()}


@register.simple_tag(takes_context=True)
def account_link(context: template.Context) -> SafeString:
    """The link to the login, the same for all anonymous visitors; with a session, to the account. No query."""
    request: HttpRequest | None = context.get("request")
    shown = {"may_be_logged_in": request is not None and has_session(request)}
    return piece(("account", *shown.values()), lambda: render_to_string("articles/_account_link.html", shown))


@register.simple_tag
def card(edition: Edition, look: str = "", **shown: Any) -> SafeString:
    """A story in a list.

    `shown`: photo, deck, bare (without section), clock (without date), role, sizes and eager of the photo.
    """
    section = edition.section
    key = ("card", edition.pk, look, section.slug, section.name, section.time_zone, *shown.items())
    context = {"edition": edition, "look": look, **shown}
    if not edition.pk:
        return render_to_string("articles/_card.html", context)
    return piece(key, lambda: render_to_string("articles/_card.html", context))


@register.simple_tag
def bylines(edition: Edition) -> SafeString:
    """The bylines, one line per role: writers first, other roles in the order of the byline, the editor last."""
    return format_html_join(
        "",
        '<p class="byline">{} {}</p>',
        ((label, _names(edition, role)) for role, label in ROLES.items() if _named(edition, role)),
    )


def _named(edition: Edition, role: str) -> list[dict[str, Any]]:
    return [byline for byline in edition.bylines if byline["role"] == role]


def _names(edition: Edition, role: str) -> SafeString:
    linked = [
        format_html('<a href="/penulis/{}/" rel="author">{}</a>', byline["slug"], byline["name"])
        if byline["slug"]
        else format_html("{}", byline["name"])
        for byline in _named(edition, role)
    ]
    first, last = linked[:-1], linked[-1]
    if not first:
        return last
    return format_html("{} {} {}", format_html_join(", ", "{}", ((name,) for name in first)), _("and"), last)


@register.simple_tag
def closing_credit(edition: Edition) -> str:
    """The credit at the end of a story: "(Namamedia.com/Rina Wulandari)" or "(Advertorial)"."""
    if edition.paid_by:
        return f"({paid.LABEL})"
    writers = ", ".join(byline["name"] for byline in _named(edition, BylineRole.WRITER))
    return f"({'/'.join(filter(None, [settings.SITE_DOMAIN, writers]))})"


@register.simple_tag
def role_of(edition: Edition, journalist: Any) -> str:
    """The person's role in the story, for the list of their stories; "" for a writer, the usual case."""
    roles = [byline["role"] for byline in edition.bylines if byline["journalist"] == journalist.pk]
    return "" if BylineRole.WRITER in roles or not roles else str(BylineRole(roles[0]).label).capitalize()


@register.simple_tag
def picture(photo: dict[str, Any], crop: str, sizes: str, *, lead: bool = False, css: str = "") -> SafeString:
    """The <img> of a frozen photo. The lead photo loads with priority, all others lazily."""
    renditions = photo["renditions"].get(crop) or photo["renditions"]["full"]
    middle = renditions[min(len(renditions) - 1, 1)]
    return format_html(
        '<img{} src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        format_html(' class="{}"', css) if css else "",
        settings.MEDIA_URL + middle[2],
        srcset(renditions),
        _sparing(sizes),
        renditions[0][0],
        renditions[0][1],
        photo["alt"],
        mark_safe('fetchpriority="high"' if lead else 'loading="lazy" decoding="async"'),
    )


@register.simple_tag
def preload(photo: dict[str, Any], crop: str, sizes: str) -> SafeString:
    """A preload link for the lead photo. Its attributes must be the same as in `picture`."""
    renditions = photo["renditions"].get(crop) or photo["renditions"]["full"]
    return format_html(
        '<link rel="preload" as="image" imagesrcset="{}" imagesizes="{}" fetchpriority="high">',
        srcset(renditions),
        _sparing(sizes),
    )


def _sparing(sizes: str) -> str:
    """`sizes`, limited so that phones with a pixel ratio of 3 load the file for a ratio of 2: a third of the bytes.

    On a small screen nobody sees the difference, and mobile data costs money.
    """
    narrow = sizes.rpartition(",")[2].strip()
    return f"(max-width: 39.99rem) and (min-resolution: 2.5dppx) calc({narrow} * 0.7), {sizes}"


def srcset(renditions: list[list[Any]]) -> str:
    return ", ".join(f"{settings.MEDIA_URL}{name} {width}w" for width, _height, name in renditions)


@register.filter
def wib(moment: datetime | str) -> SafeString:
    """The date and time in full in Jakarta, as a <time> element. Accepts ISO strings from frozen JSON too."""
    return _time(moment, dates.print_full, dates.WIB)


@register.filter
def wib_short(moment: datetime) -> SafeString:
    """The short date and time in Jakarta, as a <time> element."""
    return _time(moment, dates.print_short, dates.WIB)


@register.filter
def moment_at(moment: datetime | str, section: Section) -> SafeString:
    """The date and time in full, in the section's time zone."""
    return _time(moment, dates.print_full, section.zone)


@register.filter
def short_moment_at(moment: datetime, section: Section) -> SafeString:
    """The short date and time, in the section's time zone."""
    return _time(moment, dates.print_short, section.zone)


@register.filter
def wib_clock(moment: datetime) -> SafeString:
    """The time of day in Jakarta, for lists of one day."""
    return _time(moment, dates.print_clock, dates.WIB)


def _time(moment: datetime | str, printed: Callable[[datetime, ZoneInfo], str], zone: ZoneInfo) -> SafeString:
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return format_html('<time datetime="{}">{}</time>', dates.machine(moment, zone), printed(moment, zone))


@register.filter
def machine_time(moment: datetime) -> str:
    return dates.machine(moment)


@register.filter
def print_day(day: Any) -> str:
    return dates.print_day(day)


@register.filter
def print_term(term: timedelta) -> str:
    return dates.print_term(term)


@register.filter
def reading_minutes(edition: Edition) -> int:
    return max(1, round(edition.words / WORDS_A_MINUTE))


@register.filter
def unverified_note(edition: Edition) -> str:
    return notes.unverified(edition)


@register.filter
def labelled(headline: object, story: Edition | Article) -> str:
    return paid.titled(str(headline), story.paid_by)


@register.filter
def paid_note(edition: Edition) -> str:
    return paid.sentence(edition)


@register.filter
def note_label(kind: str) -> str:
    return notes.label(kind)


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str) -> str:
    return urljoin(context["request"].build_absolute_uri("/"), path)


@register.simple_tag(takes_context=True)
def photo_address(context: template.Context, photo: dict[str, Any], crop: str) -> str:
    """The absolute URL of the widest rendition of a crop."""
    return absolute(context, settings.MEDIA_URL + photo["renditions"][crop][0][2])


@register.simple_tag(takes_context=True)
def front_schema(context: template.Context) -> SafeString:
    return _blocks(schema_org.of_front(absolute(context, "/")))


@register.simple_tag(takes_context=True)
def list_schema(context: template.Context, thing: Any) -> SafeString:
    """The structured data of a section or topic page."""
    return _blocks(schema_org.of_list(thing.name, thing.get_absolute_url(), absolute(context, "/")))


@register.simple_tag(takes_context=True)
def journalist_schema(context: template.Context, journalist: Any) -> SafeString:
    return _blocks(schema_org.of_journalist(journalist, absolute(context, "/")))


def _blocks(things: list[dict[str, Any]]) -> SafeString:
    return SafeString("\n".join(json_ld(thing) for thing in things))


@register.simple_tag
def json_ld(thing: dict[str, Any]) -> SafeString:
    """A schema.org object as a JSON-LD <script>. Escaped, so that no text in it can end the element."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_SCRIPT_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def popular(most_read: reads.MostRead, title: str = "") -> SafeString:
    """The box of most read stories, with the time of counting; empty if nothing has been read yet. No query."""
    key = ("popular", title, most_read.days, most_read.counted_at, *(story.pk for story in most_read.stories))
    shown = {"most_read": most_read, "title": title}
    return piece(key, lambda: render_to_string("articles/_most_read.html", shown))
