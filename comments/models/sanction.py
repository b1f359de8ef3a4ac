from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.decision import Decision
from newsroom.frozen import Frozen


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self, now: datetime) -> Self:
        """Sanctions in force at this moment, heaviest first: started, not expired, not lifted by a later row."""
        return (
            self.filter(at__lte=now, severity__gt=0)
            .filter(Q(until__isnull=True) | Q(until__gt=now))
            .exclude(lifted_by__at__lte=now)
            .order_by("-severity", "-at", "-pk")
        )


class Sanction(Frozen):
    """The append-only log of sanctions against readers: who imposed what, when, why, and until when.

    Rows never change: lifting a sanction, or a reader's "I have read this" under a warning, is a new row that points to
    the one it ends.
    """

    class Kind(models.TextChoices):
        WARN = "warn", _("warning")
        PREMODERATE = "premoderate", _("every comment is checked first")
        SUSPEND = "suspend", _("suspended until a day")
        BAN = "ban", _("banned")
        LIFT = "lift", _("lifted")
        ACKNOWLEDGE = "acknowledge", _("warning read")

    # By severity: a warning blocks the next comment until it is read, pre-moderation only delays comments.
    SEVERITY = {Kind.BAN: 4, Kind.SUSPEND: 3, Kind.WARN: 2, Kind.PREMODERATE: 1, Kind.LIFT: 0, Kind.ACKNOWLEDGE: 0}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reader"), on_delete=models.PROTECT, related_name="sanctions"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    severity = models.PositiveSmallIntegerField(_("severity"), editable=False)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=15, choices=Decision.Reason, blank=True)
    note = models.TextField(_("note"), blank=True)
    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, null=True, blank=True, related_name="sanctions"
    )
    ends = models.OneToOneField(
        "self", verbose_name=_("ends"), on_delete=models.PROTECT, null=True, blank=True, related_name="lifted_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["user", "-severity", "-at"], name="sanction_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(kind="suspend") ^ Q(until__isnull=True), name="suspended_until_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["lift", "acknowledge"]) ^ Q(ends__isnull=True), name="ends_a_sanction"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["lift", "acknowledge"]) | ~Q(reason=""), name="sanctioned_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.user}"
