"""The remarks on a story as one person sees them, open ones first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from articles import passages, permissions, remarks, word_diff
from articles.models import Article, Remark
from articles.passages import Block, Passage
from articles.word_diff import Row
from newsroom.accounts.models import User

ALIKE = 0.6  # of a paragraph: one that shares less with what stood there is another paragraph
FEW = 3  # resolved remarks are shown at once; more of them fold away


@dataclass(frozen=True)
class MarginNote:
    """One remark, with what this person may do about it and what became of its passage."""

    remark: Remark
    text: Sequence[Block]
    is_gone: bool  # its words do not stand in the story any more, or nobody can tell where
    may_resolve: bool
    may_reopen: bool

    @property
    def passage(self) -> Passage | None:
        return self.remark.passage

    @cached_property
    def now(self) -> str:
        """What stands there now; "" where nothing does that is like it."""
        remark = self.remark
        if self.passage is None:
            return remarks.said_by(remark.article, remark.place)
        place = passages.find(list(self.text), self.passage)
        if place:
            return self.text[place.block].text
        texts = [block.text for block in self.text]
        return next(iter(get_close_matches(remark.paragraph, texts, n=1, cutoff=ALIKE)), "")

    @property
    def was(self) -> str:
        return self.remark.paragraph or self.remark.quote

    @cached_property
    def rows(self) -> list[Row]:
        """Then and now, word by word."""
        was, now = ([word_diff.Block("", word_diff.words(said))] if said else [] for said in (self.was, self.now))
        return word_diff.rows(was, now)


@dataclass(frozen=True)
class Margin:
    """All remarks of a story."""

    article: Article
    may_remark: bool
    open: list[MarginNote] = field(default_factory=list)
    resolved: list[MarginNote] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.open) + len(self.resolved)

    @property
    def notes(self) -> list[MarginNote]:
        return [*self.open, *self.resolved]

    def since(self, moment: datetime | None) -> "Margin":
        """What concerns whoever decides now: everything open, and what was resolved since the last edition."""
        at = [(note, note.remark.resolved_at) for note in self.resolved]
        fresh = [note for note, when in at if moment is None or (when and when > moment)]
        return replace(self, resolved=fresh)

    @property
    def folds(self) -> bool:
        return len(self.resolved) > FEW

    @property
    def places(self) -> list[tuple[str, str]]:
        """What a remark may be about, for the form."""
        return [(place.value, str(place.label)) for place in Remark.Place]


def margin_of(article: Article, user: User) -> Margin:
    """The margin as this person sees it. Two queries, however much was said."""
    prefetch_related_objects([article], Prefetch("remarks", queryset=Remark.objects.told()))
    text = passages.blocks(article.body)
    notes = [_note(remark, text, article, user) for remark in article.remarks.all()]
    return Margin(
        article=article,
        may_remark=permissions.can_remark(user, article),
        open=[note for note in notes if note.remark.is_open],
        resolved=[note for note in notes if not note.remark.is_open],
    )


def _note(remark: Remark, text: list[Block], article: Article, user: User) -> MarginNote:
    return MarginNote(
        remark=remark,
        text=text,
        is_gone=remark.passage is not None and passages.find(text, remark.passage) is None,
        may_resolve=remark.is_open and permissions.can_resolve(user, article),
        may_reopen=not remark.is_open and permissions.can_reopen(user, remark),
    )
