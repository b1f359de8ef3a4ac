from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.frozen import Frozen


class FrontDraft(models.Model):
    """The front page in the making: which stories an editor puts first. One row; readers never see it.

    `articles` holds ids, the lead first. `version` counts every change: two editors who arrange at once are told.
    """

    ONLY = 1  # the one key that the constraint below allows

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
    """One row of the log of the front page: what an editor put first, who did and when. The newest row is live."""

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
