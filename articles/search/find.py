"""Answers search queries: ranks the newest thousand hits that are live, and pages through them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles import clippings
from articles.models import Edition, SearchEntry
from articles.search import engines
from articles.search.query import Order, Query
from newsroom.prepared import Prepared

RANKED = 1_000  # hits: ranking all 127,000 of a common word takes 0.1-0.3 s, the newest thousand 3 ms
PER_PAGE = 20

# The score of a term by where it occurs. A headline says what a story is about; a deck, topic or name nearly so.
_IN_HEADLINE, _AS_WRITTEN, _ABOVE, _OFTEN, _SOMEWHERE = 100, 30, 50, 30, 10
_TOGETHER = 80  # all words of the query next to each other in the headline
_FRESH, _FADES = 60, 60  # today's story gains about as much as by a word in the deck, one of 60 days ago half

_KEY = re.compile(r"([0-9a-f]{1,8})\.([0-9a-f]{1,16})")


class BadKey(ValueError):
    """The key of a page that cannot exist."""


@dataclass(frozen=True)
class Found:
    """A page of results. `more` is the key of the next, "" on the last one.

    `count` is exact unless `is_more`: then there are more than that. `is_cut` says that older hits were not ranked.
    """

    editions: list[Edition]
    bodies: clippings.Deferred
    more: str
    count: int
    is_more: bool
    is_cut: bool


def find(query: Query, *, now: datetime, key: str = "") -> Found:
    """The page of results after this key, or the first. At most three queries. Raises BadKey for an invalid key."""
    above, before = _parse(key) if key else (None, None)
    by_date = query.order == Order.NEWEST
    places = engines.newest(query.wanted(now, before if by_date else None), RANKED + 1)
    is_cut = len(places) > RANKED
    places = places[:RANKED]
    hits = _live(places, now)
    scale = _Scale(query, now)
    ranked = sorted(
        ((0 if by_date else scale.score(strong, place), place, pk) for place, pk, strong in hits), reverse=True
    )
    rest = ranked if by_date or above is None else [hit for hit in ranked if hit[:2] < (above, before)]
    shown = rest[:PER_PAGE]
    more = ""
    if len(rest) > PER_PAGE:
        more = f"{shown[-1][0]:x}.{shown[-1][1]:x}"
    elif by_date and is_cut:
        more = f"0.{places[-1]:x}"
    step = max(1, RANKED // 10)  # “more than 900” where some of the thousand are no longer live
    count = len(hits) // step * step if is_cut else len(hits)
    editions, bodies = clippings.with_deferred((pk for _score, _place, pk in shown), "body")
    return Found(editions, bodies, more, count, is_more=is_cut, is_cut=is_cut)


def has_any(query: Query, *, now: datetime) -> int:
    """How many of the newest two hundred hits are live. Two queries."""
    return len(_live(engines.newest(query.wanted(now), 200), now))


def _live(places: list[int], now: datetime) -> list[tuple[int, int, str]]:
    """(place, edition, strong) of the entries that readers may see at this moment."""
    return _live_among(at=now, places=engines.listed(places)) if places else []


@Prepared
def _live_among(at: datetime, places: str) -> QuerySet[Any, Any]:
    live = SearchEntry.objects.live(at).standing().filter(place__in=engines.among(places))
    return live.values_list("place", "edition", "strong")


class _Scale:
    """Scores editions against a query. Age counts in whole days, so that scores hold still while somebody pages."""

    def __init__(self, query: Query, now: datetime) -> None:
        self.terms = [(_spaced(term.stems), _spaced(term.words)) for term in query.terms]
        self.together = _spaced(tuple(stem for term in query.terms for stem in term.stems))
        self.now = engines.place(now)

    def score(self, strong: str, place: int) -> int:
        written, headline, above, often = strong.split("\n")
        score = 0
        for stems, words in self.terms:
            if stems in headline:
                score += _IN_HEADLINE + (_AS_WRITTEN if words in written else 0)
            elif stems in above:
                score += _ABOVE
            else:
                score += _OFTEN if stems in often else _SOMEWHERE
        if len(self.terms) > 1 and self.together in headline:
            score += _TOGETHER
        return score + _FRESH * _FADES // (_FADES + engines.days_between(place, self.now))


def _spaced(parts: tuple[str, ...]) -> str:
    return f" {' '.join(parts)} "


def _parse(key: str) -> tuple[int, int]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise BadKey(key)
    return int(match[1], 16), int(match[2], 16)
