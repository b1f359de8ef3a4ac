from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.passages import TELLS_SURELY, Passage
from articles.querysets import RemarkQuerySet
from newsroom.frozen import Frozen


class Remark(Frozen):
    """A remark by a member of the desk on a story: on a passage, a field, or the whole story.

    The passage is stored as a quote outside the text, so that no remark can reach a reader. A remark is never changed,
    except for whether it is resolved, and `RemarkAct` records who resolved or reopened it.
    """

    MARKS = ("resolved_at", "resolved_by_id")

    class Place(models.TextChoices):
        STORY = "story", _("the whole story")
        HEADLINE = "headline", _("headline")
        DECK = "deck", _("deck")
        LEAD_PHOTO = "lead_photo", _("lead photo")
        SOURCES = "sources", _("sources")
        BODY = "body", _("passage of the text")

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="remarks")
    place = models.CharField(_("about"), max_length=10, choices=Place)
    quote = models.TextField(_("quote"), blank=True)  # the passage or the field as it was then
    prefix = models.CharField(max_length=40, blank=True)
    suffix = models.CharField(max_length=40, blank=True)
    block = models.PositiveIntegerField(default=0)
    rivals = models.PositiveIntegerField(default=0)
    paragraph = models.TextField(blank=True)  # the whole block that contained the quote, to compare then and now
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("remark"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("resolved by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["at", "pk"]
        default_permissions = []
        indexes = [models.Index(fields=["article", "at", "id"], name="remark_of_article")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="a_remark_says_something"),
            models.CheckConstraint(
                condition=~models.Q(place="body") | (~models.Q(quote="") & ~models.Q(paragraph="")),
                name="a_remark_on_a_passage_quotes_it",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="somebody_resolved_the_remark",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def passage(self) -> Passage | None:
        """The passage to look for in a text; None if the remark is not about one."""
        if self.place != self.Place.BODY:
            return None
        return Passage(self.quote, self.prefix, self.suffix, self.block, self.rivals, TELLS_SURELY)


class RemarkAct(Frozen):
    """The append-only log of a remark: who answered, resolved or reopened it, when, and with what words."""

    class Verb(models.TextChoices):
        ANSWER = "answer", _("answered")
        RESOLVE = "resolve", _("resolved")
        REOPEN = "reopen", _("reopened")

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="acts")
    verb = models.CharField(_("step"), max_length=10, choices=Verb)
    text = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer to a remark")
        verbose_name_plural = _("answers to remarks")
        ordering = ["at", "pk"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verb="answer") | ~models.Q(text=""), name="an_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.by}"
