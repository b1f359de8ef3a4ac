"""The versions of a story that a member of the newsroom may read: current text, stored drafts, editions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from articles import contents, dates
from articles.contents import Contents
from articles.models import Article, BundleStory, Draft, Edition
from newsroom.accounts.models import User
from newsroom.pointers import may_be_id

NOW = "sekarang"
_DRAFT, _EDITION = "naskah-", "edisi-"
_MOST_SHOWN = 200  # drafts; a story worked on for a month has about fifty


@dataclass(frozen=True)
class Version:
    """One version of a story. `key` identifies it in URLs; `says()` returns its content, with up to four queries."""

    key: str
    title: str
    who: str
    at: datetime
    record: Article | Draft | Edition
    mark: str = ""

    @property
    def when(self) -> str:
        return dates.print_short(self.at)

    @property
    def is_now(self) -> bool:
        return self.key == NOW

    @property
    def can_be_restored(self) -> bool:
        return not self.is_now and not (isinstance(self.record, Edition) and self.record.is_retraction)

    def says(self) -> Contents:
        if isinstance(self.record, Article):
            return contents.of(self.record)
        if isinstance(self.record, Edition):
            return contents.of_edition(self.record)
        return dict(self.record.contents)


def all_of(article: Article, user: User) -> list[Version]:
    """All versions, newest first, starting with the current text. Without other people's unsaved texts. Two queries."""
    drafts = article.drafts.readable_by(user).select_related("by").defer("contents")[:_MOST_SHOWN]
    approved = _with_bundle(article.editions.all()).exclude(Q(live_until=F("live_from")) & Q(held_by=None))
    editions = approved.select_related("approved_by").defer("body", "html", "notes")
    kept = [*map(of_draft, drafts), *map(of_edition, editions)]
    return [_now(article), *sorted(kept, key=lambda version: version.at, reverse=True)]


def find(article: Article, key: str, user: User) -> Version | None:
    """The version with this key, or None. One query."""
    if key == NOW:
        return _now(article)
    prefix, _dash, number = key.rpartition("-")
    if not may_be_id(number):
        return None
    if f"{prefix}-" == _DRAFT:
        draft = article.drafts.readable_by(user).select_related("by").filter(pk=number).first()
        return of_draft(draft) if draft else None
    if f"{prefix}-" == _EDITION:
        editions = _with_bundle(article.editions.all()).select_related("approved_by", "section", "article")
        edition = editions.filter(number=number).first()
        return of_edition(edition) if edition else None
    return None


def _now(article: Article) -> Version:
    title = _("The text now (version %(version)s)") % {"version": article.version}
    return Version(NOW, title, "", article.changed_at, article)


def of_draft(draft: Draft) -> Version:
    words = {"kind": draft.get_kind_display().capitalize(), "version": draft.version}
    title = _("%(kind)s (version %(version)s)") % words
    return Version(f"{_DRAFT}{draft.pk}", title, str(draft.by), draft.at, draft)


def of_edition(edition: Edition) -> Version:
    words = {"number": edition.number, "kind": edition.get_kind_display()}
    title = _("Edition %(number)s, %(kind)s") % words
    bundle = getattr(edition, "held_by", None)
    mark = _("held, goes live with its bundle “%(bundle)s”") % {"bundle": bundle} if bundle else ""
    return Version(f"{_EDITION}{edition.number}", title, str(edition.approved_by), edition.approved_at, edition, mark)


def _with_bundle(editions: "QuerySet[Edition]") -> "QuerySet[Edition]":
    """Annotate `held_by`, the name of the bundle for which an edition is held. No further query."""
    waiting = BundleStory.objects.filter(edition=OuterRef("pk"), bundle__is_released=False)
    return editions.annotate(held_by=Subquery(waiting.values("bundle__name")[:1]))
