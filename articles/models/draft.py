from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.querysets import DraftQuerySet


class Draft(models.Model):
    """A kept text of a story, with every field: a version that the working copy had, or a text that is not in it.

    Not frozen, as editions are: an autosave is replaced by the next one of the same window (history.keep), and of one
    person's unsaved texts in one story the newest few are kept (drafts.MOST_UNSAVED). Of a long history the oldest go
    after months (retention.purge), never what was approved. Nothing else is thrown away.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        AUTOSAVED = "autosaved", _("saved automatically")
        UNSAVED = "unsaved", _("not saved yet")  # typed by one person in one window, not in the working copy
        SET_ASIDE = "set-aside", _("set aside")  # was unsaved when somebody took the story over, or dropped

    STOOD = (Kind.SAVED, Kind.AUTOSAVED)  # the working copy was this text

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    version = models.PositiveIntegerField(_("version"))  # of an unsaved text: the version that it was begun from
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun at"))
    at = models.DateTimeField(_("at"))
    sheet = models.UUIDField(null=True)  # the window in which it was typed: one loading of the form
    contents = models.JSONField(_("contents"))

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved draft")
        verbose_name_plural = _("saved drafts")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["article", "-at", "-id"], name="draft_of_article"),
            models.Index(fields=["sheet"], name="draft_of_sheet"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version"],
                condition=models.Q(kind__in=["saved", "autosaved"]),
                name="version_is_kept_once",
            ),
            models.UniqueConstraint(
                fields=["article", "by", "sheet"],
                condition=models.Q(kind="unsaved"),
                name="unsaved_text_once_per_sheet",
            ),
            # Sent twice in one moment, the first text of a new story must not begin two stories.
            models.UniqueConstraint(
                fields=["sheet"],
                condition=models.Q(version=1, kind__in=["saved", "autosaved"]),
                name="sheet_starts_one_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.by}"
