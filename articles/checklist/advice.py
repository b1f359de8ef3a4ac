"""Advice about the form of a story, as an editor would give it. It never blocks."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import passages
from articles.checklist.finding import Finding
from articles.models import Article, Edition
from articles.passages import Block

HEADLINE = (45, 75)  # characters; shorter ones say little, longer ones are cut by search engines and break on a phone
DECK = (40, 200)  # characters; a sentence or two short ones; lists and search engines cut longer ones
WORDS_WITHOUT_HEADING = 600  # three minutes of reading
MOST_REMARKS = 3  # listed one by one; all are in the margin anyway
DUPLICATES_WITHIN = timedelta(days=7)
_HEADLINES_COMPARED = 3_000  # a week of a large newsroom; about 5 ms
_ALIKE = 0.75  # share of common words: “Harga Beras Naik” and “Harga Beras Naik Lagi”

_WORD = re.compile(r"\w+")
_LINK = re.compile(r'<a\b[^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_MARKUP = re.compile(r"<[^<>]+>")
_SAYS_NOTHING = re.compile(
    r"https?://\S+|www\.\S+|(?:klik |baca |lihat |cek )?(?:di ?)?(?:sini|situ)|tautan(?: ini)?|link|klik|selengkapnya",
    re.IGNORECASE,
)


def of(article: Article, text: list[Block], *, now: datetime) -> Iterator[Finding]:
    """Advice on headline, sub-headings and links, plus open remarks. Two queries."""
    headline = article.headline.strip()
    if headline and not article.is_developing and not HEADLINE[0] <= len(headline) <= HEADLINE[1]:
        words = _("The headline has %(length)d characters; best are %(least)d to %(most)d.")
        numbers = {"length": len(headline), "least": HEADLINE[0], "most": HEADLINE[1]}
        yield Finding(words % numbers, "headline")
    deck = len(article.deck.strip())
    if deck and not article.is_developing and not DECK[0] <= deck <= DECK[1]:
        words = _("The deck has %(length)d characters; best are %(least)d to %(most)d.")
        yield Finding(words % {"length": deck, "least": DECK[0], "most": DECK[1]}, "deck")
    if headline:
        yield from _printed_already(article, now)
    yield from _without_heading(text)
    yield from _links(article.body, text)
    yield from _open_remarks(article)


def _printed_already(article: Article, now: datetime) -> Iterator[Finding]:
    wanted = {word.lower() for word in _WORD.findall(article.headline)}
    recent = Edition.objects.standing().filter(published_at__gte=now - DUPLICATES_WITHIN, live_until=None)
    recent = recent.exclude(article=article.pk).order_by("-published_at", "-article_id")
    for headline in recent.values_list("headline", flat=True)[:_HEADLINES_COMPARED]:
        other = {word.lower() for word in _WORD.findall(headline)}
        if wanted and len(wanted & other) >= _ALIKE * len(wanted | other):
            words = _("A story of the last seven days has nearly the same headline: “%(headline)s”.")
            yield Finding(words % {"headline": headline}, "headline")
            return


def _open_remarks(article: Article) -> Iterator[Finding]:
    kept = article.remarks.all() if article.pk else ()  # already loaded if the page shows them
    still_open = [remark for remark in kept if remark.is_open]
    if len(still_open) > MOST_REMARKS:
        words = ngettext("%(count)d remark is still open.", "%(count)d remarks are still open.", len(still_open))
        yield Finding(words % {"count": len(still_open)}, remark=still_open[0].pk)
        return
    for remark in still_open:
        words = _("This remark is still open: “%(text)s”")
        yield Finding(words % {"text": Truncator(" ".join(remark.text.split())).chars(80)}, remark=remark.pk)


def _without_heading(text: list[Block]) -> Iterator[Finding]:
    so_far = 0
    for number, block in enumerate(text):
        so_far = 0 if block.tag in {"h2", "h3"} else so_far + len(_WORD.findall(block.text))
        if so_far > WORDS_WITHOUT_HEADING:
            words = _("%(count)d words without a sub-heading: put one before this paragraph or earlier.")
            place = passages.passage(text, number, 0, min(60, len(block.text)))
            yield Finding(words % {"count": so_far}, passage=place)
            so_far = 0


def _links(html: str, text: list[Block]) -> Iterator[Finding]:
    for match in _LINK.finditer(html):
        shown = passages.tidy(_MARKUP.sub("", match[2])).strip()
        if _SAYS_NOTHING.fullmatch(shown):
            words = _("The text of the link “%(text)s” does not say where it leads.")
            place = passages.find(text, passages.Passage(shown)) or next(
                (passages.Place(n, block.text.find(shown)) for n, block in enumerate(text) if shown in block.text), None
            )
            mark = passages.passage(text, place.block, place.start, place.start + len(shown)) if place else None
            yield Finding(words % {"text": shown}, passage=mark)
