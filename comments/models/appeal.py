from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.decision import Decision
from comments.models.sanction import Sanction


class Appeal(models.Model):
    """An appeal against a sanction or the hiding of a comment, and what another moderator decided about it."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("the appeal was right: it is taken back")
        REFUSED = "refused", _("the decision stands")

    # One to one, because a decision or sanction can be appealed once.
    decision = models.OneToOneField(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, null=True, related_name="appeal"
    )
    sanction = models.OneToOneField(
        Sanction, verbose_name=_("sanction"), on_delete=models.PROTECT, null=True, related_name="appeal"
    )
    words = models.TextField(_("what the author says"))
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["at"], condition=Q(outcome=""), name="appeal_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(decision=None) ^ Q(sanction=None), name="appeals_one_thing"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="appeal_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.against} · {self.get_outcome_display() or '…'}"

    @property
    def against(self) -> Decision | Sanction:
        """The decision or sanction that it is about."""
        return self.decision or self.sanction  # type: ignore[return-value]

    @property
    def is_open(self) -> bool:
        return not self.outcome
