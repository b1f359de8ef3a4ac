from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from newsroom.frozen import Frozen


class Confirmation(Frozen):
    """One attempt to hear somebody whom a story may harm: who was asked, when, how, and with what result.

    Pedoman Pemberitaan Media Siber 2(a, b) requires that a report that may harm somebody is verified in the same
    report. Attempts without an answer are kept too, as proof that the newsroom tried.
    """

    class Channel(models.TextChoices):
        IN_PERSON = "in-person", _("in person")
        PHONE = "phone", _("by telephone")
        MESSAGE = "message", _("by message (WhatsApp, SMS …)")
        MAIL = "mail", _("by e-mail")
        LETTER = "letter", _("by letter")

    class Result(models.TextChoices):
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("declined to comment")
        NO_ANSWER = "no-answer", _("did not answer")

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="confirmations"
    )
    party = models.CharField(_("who was asked"), max_length=120, help_text=_("Name and position."))
    asked_at = models.DateTimeField(_("asked at"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    note = models.TextField(_("what was said"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-asked_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(party=""), name="somebody_was_asked")]

    def __str__(self) -> str:
        return f"{self.party} · {self.get_result_display()}"
