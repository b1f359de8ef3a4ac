from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.edition import Edition
from articles.querysets import BundleQuerySet, BundleStoryQuerySet


class Bundle(models.Model):
    """Stories that go live at the same moment, all of them or none.

    `live_from` is the planned moment; `is_released` means that every story has an edition that starts then. Whether a
    bundle is live follows from the current time; no job updates the row. `version` counts the changes by editors.
    """

    name = models.CharField(_("name"), max_length=80)
    live_from = models.DateTimeField(_("goes live at"), null=True, blank=True)
    is_released = models.BooleanField(_("is in the schedule"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"))

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["is_released", "live_from"], name="bundle_by_moment")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_bundle_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(is_released=False) | models.Q(live_from__isnull=False),
                name="what_is_released_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_live(self, at: datetime | None = None) -> bool:
        """Whether readers see its stories at this moment. From then on it cannot be changed."""
        return self.is_released and self.live_from is not None and self.live_from <= (at or timezone.now())


class BundleStory(models.Model):
    """The place of a story in a bundle, and the edition that was approved for it.

    Until the bundle is released, that edition is held: its interval is empty, so readers cannot see it at any time.
    `is_over` is set when the story enters another bundle after this one went live.
    """

    # CASCADE: only a bundle that never went live can be dissolved, and the steps of its stories record that.
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="stories")
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="bundled")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    is_over = models.BooleanField(default=False)

    objects = BundleStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story of a bundle")
        verbose_name_plural = _("stories of a bundle")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(is_over=False), name="a_story_is_in_one_bundle"
            ),
            models.UniqueConstraint(fields=["bundle", "article"], name="a_story_is_in_a_bundle_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id} · {self.article_id}"
