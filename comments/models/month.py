from django.db import models
from django.utils.translation import gettext_lazy as _


class Month(models.Model):
    """The moderation figures of a closed month, counted once, so that published figures do not change."""

    first = models.DateField(_("month"), primary_key=True)
    figures = models.JSONField(_("figures"))
    counted_at = models.DateTimeField(_("counted at"))

    class Meta:
        verbose_name = _("figures of a month")
        verbose_name_plural = _("figures by month")
        ordering = ["-first"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"
