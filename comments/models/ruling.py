from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comment import Thread
from newsroom.frozen import Frozen


class Ruling(Frozen):
    """The log of whether a story takes comments: who chose which rule, until when, and why."""

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(_("rule"), max_length=12, choices=Thread.Rule)
    closes_at = models.DateTimeField(_("closes at"), null=True)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("decision about a story's comments")
        verbose_name_plural = _("decisions about stories' comments")
        ordering = ["-at", "-pk"]
        default_permissions = []
        indexes = [models.Index(fields=["article", "-at"], name="ruling_of_story")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_rule_display()}"


class WatchQuerySet(models.QuerySet["Watch"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(at__lte=now).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now))


class Watch(models.Model):
    """A story or reader whose comments the moderators want to see soon. It restricts nobody.

    A row stores who started and who ended it, so it is its own log.
    """

    # PROTECT: it must stay known who was watched and why.
    article = models.ForeignKey(Article, verbose_name=_("story"), on_delete=models.PROTECT, null=True, related_name="+")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reader"), on_delete=models.PROTECT, null=True, related_name="watches"
    )
    why = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ended by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watched story or reader")
        verbose_name_plural = _("watch list")
        ordering = ["-at", "-pk"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=Q(article=None) ^ Q(reader=None), name="watches_a_story_or_a_reader"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="watch_ended_by_somebody",
            ),
            models.UniqueConstraint(fields=["article"], condition=Q(ended_at=None), name="story_watched_once"),
            models.UniqueConstraint(fields=["reader"], condition=Q(ended_at=None), name="reader_watched_once"),
        ]

    def __str__(self) -> str:
        return str(self.reader or self.article_id)
