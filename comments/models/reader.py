"""What one reader does with what others wrote."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Reaction(models.Model):
    """A reader agrees with a comment. There is no other reaction: who disagrees may answer."""

    # CASCADE: it says nothing without the comment or the reader; the comment keeps the count.
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="reactions"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["reader", "comment"], name="agrees_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} → {self.comment_id}"


class Mute(models.Model):
    """Whose comments a reader does not want to read. The muted one never learns of it."""

    # CASCADE: a wish about somebody ends with either of them.
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="mutes")
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("muted reader")
        verbose_name_plural = _("muted readers")
        ordering = ["muted__display_name"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mutes_once"),
            models.CheckConstraint(condition=~models.Q(reader=models.F("muted")), name="mutes_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} ⇏ {self.muted_id}"


class Tiding(models.Model):
    """Something a reader wants to hear of: somebody has answered, or the newsroom has picked. Mailed by `tidings`."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("a reply")
        PICK = "pick", _("a pick of the newsroom")
        DECISION = "decision", _("a decision of the moderators")

    # CASCADE: nobody needs to hear of what is gone, and nobody is there to hear it.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="tidings"
    )
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="tidings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    decision = models.ForeignKey(  # the newest one, of a comment about which more was decided before the mail went out
        "comments.Decision", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    class Meta:
        verbose_name = _("tiding")
        verbose_name_plural = _("tidings")
        default_permissions = []
        indexes = [
            models.Index(fields=["reader", "at"], name="tiding_waiting", condition=models.Q(mailed_at__isnull=True))
        ]
        constraints = [models.UniqueConstraint(fields=["reader", "comment", "kind"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} ← {self.comment_id} ({self.kind})"
