from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.frozen import Frozen


class FrontDraft(models.Model):
    """The draft of the front page: the stories that an editor wants first. A single row that readers never see.

    `articles` holds ids, the lead first. `version` counts changes, so that two editors do not overwrite each other.
    """

    ONLY = 1  # the only primary key; see the constraint below

    articles = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("draft of the front page")
        verbose_name_plural = _("drafts of the front page")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_front_draft")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"


class FrontRelease(Frozen):
    """A published arrangement of the front page: what, by whom and when. The newest row is live."""

    articles = models.JSONField(_("stories"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
