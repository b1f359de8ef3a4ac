"""Named filters. Hidden is the default: nothing is shown to the public unless a queryset asks for `live`."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles import headlines, paid
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
    """What is public at this moment. This is the only place that decides it."""
    at = at or timezone.now()
    begun = Q(**{f"{prefix}live_from__lte": at})
    return begun & (Q(**{f"{prefix}live_until": None}) | Q(**{f"{prefix}live_until__gt": at}))


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: "User") -> Self:
        """The working copies that this person may see: all for editors, their own for reporters, none for others."""
        if may_edit_others(user):
            return self
        if user.has_perm("articles.report_article"):
            return self.filter(reporter=user)
        return self.none()


class DraftQuerySet(models.QuerySet["Draft"]):
    def stood(self) -> Self:
        """The versions that the working copy has had."""
        return self.filter(kind__in=self.model.STOOD)

    def unsaved(self) -> Self:
        """Texts that somebody typed but that are not in the working copy."""
        return self.filter(kind="unsaved")

    def readable_by(self, user: "User") -> Self:
        """All except other people's unsaved texts, which are private until somebody takes the story over."""
        return self.exclude(Q(kind="unsaved") & ~Q(by=user))

    def since(self, version: int) -> Self:
        return self.filter(version__gt=version)


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, at: datetime | None = None) -> Self:
        """What readers see at this moment, including retractions, whose pages stay and say why."""
        return self.filter(_live(at))

    def headed(self, text: str, *, most: int) -> Self:
        """Those whose headline holds all parts of a text, by the index of headlines: the newest `most` of them."""
        return headlines.holding(self, text, most=most)

    def pending(self, at: datetime | None = None) -> Self:
        """Approved for a later moment and not cancelled, so no reader has seen it yet."""
        return self.filter(live_from__gt=at or timezone.now()).exclude(live_until=models.F("live_from"))

    def beginning(self, after: datetime, until: datetime | None = None) -> Self:
        """Those that go live in an interval, without retractions. Uses the index on the kind."""
        kinds = [kind for kind in self.model.Kind.values if kind != "retraction"]
        found = self.filter(kind__in=kinds, live_from__gt=after)
        return found.filter(live_from__lte=until) if until else found

    def not_cancelled(self) -> Self:
        return self.exclude(live_until=models.F("live_from"))

    def standing(self) -> Self:
        """Without retracted stories: for lists, feeds and references."""
        return self.exclude(kind="retraction")

    def titled(self) -> "models.QuerySet[Any]":
        """Each with `title`: its headline, labelled where somebody paid for it. No further query."""
        return self.annotate(title=paid.titled_in_query())

    def news(self) -> Self:
        """Without what somebody paid for: for lists that say what is news, such as the most read."""
        return self.filter(paid_by="")

    def breaking(self, at: datetime | None = None) -> Self:
        """Breaking news at this moment, latest first: live, not retracted, and its flag has not expired."""
        at = at or timezone.now()
        return self.live(at).standing().filter(breaking_until__gt=at).order_by("-live_from", "-pk")

    def unverified(self) -> Self:
        """Those that were published before they could be verified and not updated since. Uses an index of its own."""
        return self.filter(live_until=None).exclude(unverified="")

    def begun(self, at: datetime | None = None) -> Self:
        """Those that readers have been able to see at some time, whether or not they still can."""
        return self.filter(live_from__lte=at or timezone.now()).not_cancelled()

    def retracted(self) -> Self:
        return self.filter(kind="retraction")

    def at_address(self, path: str) -> Self:
        return self.filter(path=path)

    def in_section(self, section: "Section | int") -> Self:
        return self.filter(section=section)

    def between(self, begin: datetime, end: datetime) -> Self:
        """First published in this interval, excluding its end."""
        return self.filter(published_at__gte=begin, published_at__lt=end)

    def oldest(self, at: datetime) -> models.QuerySet[Any]:
        """The first publication date among these at this moment, as a queryset of one. Reads one row of an index.

        The redundant condition (published before being live) makes SQLite use this order instead of sorting everything.
        """
        in_order = self.filter(published_at__lte=at).order_by("published_at", "article_id")
        return in_order.values_list("published_at", flat=True)[:1]

    def newest(self, at: datetime) -> models.QuerySet[Any]:
        """The same for the last publication date."""
        in_order = self.filter(published_at__lte=at).order_by("-published_at", "-article_id")
        return in_order.values_list("published_at", flat=True)[:1]

    def any_of(self, *lists: models.QuerySet[Any]) -> Self:
        """The union of several short lists of ids, in one query.

        Each list has its own limit and uses its own index. With a million stories this reads a few dozen rows, where a
        single combined filter would read everything that matches.
        """
        parts = [self.model._base_manager.filter(pk__in=ids).order_by().values("pk") for ids in lists]
        return self.filter(pk__in=parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]) if parts else self.none()

    def newest_ids(self, limit: int) -> models.QuerySet[Any]:
        return self.order_by("-published_at", "-article_id").values("pk")[:limit]

    def without_texts(self, but: Collection[str] = ()) -> Self:
        """Load just what a list shows, without the texts, `but` some of them."""
        return self.defer(*(name for name in ("body", "html", "notes") if name not in but))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article_id")

    def cards(self) -> Self:
        """Newest first, with just what a list shows and the section. No queries per row."""
        return self.without_texts().select_related("section").newest_first()


