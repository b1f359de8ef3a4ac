from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from newsroom.frozen import Frozen


class Decision(Frozen):
    """The append-only log of decisions: who judged a comment, when, on which ground, and with what note."""

    class Act(models.TextChoices):
        HIDE = "hide", _("hid")
        RESTORE = "restore", _("showed again")
        APPROVE = "approve", _("checked and kept")

    class Reason(models.TextChoices):
        """The only grounds for hiding and complaining: Pedoman Pemberitaan Media Siber 3(c) and (d), and the laws."""

        SPAM = "spam", _("spam or advertising")
        ABUSIVE = "abusive", _("insult or harassment")
        HATE = "hate", _("hatred about ethnicity, religion, race or group (SARA)")
        FALSE = "false", _("lie or slander")
        OBSCENE = "obscene", _("obscene or sadistic")
        VIOLENCE = "violence", _("threat or call to violence")
        DEGRADING = "degrading", _("degrading of the weak, poor, ill or disabled, or discrimination by sex or language")
        CHILD = "child", _("harm to a child, or the identity of a child")
        PERSONAL_DATA = "personal-data", _("personal data of others")
        COPYRIGHT = "copyright", _("somebody else's work (copyright)")
        GAMBLING = "gambling", _("online gambling or fraud")
        OFF_TOPIC = "off-topic", _("has nothing to do with the story")
        ILLEGAL = "illegal", _("presumed to break the law")

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason, blank=True)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    # For decisions made or undone together with a ban, by sweeps.py.
    sanction = models.ForeignKey(
        "comments.Sanction", verbose_name=_("sanction"), on_delete=models.PROTECT, null=True, related_name="swept"
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["comment", "-at", "-id"], name="decision_of_comment")]
        constraints = [
            models.CheckConstraint(condition=models.Q(act="hide") ^ models.Q(reason=""), name="hidden_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.by}"
