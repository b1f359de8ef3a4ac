from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.step import Step
from articles.querysets import PreviewLinkQuerySet
from newsroom.frozen import Frozen


class PreviewLink(Frozen):
    """A temporary link to a working copy for somebody without an account: a lawyer, an expert, a source.

    Only the hash of its token is stored, so that a leaked database opens no drafts. Whether it still works is a query
    (`alive`), not a state that has to be updated. Created by `preview_links.make`.
    """

    MARKS = ("opened", "last_opened_at", "revoked_at", "revoked_by_id")
    # Each of these ends the round of work for which a link was made.
    ENDED_BY = (
        Step.Verb.WITHDRAW_SUBMISSION,
        Step.Verb.SEND_BACK,
        Step.Verb.APPROVE,
        Step.Verb.EMERGENCY,
        Step.Verb.DISCARD,
        Step.Verb.UNSCHEDULE,
        Step.Verb.RETRACT,
        Step.Verb.DROP,
    )

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="preview_links"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_for = models.CharField(_("for whom"), max_length=80, help_text=_("For example: our lawyer"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    newest_step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    opened = models.PositiveIntegerField(_("times opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("revoked by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=~models.Q(made_for=""), name="a_preview_link_is_for_somebody"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="a_preview_link_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_for} · {self.made_by}"
