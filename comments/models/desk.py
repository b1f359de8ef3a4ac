"""The desk's own records about readers and comments."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Remark(models.Model):
    """A note about a reader for the other moderators. The reader's data export includes it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reader"), on_delete=models.PROTECT, related_name="remarks"
    )
    text = models.TextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["-at", "-pk"]
        default_permissions = []

    def __str__(self) -> str:
        return self.text


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(at__lte=now, until__gt=now).filter(Q(released_at=None) | Q(released_at__gt=now))


class Hold(models.Model):
    """A legal hold: the comment is kept as evidence until a date, whatever is erased or purged."""

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="holds")
    why = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    until = models.DateTimeField(_("until"))
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("released by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_why = models.TextField(_("why it was released"), blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-until"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="held_until_later"),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None, released_why="")
                | (Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_why="")),
                name="released_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.why
