"""“Did you mean”: suggests another spelling for a query without results, made of words that have some."""

from collections.abc import Iterator
from datetime import datetime
from string import ascii_lowercase

from articles.models import SearchWord
from articles.search import find, words
from articles.search.index import skeleton
from articles.search.query import Query

TRIED = 4  # spellings that are looked up in the index; each costs two queries


def suggest(query: Query, *, now: datetime) -> Query | None:
    """The query with each unknown word in its most likely spelling, if that finds something; otherwise None.

    About ten queries for one unknown word, and only if nothing was found. A word is suggested only if a search for it
    finds a live story, because the list of words also has those of scheduled and retracted editions.
    """
    typed, changed = query.typed, False
    for term in query.terms:
        for word in term.words:
            if len(word) < 4 or not word.isalpha() or find.has_any(_bare(query, word), now=now):
                continue
            better = _likeliest(query, word, now)
            if better is None:
                return None
            typed, changed = _replaced(typed, word, better), True
    if not changed:
        return None
    proposed = query.with_typed(typed)
    return proposed if find.has_any(proposed, now=now) else None


def _bare(query: Query, word: str) -> Query:
    """A query for this word alone, without filters."""
    return Query(order=query.order).with_typed(word)


def _likeliest(query: Query, word: str, now: datetime) -> str | None:
    near = set(SearchWord.objects.filter(word__in=list(_one_slip_away(word))).values_list("word", flat=True))
    alike = SearchWord.objects.filter(skeleton=skeleton(word)).values_list("word", flat=True)[:50]
    farther = sorted((_distance(word, other), other) for other in alike if other not in near)
    most = 2 if len(word) >= 6 else 1
    candidates = sorted(near)[:TRIED] + [other for distance, other in farther if distance <= most]
    found = [(find.has_any(_bare(query, other), now=now), other) for other in candidates[:TRIED]]
    hits, best = max(found, default=(0, ""))
    return best if hits else None


def _one_slip_away(word: str) -> Iterator[str]:
    """All spellings with one letter removed, added, changed or swapped with the next: about 50 per letter."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in ascii_lowercase)


def _distance(one: str, other: str) -> int:
    """The Levenshtein distance: how many letters must be added, removed or changed."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        above, row[0] = row[0], number
        for at, another in enumerate(other, start=1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (letter != another))
    return row[-1]


def _replaced(typed: str, word: str, better: str) -> str:
    return " ".join(better if words.words(part) == [word] else part for part in typed.replace('"', ' " ').split())
