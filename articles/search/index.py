"""Adds an edition to the search index, once, when it is frozen. Whether it is live is checked when searching."""

from collections import Counter
from collections.abc import Iterable

from articles import body, dates
from articles.models import Edition, SearchEntry, SearchWord
from articles.search import engines, words

_OFTEN = 3  # occurrences in the text that make a word characteristic of the story
_MOST_FREQUENT = 16

_BREAK = "0u0"  # between headline, deck and text, so that no phrase spans two of them

_VOWELS = str.maketrans("", "", "aeiouh")
_ALIKE = str.maketrans("vpzq", "ffjk")  # spelt either way: aktivitas/aktifitas, film/pilem, zaman/jaman


def put(edition: Edition) -> None:
    """Add one edition. Three statements, plus one for every 500 words."""
    put_all([edition])


def put_all(editions: Iterable[Edition], table: str = engines.TABLE) -> None:
    """Add editions to an engine table. About four statements in total."""
    read = [_read(edition) for edition in editions]
    SearchEntry.objects.bulk_create([entry for entry, _indexed, _words in read], ignore_conflicts=True, batch_size=500)
    engines.write([indexed for _entry, indexed, _words in read], table)
    known = sorted({word for _entry, _indexed, words in read for word in words})
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, skeleton=skeleton(word)) for word in known], ignore_conflicts=True, batch_size=500
    )


def _read(edition: Edition) -> tuple[SearchEntry, engines.Entry, set[str]]:
    """The entry that ranks an edition, the one that finds it, and its words for suggestions."""
    place = engines.place(edition.published_at, edition.pk)
    names = [*(byline["name"] for byline in edition.bylines), *(topic["name"] for topic in edition.topics)]
    above = " ".join([edition.deck, edition.dateline, *names])
    text = body.text(edition.body)
    in_headline, in_above, in_text = (words.stems(part) for part in (edition.headline, above, text))
    frequent = [stem for stem, times in Counter(in_text).most_common(_MOST_FREQUENT) if times >= _OFTEN]
    lines = [words.words(edition.headline), in_headline, in_above, frequent]
    entry = SearchEntry(place=place, edition=edition, strong="\n".join(f" {' '.join(line)} " for line in lines))
    month = edition.published_at.astimezone(dates.WIB).date()
    indexed = engines.Entry(place, [*in_headline, _BREAK, *in_above, _BREAK, *in_text], edition.section_id, month)
    return entry, indexed, {word for word in words.words(f"{edition.headline} {above} {text}") if _can_be_meant(word)}


def _can_be_meant(word: str) -> bool:
    return 4 <= len(word) < words.LONGEST and word.isalpha() and word not in words.STOP_WORDS


def skeleton(word: str) -> str:
    """What usually survives a typing error: the consonants, without repeats, similar ones merged."""
    bare = word[:1] + word[1:].translate(_VOWELS)
    once = [letter for before, letter in zip(" " + bare, bare, strict=False) if letter != before]
    return "".join(once).translate(_ALIKE)
