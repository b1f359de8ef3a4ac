"""The stories that a text may refer to, as far as this member of the newsroom may know of them.

Everybody may know live stories, but a working copy and its headline only those who may see it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import dates, headlines, paid
from articles.models import Article, Edition, ReadAlso
from articles.querysets import ArticleQuerySet, EditionQuerySet
from newsroom.accounts.models import User

MOST_FOUND = 12  # results shown in the dialog


class State(StrEnum):
    LIVE = "live"
    UNPUBLISHED = "unpublished"
    RETRACTED = "retracted"
    MISSING = "missing"


FLAGS = {
    State.LIVE: "",
    State.UNPUBLISHED: gettext_lazy("not published yet"),
    State.RETRACTED: gettext_lazy("is retracted"),
    State.MISSING: gettext_lazy("does not exist"),
}


@dataclass(frozen=True)
class Target:
    id: int
    headline: str
    state: State
    path: str = ""
    detail: str = ""

    @property
    def flag(self) -> str:
        """A warning if the target is not live, because readers do not see the reference then."""
        return str(FLAGS[self.state])

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "title": self.headline, "detail": self.detail, "flag": self.flag}


def lookup(ids: Iterable[int], user: User, *, now: datetime | None = None) -> dict[int, Target]:
    """These articles in this order, as far as this person may know of them. At most three queries."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    live = {edition.article_id: _of_edition(edition) for edition in _live(now).filter(article_id__in=wanted)}
    rest = [pk for pk in wanted if pk not in live]
    visible = {article.pk: article for article in _working_copies(user).filter(pk__in=rest)} if rest else {}
    existing = set(Article.objects.filter(pk__in=rest).values_list("pk", flat=True)) if rest else set()
    return {pk: live.get(pk) or _of_article(pk, visible.get(pk), pk in existing) for pk in wanted}


def search(text: str, user: User, *, without: int | None = None, now: datetime | None = None) -> list[Target]:
    """News whose headline contains the text: live stories, newest first, then those that are not live yet.

    Six queries on SQLite; on PostgreSQL one more for each of the five slices of the archive.
    """
    others = _live(now).standing().news().exclude(article_id=without or 0)
    live = headlines.holding(others, text, most=10 * MOST_FOUND)  # approved last; sorted by publication
    found = [_of_edition(edition) for edition in live[:MOST_FOUND]]
    room = MOST_FOUND - len(found)
    if room <= 0:
        return found
    in_work = headlines.holding(_not_live_yet(user, now).exclude(pk=without or 0), text, most=None)
    return [*found, *(_of_article(story.pk, story, True) for story in in_work[:room])]


def referring_to(article: Article, *, now: datetime, limit: int = MOST_FOUND) -> list[Edition]:
    """Live editions of other stories whose text refers to this one, newest first. One query."""
    parts = ReadAlso.objects.live(now).standing().filter(target=article).exclude(edition__article=article)
    parts = parts.select_related("edition__section").defer("edition__body", "edition__html", "edition__notes")
    return [part.edition for part in parts.order_by("-edition__live_from", "edition_id")[:limit]]


def of_retracted(*, now: datetime, limit: int) -> list[tuple[Edition, str]]:
    """Live editions that refer to a retracted story, each with the headline of that story. Two queries.

    The cost grows with the number of retractions, which are few, not with the archive.
    """
    gone = Edition.objects.live(now).retracted()
    parts = ReadAlso.objects.live(now).standing().filter(target__in=gone.values("article"))
    parts = parts.select_related("edition__section").defer("edition__body", "edition__html", "edition__notes")
    found = list(parts.order_by("-edition__live_from", "edition_id", "position")[:limit])
    headlines = dict(gone.filter(article__in=[part.target_id for part in found]).values_list("article", "headline"))
    return [(part.edition, headlines.get(part.target_id, "")) for part in found]


def live_only(targets: Mapping[int, Target]) -> dict[int, tuple[str, str]]:
    """The targets that readers would see, in the form that body.resolve expects."""
    return {pk: (target.headline, target.path) for pk, target in targets.items() if target.state == State.LIVE}


def _live(now: datetime | None) -> EditionQuerySet:
    return (
        Edition.objects.live(now)
        .select_related("section")
        .only("article_id", "headline", "path", "kind", "published_at", "paid_by", "section__name")
    )


def _working_copies(user: User) -> ArticleQuerySet:
    return Article.objects.visible_to(user).select_related("section").only("headline", "changed_at", "section__name")


def _not_live_yet(user: User, now: datetime | None) -> ArticleQuerySet:
    """Working copies without a live edition. Filtered by status first: “not live” alone would scan the archive."""
    scheduled = Edition.objects.pending(now).beginning(now or timezone.now()).order_by().values("article")
    unpublished = Q(status__in=Article.IN_WORK)
    stories = _working_copies(user).filter(unpublished | Q(pk__in=scheduled)).filter(paid_by="").exclude(headline="")
    return stories.exclude(Exists(Edition.objects.live(now).filter(article=OuterRef("pk"))))


def _of_edition(edition: Edition) -> Target:
    state = State.RETRACTED if edition.is_retraction else State.LIVE
    detail = f"{edition.section.name} · {dates.print_short(edition.published_at)}"
    return Target(edition.article_id, paid.titled(edition.headline, edition.paid_by), state, edition.path, detail)


def _of_article(pk: int, article: Article | None, exists: bool) -> Target:
    if article is None:
        return Target(pk, _("Story number %(id)s") % {"id": pk}, State.UNPUBLISHED if exists else State.MISSING)
    detail = " · ".join(filter(None, [article.section.name if article.section else "", _changed(article)]))
    return Target(pk, str(article), State.UNPUBLISHED, detail=detail)


def _changed(article: Article) -> str:
    return _("changed %(when)s") % {"when": dates.print_short(timezone.localtime(article.changed_at))}