class EditionPartQuerySet(models.QuerySet[Any]):
    """Rows that belong to editions: bylines, topics, photos, references."""

    def live(self, at: datetime | None = None) -> Self:
        return self.filter(_live(at, "edition__"))

    def standing(self) -> Self:
        """Without rows of retracted stories."""
        return self.exclude(edition__kind="retraction")

    def news(self) -> Self:
        """Without rows of what somebody paid for."""
        return self.filter(edition__paid_by="")

    def without_texts(self) -> Self:
        """Each with its edition, as EditionQuerySet.without_texts gives it. No further query."""
        return self.select_related("edition").defer("edition__body", "edition__html", "edition__notes")

    def newest_edition_ids(self, limit: int) -> models.QuerySet[Any]:
        return self.order_by("-published_at", "-edition_id").values("edition_id")[:limit]

    def about(self, topic: "Topic | int") -> Self:
        return self.filter(topic=topic)

    def by(self, journalist: "Journalist | int") -> Self:
        return self.filter(journalist=journalist)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def to(self, person: "User") -> Self:
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unmailed(self) -> Self:
        return self.filter(mailed_at=None)


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> Self:
        """Those that are not resolved yet."""
        return self.filter(resolved_at=None)

    def told(self) -> Self:
        """Prefetch the log of each remark, oldest first. One more query."""
        acts: Any = self.model._meta.get_field("acts").related_model
        said = models.Prefetch("acts", queryset=acts.objects.select_related("by"))
        return self.select_related("by", "resolved_by").prefetch_related(said)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def with_life(self, at: datetime | None = None) -> Self:
        """Annotate `is_alive`: whether the link works at this moment."""
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
        """Annotate `number` and `approved`: how many stories a bundle has, and how many are approved."""
        approved = models.Count("stories", filter=Q(stories__edition__isnull=False))
        return self.annotate(number=models.Count("stories"), approved=approved)

    def live(self, at: datetime | None = None) -> Self:
        return self.filter(is_released=True, live_from__lte=at or timezone.now())

    def open(self, at: datetime | None = None) -> Self:
        """Those that are not live yet, the one that is due first on top."""
        unreleased = Q(is_released=False) | Q(live_from__gt=at or timezone.now())
        return self.filter(unreleased).order_by(models.F("live_from").asc(nulls_last=True), "pk")


class BundleStoryQuerySet(models.QuerySet["BundleStory"]):
    def open(self, at: datetime | None = None) -> Self:
        """Places in bundles that are not live at this moment. A story has at most one."""
        unreleased = Q(bundle__is_released=False) | Q(bundle__live_from__gt=at or timezone.now())
        return self.filter(unreleased, is_over=False)

    def beside(self, article: "Article", at: datetime | None = None) -> Self:
        """The places of the other stories in the same bundle as this one."""
        places = self.model._base_manager.filter(article=article, is_over=False)
        return self.open(at).filter(bundle__in=places.values("bundle")).exclude(article=article)
