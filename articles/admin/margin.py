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

ALIKE = 0.6  # share of a paragraph; one that has less in common with the old paragraph is a different one
FEW = 3  # resolved remarks are shown; with more, they are collapsed


@dataclass(frozen=True)
class MarginNote:
    """A remark, what this person may do with it, and whether its passage still exists."""

    remark: Remark
    text: Sequence[Block]
    is_gone: bool  # its words are not in the story any more, or their place is ambiguous
    may_resolve: bool
    may_reopen: bool

    @property
    def passage(self) -> Passage | None:
        return self.remark.passage

    @cached_property
    def now(self) -> str:
        """The current text of the passage's paragraph, or of the most similar one; "" if there is none."""
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
        """The changes since the remark was written, word by word."""
        was, now = ([word_diff.Block("", word_diff.words(said))] if said else [] for said in (self.was, self.now))
        return word_diff.rows(was, now)


@dataclass(frozen=True)
class Margin:
    """All remarks on a story."""

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
        """The margin with all open remarks, but only those resolved after this moment."""
        at = [(note, note.remark.resolved_at) for note in self.resolved]
        fresh = [note for note, when in at if moment is None or (when and when > moment)]
        return replace(self, resolved=fresh)

    @property
    def folds(self) -> bool:
        return len(self.resolved) > FEW

    @property
    def places(self) -> list[tuple[str, str]]:
        """What a remark can be about, as choices for the form."""
        return [(place.value, str(place.label)) for place in Remark.Place]


def margin_of(article: Article, user: User) -> Margin:
    """The margin as this person sees it. Two queries, however many remarks there are."""
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
