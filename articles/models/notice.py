from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article
from articles.models.step import Step
from articles.querysets import NoticeQuerySet
from newsroom.frozen import Frozen


class Notice(Frozen):
    """A notice to one person about a story: both the log of who was told, and that person's list at the desk.

    Only two fields are ever set later: when the mail was sent, and when the person read it.
    """

    MARKS = ("mailed_at", "read_at")

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("waiting for an editor")
        RETURNED = "returned", _("sent back to you")
        APPROVED = "approved", _("approved and live")
        SCHEDULED = "scheduled", _("approved and scheduled")
        BUNDLED = "bundled", _("approved, goes live with its bundle")
        LIVE = "live", _("live now")
        EMERGENCY = "emergency", pgettext_lazy("notice", "published in an emergency")
        UNSCHEDULED = "unscheduled", _("taken out of the schedule")
        RETRACTED = "retracted", pgettext_lazy("notice", "retracted")
        DROPPED = "dropped", _("dropped")
        REFERENCE = "reference", _("refers to a retracted story")
        UNHEARD = "unheard", _("nobody could be told")
        MENTION = "mention", _("mentions you")
        ANSWER = "answer", _("an answer to a remark")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="notices"
    )
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="notices")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    sentence = models.TextField(_("sentence"))
    told_at = models.DateTimeField(_("told at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-told_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-told_at", "-id"], name="notice_to_person"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["told_at"], condition=models.Q(mailed_at=None), name="notice_unmailed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "step", "kind"], name="each_person_once_per_event"),
        ]

    def __str__(self) -> str:
        return self.sentence
