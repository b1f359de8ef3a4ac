from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.frozen import Frozen


class TermQuerySet(models.QuerySet["Term"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))


class Term(models.Model):
    """A word or phrase that the pipeline looks for in every text, in all its disguises.

    Terms are looked up by `key`, not matched as patterns: a list of any length costs one query, and no entry can make
    the site slow. Only `terms` writes here.
    """

    class Action(models.TextChoices):
        HOLD = "hold", _("hold for a moderator")
        REFUSE = "refuse", _("refuse")

    phrase = models.CharField(_("word or phrase"), max_length=100)
    key = models.CharField(max_length=200, unique=True, editable=False)
    action = models.CharField(_("action"), max_length=10, choices=Action, default=Action.HOLD)
    note = models.CharField(_("note"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    hits = models.PositiveIntegerField(_("hits"), default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("added at"))

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("listed word")
        verbose_name_plural = _("listed words")
        ordering = ["phrase"]
        default_permissions = ["view"]
        permissions = [("keep_terms", _("Can change the listed words"))]

    def __str__(self) -> str:
        return self.phrase

    def has_expired(self, now: datetime) -> bool:
        return bool(self.expires_at and self.expires_at <= now)


class TermChange(Frozen):
    """The log of the list: who added, changed or removed a word, and when."""

    class Act(models.TextChoices):
        ADD = "add", _("listed")
        CHANGE = "change", _("changed")
        RETIRE = "retire", _("taken off")

    term = models.ForeignKey(Term, verbose_name=_("listed word"), on_delete=models.PROTECT, related_name="changes")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    # The word as it was after the change.
    action = models.CharField(_("action"), max_length=10, choices=Term.Action)
    note = models.CharField(_("note"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change of a listed word")
        verbose_name_plural = _("changes of listed words")
        ordering = ["-at", "-pk"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.term_id} · {self.get_act_display()}"
