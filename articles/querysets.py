"""Named filters. Hidden is the default: nothing is shown to the public unless a queryset asks for `live`."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.permissions import may_edit_others

if TYPE_CHECKING:
    from articles.models import (  # noqa: F401  (named in the bases)
        Article,
        Bundle,
        BundleStory,
        Draft,
        Edition,
        Journalist,
        Notice,
        PreviewLink,
        Remark,
        Section,
        Topic,
    )
    from newsroom.accounts.models import User


def _live(at: datetime | None, prefix: str = "") -> Q:
    """What is public at a moment. Nothing else in the project decides it."""
    at = at or timezone.now()
    begun = Q(**{f"{prefix}live_from__lte": at})
    return begun & (Q(**{f"{prefix}live_until": None}) | Q(**{f"{prefix}live_until__gt": at}))


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: "User") -> Self:
        """The working copies this person may see: editors all, reporters their own, everybody else none."""
        if may_edit_others(user):
            return self
        if user.has_perm("articles.report_article"):
            return self.filter(reporter=user)
        return self.none()


class DraftQuerySet(models.QuerySet["Draft"]):
    def stood(self) -> Self:
        """The texts that the working copy had, version by version."""
        return self.filter(kind__in=("saved", "autosaved"))

    def unsaved(self) -> Self:
        """The texts that somebody typed and that are not in the working copy."""
        return self.filter(kind="unsaved")

    def readable_by(self, user: "User") -> Self:
        """All but what other people have typed and not saved: that is theirs until somebody takes the story over."""
        return self.exclude(Q(kind="unsaved") & ~Q(by=user))

    def since(self, version: int) -> Self:
        return self.filter(version__gt=version)


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, at: datetime | None = None) -> Self:
        """What readers see at a moment, retractions included: their pages stay and say why."""
        return self.filter(_live(at))

    def pending(self, at: datetime | None = None) -> Self:
        """Approved for a later moment and not cancelled: nobody has read it yet."""
        return self.filter(live_from__gt=at or timezone.now()).exclude(live_until=models.F("live_from"))

    def beginning(self, after: datetime, until: datetime | None = None) -> Self:
        """Those that go live in an interval, retractions aside. By the index on the kind: nothing is looked through."""
        kinds = [kind for kind in self.model.Kind.values if kind != "retraction"]
        found = self.filter(kind__in=kinds, live_from__gt=after)
        return found.filter(live_from__lte=until) if until else found

    def not_cancelled(self) -> Self:
        return self.exclude(live_until=models.F("live_from"))

    def standing(self) -> Self:
        """Without retracted stories: for lists, feeds and references."""
        return self.exclude(kind="retraction")

    def breaking(self, at: datetime | None = None) -> Self:
        """Breaking news of a moment, latest first: live, not retracted, and its flag has not run out by itself."""
        at = at or timezone.now()
        return self.live(at).standing().filter(breaking_until__gt=at).order_by("-live_from", "-pk")

    def unverified(self) -> Self:
        """Those that went out before they could be verified and that no update has replaced. By an index of its own."""
        return self.filter(live_until=None).exclude(unverified="")

    def by_beginning(self) -> Self:
        """Latest to go live first, with just what a list shows; for pages in paging.BY_BEGINNING."""
        return self.without_texts().order_by("-live_from", "-pk")

    def begun(self, at: datetime | None = None) -> Self:
        """Those that readers have seen at some time, whether or not they still do."""
        return self.filter(live_from__lte=at or timezone.now()).not_cancelled()

    def retracted(self) -> Self:
        return self.filter(kind="retraction")

    def at_address(self, path: str) -> Self:
        return self.filter(path=path)

    def in_section(self, section: "Section") -> Self:
        return self.filter(section=section)

    def between(self, begin: datetime, end: datetime) -> Self:
        """First published in this interval, its end excluded."""
        return self.filter(published_at__gte=begin, published_at__lt=end)

    def oldest(self, at: datetime) -> models.QuerySet[Any]:
        """When the first of these, live at a moment, was published, in a list of one. One row of an index.

        None was published later than it is live. Said to SQLite, it reads them in this order instead of sorting all.
        """
        in_order = self.filter(published_at__lte=at).order_by("published_at", "article_id")
        return in_order.values_list("published_at", flat=True)[:1]

    def newest(self, at: datetime) -> models.QuerySet[Any]:
        """The same of the last one."""
        in_order = self.filter(published_at__lte=at).order_by("-published_at", "-article_id")
        return in_order.values_list("published_at", flat=True)[:1]

    def any_of(self, *lists: models.QuerySet[Any]) -> Self:
        """The editions in any of several short lists of ids, in one query.

        Each list keeps its own limit and its own index: with a million stories this reads some dozen rows, where one
        filter over all of them would read everything that matches.
        """
        parts = [self.model._base_manager.filter(pk__in=ids).order_by().values("pk") for ids in lists]
        return self.filter(pk__in=parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]) if parts else self.none()

    def newest_ids(self, limit: int) -> models.QuerySet[Any]:
        return self.order_by("-published_at", "-article_id").values("pk")[:limit]

    def without_texts(self) -> Self:
        """With just what a list shows: the texts stay in the database."""
        return self.defer("body", "html", "notes")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article_id")

    def cards(self) -> Self:
        """Newest first, as a list shows them, each with its section. No further query a row."""
        return self.without_texts().select_related("section").newest_first()

    def with_text(self) -> Self:
        """Newest first, with the text as shown and without the section: for feeds.

        The furniture knows the sections. Joined, SQLite without statistics walks through all stories by section.
        """
        return self.defer("body").newest_first()


class EditionPartQuerySet(models.QuerySet[Any]):
    """Rows that belong to an edition: bylines, topics, photos, references."""

    def live(self, at: datetime | None = None) -> Self:
        return self.filter(_live(at, "edition__"))

    def standing(self) -> Self:
        """Without those of retracted stories."""
        return self.exclude(edition__kind="retraction")

    def newest_edition_ids(self, limit: int) -> models.QuerySet[Any]:
        return self.order_by("-published_at", "-edition_id").values("edition_id")[:limit]

    def about(self, topic: "Topic") -> Self:
        return self.filter(topic=topic)

    def by(self, journalist: "Journalist") -> Self:
        return self.filter(journalist=journalist)

    def cards(self) -> Self:
        """Newest first, each with its edition and section loaded as EditionQuerySet.cards does."""
        return (
            self.select_related("edition__section")
            .defer("edition__body", "edition__html", "edition__notes")
            .order_by("-published_at", "-edition_id")
        )

    def with_text(self) -> Self:
        """As `cards`, with the text as shown: for feeds."""
        return self.select_related("edition").defer("edition__body").order_by("-published_at", "-edition_id")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def to(self, person: "User") -> Self:
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unmailed(self) -> Self:
        return self.filter(mailed_at=None)


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> Self:
        """Those that somebody still has to see to."""
        return self.filter(resolved_at=None)

    def told(self) -> Self:
        """With who said what about each, oldest first. One query more."""
        acts: Any = self.model._meta.get_field("acts").related_model
        said = models.Prefetch("acts", queryset=acts.objects.select_related("by"))
        return self.select_related("by", "resolved_by").prefetch_related(said)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def with_life(self, at: datetime | None = None) -> Self:
        """The same links, each knowing whether it works at a moment (`is_alive`). No further query."""
        at = at or timezone.now()
        steps: Any = self.model._meta.get_field("newest_step").related_model
        ended = steps.objects.filter(
            article=models.OuterRef("article"), verb__in=self.model.ENDED_BY, pk__gt=models.OuterRef("newest_step")
        )
        running = Q(revoked_at=None, expires_at__gt=at)
        return self.annotate(is_alive=models.ExpressionWrapper(running & ~models.Exists(ended), models.BooleanField()))

    def alive(self, at: datetime | None = None) -> Self:
        return self.with_life(at).filter(is_alive=True)


class BundleQuerySet(models.QuerySet["Bundle"]):
    def counted(self) -> Self:
        """Each with the number of its stories and of those approved, as `number` and `approved`. No further query."""
        approved = models.Count("stories", filter=Q(stories__edition__isnull=False))
        return self.annotate(number=models.Count("stories"), approved=approved)

    def live(self, at: datetime | None = None) -> Self:
        return self.filter(is_released=True, live_from__lte=at or timezone.now())

    def open(self, at: datetime | None = None) -> Self:
        """Those that readers see nothing of yet, the one that is due first before the others."""
        unreleased = Q(is_released=False) | Q(live_from__gt=at or timezone.now())
        return self.filter(unreleased).order_by(models.F("live_from").asc(nulls_last=True), "pk")


class BundleStoryQuerySet(models.QuerySet["BundleStory"]):
    def open(self, at: datetime | None = None) -> Self:
        """The places of stories in bundles that are not live at a moment. A story has at most one."""
        unreleased = Q(bundle__is_released=False) | Q(bundle__live_from__gt=at or timezone.now())
        return self.filter(unreleased, is_over=False)

    def beside(self, article: "Article", at: datetime | None = None) -> Self:
        """The places of the other stories that go live at the same moment as this one."""
        places = self.model._base_manager.filter(article=article, is_over=False)
        return self.open(at).filter(bundle__in=places.values("bundle")).exclude(article=article)
