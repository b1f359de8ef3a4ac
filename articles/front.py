"""Arranges the front page: the editor's picks, then the newest stories, with a photo in the lead if possible."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from articles import furniture, picks, reads
from articles.clippings import Clipped, padded
from articles.models import Edition, Section
from articles.related import related

LEAD_AMONG = 6  # how many of the newest stories are searched for a lead with a photo
SECONDS = 2  # beside the lead, with photos
THIRDS = 4  # under them
LATEST = 12
IN_BLOCK = 4
POPULAR = 7
BREAKING = 3  # at most
PLACES = 1 + SECONDS + THIRDS
NEWEST = PLACES + LATEST


@dataclass(frozen=True)
class Front:
    """`top` has the lead, the seconds and the thirds, in this order. It is empty if nothing has been published."""

    top: list[Edition] = field(default_factory=list)
    lead_related: list[Edition] = field(default_factory=list)
    breaking: list[Edition] = field(default_factory=list)
    latest: list[Edition] = field(default_factory=list)
    most_read: reads.MostRead | None = None
    blocks: list[tuple[Section, list[Edition]]] = field(default_factory=list)

    @property
    def mark(self) -> tuple[Any, ...]:
        """Everything that the page depends on, as its cache key."""
        most_read = self.most_read or reads.MostRead(1, [], timezone.now())
        lists = [self.top, self.lead_related, self.breaking, self.latest, most_read.stories]
        lists += [stories for _section, stories in self.blocks]
        shown = tuple(tuple(edition.pk for edition in stories) for stories in lists)
        return (furniture.mark(), most_read.counted_at, *(section.pk for section, _stories in self.blocks), shown)

    @property
    def lead(self) -> Edition | None:
        return self.top[0] if self.top else None

    @property
    def seconds(self) -> list[Edition]:
        return self.top[1 : 1 + SECONDS]

    @property
    def thirds(self) -> list[Edition]:
        return self.top[1 + SECONDS :]


def arrange(sections: list[Section], *, picked: Sequence[int] | None = None) -> Front:
    """The front page at this moment, with the live picks or others.

    At most five queries, and one more if the day's ranking is older than a minute.
    """
    picked = picks.live() if picked is None else picked
    ranked, counted_at = reads.ranking(1)
    wanted = padded([*picked, *ranked[: POPULAR + reads.SPARE]])
    found = _stories(len(wanted), len(sections))(
        at=timezone.now(),
        **{f"id_{number}": pk for number, pk in enumerate(wanted)},
        **{f"section_{number}": section.pk for number, section in enumerate(sections)},
    )
    if not found:
        return Front()
    by_article = {edition.article_id: edition for edition in found}
    newest = found[:NEWEST]
    top = _top([by_article[pk] for pk in picked if pk in by_article], newest)
    above = {edition.pk for edition in top}
    popular = [by_article[pk] for pk in ranked if pk in by_article and not by_article[pk].paid_by]
    return Front(
        top=top,
        lead_related=[edition for edition in related(top[0], limit=9) if edition.pk not in above][:3],
        breaking=breaking(found),
        latest=[edition for edition in newest if edition.pk not in above][:LATEST],
        most_read=reads.MostRead(1, popular[:POPULAR], counted_at),
        blocks=_blocks(sections, found, above),
    )


@lru_cache
def _stories(numbers: int, sections: int) -> Clipped:
    """One query for the newest stories overall and of each section, breaking news, and this many others by id."""

    def build(at: datetime, **given: int) -> QuerySet[Edition]:
        live = Edition.objects.live(at).standing()
        lists = [live.newest_ids(NEWEST), Edition.objects.breaking(at).values("pk")[:BREAKING]]
        if numbers:
            lists.append(live.filter(article__in=[given[f"id_{number}"] for number in range(numbers)]).values("pk"))
        shelves = (live.filter(section=given[f"section_{number}"]) for number in range(sections))
        lists.extend(shelf.newest_ids(IN_BLOCK + PLACES) for shelf in shelves)
        return Edition.objects.any_of(*lists).newest_first()

    names = [f"id_{number}" for number in range(numbers)] + [f"section_{number}" for number in range(sections)]
    return Clipped(build, dict.fromkeys(names, int))


def _top(chosen: list[Edition], newest: list[Edition]) -> list[Edition]:
    """The stories at the top: the picks, then the newest, with photos in the places that have one.

    An advertorial that nobody picked comes after all news.
    """
    top, others = chosen[:PLACES], [edition for edition in newest if edition not in chosen]
    rest = sorted(others, key=lambda edition: bool(edition.paid_by))
    while rest and len(top) < PLACES:
        likely = [edition for edition in rest[:LEAD_AMONG] if edition.lead_photo and not edition.paid_by]
        with_photo = likely if len(top) <= SECONDS else []
        top.append((with_photo or rest)[0])
        rest.remove(top[-1])
    return top


def breaking(found: list[Edition]) -> list[Edition]:
    """Breaking news at this moment, latest first."""
    now = timezone.now()
    running = [edition for edition in found if edition.breaking_until and edition.breaking_until > now]
    return sorted(running, key=lambda edition: edition.live_from, reverse=True)[:BREAKING]


def _blocks(sections: list[Section], found: list[Edition], above: set[int]) -> list[tuple[Section, list[Edition]]]:
    """The newest of each section that are not at the top. A section without any is left out."""
    by_section: dict[int, list[Edition]] = {section.pk: [] for section in sections}
    for edition in found:
        shelf = by_section.get(edition.section_id)
        if shelf is not None and edition.pk not in above and len(shelf) < IN_BLOCK:
            shelf.append(edition)
    return [(section, by_section[section.pk]) for section in sections if by_section[section.pk]]
