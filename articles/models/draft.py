from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.querysets import DraftQuerySet


class Draft(models.Model):
    """A stored text of a story with all its fields: a version of the working copy, or a text that is not in it.

    Unlike editions, drafts are not frozen: an autosave is replaced by the next one from the same window (history.keep),
    only the newest unsaved texts of a person in a story are kept (drafts.MOST_UNSAVED), and the oldest versions of a
    long history are deleted after months (retention.purge), never approved ones. Nothing else is deleted.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        AUTOSAVED = "autosaved", _("saved automatically")
        UNSAVED = "unsaved", _("not saved yet")  # typed by one person in one window, not in the working copy
        SET_ASIDE = "set-aside", _("set aside")  # unsaved when somebody took the story over, or discarded

    STOOD = (Kind.SAVED, Kind.AUTOSAVED)  # the working copy has had this text

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    version = models.PositiveIntegerField(_("version"))  # for an unsaved text: the version it started from
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun at"))
    at = models.DateTimeField(_("at"))
    sheet = models.UUIDField(null=True)  # the window it was typed in: one page load of the form
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
            # If the first text of a new story is sent twice at once, it must not start two stories.
            models.UniqueConstraint(
                fields=["sheet"],
                condition=models.Q(version=1, kind__in=["saved", "autosaved"]),
                name="sheet_starts_one_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.by}"
