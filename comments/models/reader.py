"""What readers do about other people's comments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Reaction(models.Model):
    """A reader agrees with a comment. There is no other reaction: readers who disagree can reply."""

    # CASCADE: meaningless without the comment or the reader. The comment keeps the count.
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
    """A person whose comments a reader does not want to see. They never learn of it."""

    # CASCADE: ends with either account.
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
    """News for a reader: a reply, a pick or a decision. Mailed by comments/tidings.py."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("a reply")
        PICK = "pick", _("a pick of the newsroom")
        DECISION = "decision", _("a decision of the moderators")

    # CASCADE: no news about a deleted comment, and none for a deleted reader.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="tidings"
    )
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="tidings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    decision = models.ForeignKey(  # the newest one, if there were several before the mail was sent
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
