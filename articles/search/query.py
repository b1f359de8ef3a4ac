"""Parses what somebody typed into the search box. Any input is a valid query, at worst an empty one."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import dates
from articles.models import Section
from articles.search import engines, words

LONGEST = 200  # characters; the input takes no more, and anything longer is cut
MOST_TERMS = 10  # each costs an index scan, and nobody remembers more words of a story

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')


class Order(models.TextChoices):
    BEST = "cocok", _("best match first")
    NEWEST = "baru", _("newest first")


@dataclass(frozen=True)
class Term:
    """A word or quoted phrase: as typed and folded, and as stems."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """`since` and `until` are days in Jakarta, both inclusive."""

    typed: str = ""
    terms: tuple[Term, ...] = ()
    section: Section | None = None
    since: date | None = None
    until: date | None = None
    order: Order = Order.BEST
    stems: frozenset[str] = field(default=frozenset())

    def with_typed(self, typed: str) -> "Query":
        terms = parse(typed)
        stems = frozenset(stem for term in terms for stem in term.stems)
        return replace(self, typed=typed[:LONGEST].replace("\x00", " "), terms=terms, stems=stems)

    @property
    def has_no_word(self) -> bool:
        """Whether something was typed in which there is nothing to look for: only signs, or blanks."""
        return bool(self.typed) and not words.words(self.typed)

    def wanted(self, now: datetime, before: int | None = None) -> engines.Wanted:
        """The request to the engine: nothing that goes live after `now`, and only places before this one."""
        bound = engines.place(now + timedelta(seconds=1))
        if self.until:
            bound = min(bound, engines.place(_beginning(self.until + timedelta(days=1))))
        return engines.Wanted(
            terms=[term.stems for term in self.terms],
            section=self.section.pk if self.section else None,
            since=engines.place(_beginning(self.since)) if self.since else engines.FIRST,
            before=bound if before is None else min(bound, before),
        )


def parse(typed: str) -> tuple[Term, ...]:
    """The distinct terms, phrases first, without stop words such as "di" and lone punctuation."""
    typed = typed[:LONGEST]
    phrases = [_term(words.words(phrase)) for phrase in _QUOTED.findall(typed)]
    singles = [_term([word]) for word in words.words(_QUOTED.sub(" ", typed))]
    return tuple(dict.fromkeys(term for term in (*phrases, *singles) if term.stems))[:MOST_TERMS]


def _term(typed: list[str]) -> Term:
    said = [(word, stem) for word in typed if (stem := words.stem(word))]
    return Term(tuple(word for word, _stem in said), tuple(stem for _word, stem in said))


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, dates.WIB)
