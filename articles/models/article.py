from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles import body, prose
from articles.models.journalist import BylineRole, Journalist
from articles.models.photo import Photo
from articles.models.section import Section
from articles.models.topic import Topic
from articles.querysets import ArticleQuerySet


class Article(models.Model):
    """The working copy of a story. Only staff see it; readers see its editions.

    `status` is the state of the work, not of what is public: a live story that is being rewritten is a draft again.
    `version` counts changes of the text, bylines and topics: an approval names the version that it approves.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        PUBLISHED = "published", _("published")
        DROPPED = "dropped", _("dropped")

    IN_WORK = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED)

    class Legal(models.TextChoices):
        NOT_REQUIRED = "not-required", _("not required")
        NEEDED = "needed", _("needs checking")
        CLEARED = "cleared", _("cleared")

    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.PROTECT, null=True, blank=True)
    headline = models.CharField(
        _("headline"), max_length=140, blank=True, help_text=_("Best between 45 and 75 characters.")
    )
    deck = models.CharField(
        _("deck"), max_length=300, blank=True, help_text=_("One sentence that adds to the headline.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=120,
        blank=True,
        help_text=_("Left empty, it is made from the headline when you submit."),
    )
    dateline = models.CharField(_("dateline city"), max_length=60, blank=True, help_text=_("For example: Semarang"))
    body = ProseEditorField(_("text"), blank=True, extensions=prose.BODY_EXTENSIONS, sanitize=body.clean)
    lead_photo = models.ForeignKey(Photo, verbose_name=_("lead photo"), on_delete=models.PROTECT, null=True, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True)
    journalists = models.ManyToManyField(Journalist, through="Byline", verbose_name=_("journalists"))
    sources = models.CharField(
        _("sources"), max_length=300, blank=True, help_text=_("Printed at the end, for example: BPS, wawancara")
    )
    seo_title = models.CharField(_("title for search engines"), max_length=70, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=170, blank=True)
    is_developing = models.BooleanField(
        _("developing story"),
        default=False,
        help_text=_("A short first version: readers are told that the story is still developing."),
    )
    unverified = models.CharField(
        _("not verified yet"),
        max_length=300,
        blank=True,
        help_text=_(
            "Only where the public must know now and it cannot be verified in time. Write for the readers what is not "
            "verified and why: it is printed with the story until you empty this field."
        ),
    )
    paid_by = models.CharField(
        _("paid for by"),
        max_length=100,
        blank=True,
        default="",
        db_default="",  # the release before this one saves stories without it, while this one is being installed
        help_text=_(
            "Only for an advertorial or other paid content: whoever pays for it. Readers see “Advertorial” wherever "
            "the story appears and this name on its page, and it is not counted as news (Pedoman Pemberitaan Media "
            "Siber, point 6). Empty for news."
        ),
    )
    harms_party = models.BooleanField(
        _("may harm somebody"),
        default=False,
        help_text=_("Somebody is accused or looks bad: whoever it is must have been asked before it goes live."),
    )

    # The following fields are changed by verbs of their own, never by the form: each change is a step in the log.
    embargo_until = models.DateTimeField(_("embargo until"), null=True, editable=False)
    embargo_indefinite = models.BooleanField(_("embargo without an end"), default=False, editable=False)
    embargo_reason = models.CharField(_("reason of the embargo"), max_length=300, blank=True, editable=False)
    legal = models.CharField(_("legal check"), max_length=12, choices=Legal, default=Legal.NOT_REQUIRED, editable=False)
    legal_cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cleared by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    legal_cleared_version = models.PositiveIntegerField(_("version cleared"), null=True, editable=False)
    breaking_until = models.DateTimeField(_("breaking news until"), null=True, editable=False)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reporter"),
        on_delete=models.PROTECT,
        related_name="articles",
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-changed_at", "-pk"]
        indexes = [
            # Includes the headline, so that headline searches read no texts: 14 ms instead of 147 for 100,000 (SQLite).
            models.Index(fields=["-changed_at", "-id", "headline"], name="article_by_change_named"),
            models.Index(fields=["status", "submitted_at"], name="article_queue"),
            models.Index(fields=["reporter", "-changed_at"], name="article_by_reporter"),
            models.Index(fields=["reporter", "status", "-changed_at", "-id"], name="article_of_reporter"),
            models.Index(fields=["status", "-changed_at", "-id"], name="article_by_status"),
            models.Index(fields=["section", "-changed_at", "-id"], name="article_in_section"),
            models.Index(fields=["lead_photo", "status"], name="article_led_by"),
            models.Index(fields=["-changed_at", "-id"], condition=models.Q(paid_by__gt=""), name="article_paid_for"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~models.Q(slug=""), name="article_address_is_its_own"),
            models.CheckConstraint(
                condition=~models.Q(legal="cleared")
                | models.Q(legal_cleared_by__isnull=False, legal_cleared_version__isnull=False),
                name="somebody_cleared_it",
            ),
        ]
        permissions = [
            ("report_article", _("Can write and submit articles of their own")),
            ("edit_article", _("Can edit, return and approve articles of others")),
            ("manage_article", _("Can retract articles and publish in an emergency")),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("(no headline yet)"))


class Byline(models.Model):
    """One name in the byline, at its position."""

    ROLES = [choice for choice in BylineRole.choices if choice[0] != BylineRole.EDITOR]

    # CASCADE: a byline is a part of its article, which itself cannot be deleted once it has an edition.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    journalist = models.ForeignKey(
        Journalist, verbose_name=_("journalist"), on_delete=models.PROTECT, related_name="bylines"
    )
    role = models.CharField(_("role"), max_length=12, choices=ROLES, default=BylineRole.WRITER)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "journalist", "role"], name="byline_once_per_role"),
            models.CheckConstraint(condition=~models.Q(role="editor"), name="editor_is_whoever_approved"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.journalist}"
