from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article
from articles.models.edition import Edition
from newsroom.frozen import Frozen


class Step(Frozen):
    """The append-only log of the workflow: who did what to a story, when, and with what note."""

    class Verb(models.TextChoices):
        CREATE = "create", _("started")
        EDIT = "edit", _("edited")
        TAKE_OVER = "take-over", _("took over the editing")
        SUBMIT = "submit", pgettext_lazy("step", "submitted")  # the status of the same name is translated differently
        WITHDRAW_SUBMISSION = "withdraw-submission", _("withdrew the submission")
        SEND_BACK = "send-back", _("sent back")
        APPROVE = "approve", pgettext_lazy("step", "approved")
        EMERGENCY = "emergency", _("published in an emergency")
        SECOND_READ = "second-read", _("read as second reader")
        REVISE = "revise", _("opened for an update")
        DISCARD = "discard", _("discarded the update")
        UNSCHEDULE = "unschedule", _("unscheduled")
        RESCHEDULE = "reschedule", pgettext_lazy("step", "gave it another moment")
        RETRACT = "retract", _("retracted")
        DROP = "drop", pgettext_lazy("step", "dropped it")
        TAKE_UP = "take-up", pgettext_lazy("step", "took it up again")
        EMBARGO = "embargo", _("put under embargo")
        LIFT_EMBARGO = "lift-embargo", _("lifted the embargo")
        CONFIRM = "confirm", _("recorded a confirmation")
        WAIVE_CONFIRMATION = "waive-confirmation", _("waived the confirmation")
        ASK_LEGAL = "ask-legal", _("asked for a legal check")
        CLEAR_LEGAL = "clear-legal", _("cleared it legally")
        BUNDLE = "bundle", _("put into a bundle")
        UNBUNDLE = "unbundle", _("taken out of a bundle")
        RELEASE = "release", _("released together with its bundle")
        HOLD = "hold", _("held back with its bundle")

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="steps")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(_("step"), max_length=20, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    from_status = models.CharField(_("from"), max_length=10, choices=Article.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=Article.Status)
    version = models.PositiveIntegerField(_("version"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["article", "-at", "-id"], name="step_of_article"),
            models.Index(fields=["verb", "-id"], name="step_by_verb"),
            # For the few rows of this kind that the front page of the desk asks for.
            models.Index(fields=["article"], condition=models.Q(verb="emergency"), name="step_emergency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.by}"
