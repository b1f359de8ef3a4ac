from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.journalist import BylineRole, Journalist
from articles.models.photo import Photo
from articles.models.section import Section
from articles.models.topic import Topic
from articles.querysets import EditionPartQuerySet, EditionQuerySet
from newsroom.frozen import Frozen


class Edition(Frozen):
    """What was approved: all public fields of a story, frozen, with the interval in which readers see them.

    Self-contained on purpose. Names, captions and the address are copied, so that a journalist's new name or a new
    caption does not rewrite what was published. Only `live_until` may change, and only through `editions.close` and
    `editions.cancel`.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("first publication")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        CLARIFICATION = "clarification", _("clarification")
        RIGHT_OF_REPLY = "right-of-reply", _("right of reply")
        RETRACTION = "retraction", _("retraction")

    NOTED_KINDS = (Kind.CORRECTION, Kind.CLARIFICATION, Kind.RIGHT_OF_REPLY)  # updates that tell readers what changed

    class Ground(models.TextChoices):
        """The only grounds for a retraction: Pedoman Pemberitaan Media Siber 5(a). Pressure from outside is none."""

        DISCRIMINATION = "sara", _("ethnic, religious, racial or group hatred (SARA)")
        DECENCY = "decency", _("decency")
        CHILD = "child", _("the future of a child")
        TRAUMA = "trauma", _("trauma of a victim")
        PRESS_COUNCIL = "press-council", _("ruling of the press council")
        WRONG = "wrong", _("the story is wrong in its substance")

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    version = models.PositiveIntegerField(_("version of the working copy"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        related_name="approved_editions",
    )
    approved_at = models.DateTimeField(_("approved at"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    published_at = models.DateTimeField(_("first published at"))

    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="+")
    path = models.CharField(_("address"), max_length=250)
    headline = models.CharField(_("headline"), max_length=140)
    deck = models.CharField(_("deck"), max_length=300)
    dateline = models.CharField(_("dateline city"), max_length=60, blank=True)
    body = models.TextField(_("text"))
    html = models.TextField(_("text as shown, but for read-also"))
    words = models.PositiveIntegerField(_("words"))
    lead_photo = models.JSONField(_("lead photo"), null=True)
    bylines = models.JSONField(_("bylines"))
    topics = models.JSONField(_("topics"))
    sources = models.CharField(_("sources"), max_length=300, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=70, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=170, blank=True)
    public_note = models.TextField(_("note to readers"), blank=True)
    notes = models.JSONField(_("earlier notes to readers"), default=list)
    is_developing = models.BooleanField(_("developing story"), default=False)
    unverified = models.CharField(_("not verified yet"), max_length=300, blank=True)
    paid_by = models.CharField(_("paid for by"), max_length=100, blank=True, default="", db_default="")
    breaking_until = models.DateTimeField(_("breaking news until"), null=True, blank=True)
    ground = models.CharField(_("ground for retraction"), max_length=15, choices=Ground, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-published_at", "-article_id", "-number"]
        indexes = [
            models.Index(fields=["-published_at", "-article"], name="edition_latest"),
            models.Index(fields=["section", "-published_at", "-article"], name="edition_in_section"),
            models.Index(fields=["path", "-number"], name="edition_by_address"),
            models.Index(fields=["kind", "-live_from"], name="edition_by_kind"),
            # Lets the desk search headlines without reading texts: 100 MB instead of 1.4 GB for a million.
            models.Index(fields=["-id", "headline"], name="edition_named"),
            models.Index(
                fields=["breaking_until"], condition=models.Q(breaking_until__isnull=False), name="edition_breaking"
            ),
            models.Index(
                fields=["live_from"],
                condition=models.Q(live_until=None) & ~models.Q(unverified=""),
                name="edition_unverified",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_per_article"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(live_until=None), name="one_open_edition_per_article"
            ),
            models.CheckConstraint(
                condition=models.Q(live_until=None) | models.Q(live_until__gte=models.F("live_from")),
                name="edition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="retraction") ^ models.Q(ground=""), name="retraction_has_a_ground"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["correction", "clarification", "right-of-reply", "retraction"])
                | ~models.Q(public_note=""),
                name="readers_are_told_what_changed",
            ),
            models.CheckConstraint(
                condition=models.Q(paid_by="") | models.Q(breaking_until=None, unverified=""),
                name="paid_content_is_no_news",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.get_kind_display()}, {self.number})"

    def get_absolute_url(self) -> str:
        return self.path

    def is_live(self, at: datetime | None = None) -> bool:
        """Whether readers see this edition at this moment. The same rule as EditionQuerySet.live, for an instance."""
        at = at or timezone.now()
        return self.live_from <= at and (self.live_until is None or self.live_until > at)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken out of the schedule before anybody could read it: its interval is empty."""
        return self.live_until == self.live_from

    @property
    def is_retraction(self) -> bool:
        return self.kind == self.Kind.RETRACTION

    @property
    def is_updated(self) -> bool:
        return self.live_from > self.published_at


class EditionByline(Frozen):
    """Who worked on an edition, for the journalists' pages. The printed names are in Edition.bylines."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    journalist = models.ForeignKey(Journalist, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=BylineRole)
    published_at = models.DateTimeField()

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["journalist", "-published_at", "-edition"], name="edition_by_journalist")]
        constraints = [models.UniqueConstraint(fields=["edition", "journalist", "role"], name="edition_byline_once")]


class EditionTopic(Frozen):
    """What an edition is about, for the topics' pages. The printed names are in Edition.topics."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "-published_at", "-edition"], name="edition_in_topic")]
        constraints = [models.UniqueConstraint(fields=["edition", "topic"], name="edition_topic_once")]


class EditionPhoto(Frozen):
    """Which photos an edition shows. A photo is public only while a live edition has a row here."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="uses")

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["photo", "-edition"], name="edition_with_photo")]
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="edition_photo_once")]


class ReadAlso(Frozen):
    """A reference from an edition's text to another article, by id. Headline and address are looked up when shown."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="read_also")
    target = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="referred_from")
    position = models.PositiveSmallIntegerField()

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("read-also")
        verbose_name_plural = _("read-also")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "target"], name="read_also_once_per_edition")]
