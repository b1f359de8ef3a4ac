"""Write-once records of earlier texts, of the pipeline's verdicts, and of highlights."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comment import Comment
from newsroom.frozen import Frozen


class Revision(Frozen):
    """An earlier text of an edited comment, and until when it stood. The current text is in the comment itself."""

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["number"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="revision_number_per_comment")]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.number}"


class Verdict(Frozen):
    """The pipeline's verdict on a text, one row for each text that was sent or edited.

    `phases` lists the results in order: {"phase", "status"}, with {"reason", "evidence"} if the phase objected. A text
    that was refused has no comment: it is not stored, except for what was found in it.
    """

    class Outcome(models.TextChoices):
        SHOWN = "shown", _("shown at once")
        HELD = "held", _("held for a moderator")
        REFUSED = "refused", _("refused")

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, null=True, related_name="verdicts"
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, db_index=False, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=20, blank=True)  # the deciding one; "" if no phase objected
    phases = models.JSONField(_("phases"), default=list)
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("verdict of the pipeline")
        verbose_name_plural = _("verdicts of the pipeline")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="refused") ^ models.Q(comment__isnull=False), name="refused_or_a_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.reason}"


class Highlight(Frozen):
    """The log of highlights: picks and answers that the newsroom has set or removed."""

    class Act(models.TextChoices):
        PICK = "pick", _("picked")
        UNPICK = "unpick", _("no longer picked")
        PIN = "pin", _("shown first")
        UNPIN = "unpin", _("no longer shown first")

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="highlights")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.by}"
