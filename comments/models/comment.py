from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import text
from comments.querysets import CommentQuerySet


class Comment(models.Model):
    """A comment on a story, or a reply to another comment. Plain text.

    `state` is changed by `states.move` only. `place` says whether and where readers find it, or a note in its place.
    `parent` is the comment that it replies to, and `root` the one at the top of its thread (None for a root): only two
    levels are shown, whatever the depth of the replies.

    `decision` is the newest row of the log about this comment, so that a thread shows reasons without more queries.
    `submission` identifies the form it was sent with: the same form sent twice is one comment.
    """

    class State(models.TextChoices):
        VISIBLE = "visible", _("visible")  # to everybody, not yet read by a moderator
        APPROVED = "approved", _("approved")  # visible, and read by a moderator
        HELD = "held", _("waiting")  # visible only to its author and the moderators
        HIDDEN = "hidden", _("hidden")  # by a moderator's decision
        DELETED = "deleted", _("deleted")  # by its author

    PUBLIC = (State.VISIBLE, State.APPROVED)

    class Place(models.IntegerChoices):
        """A single column, so that one index leads to the roots of a story and another to the replies of a root."""

        NOWHERE = 0, _("nowhere")  # never seen by readers
        ROOT = 1, _("under the story")
        REPLY = 2, _("under a comment")

    class Voice(models.TextChoices):
        """In which role somebody writes; stored as it was when the comment was sent."""

        READER = "reader", _("Reader")
        NEWSROOM = "newsroom", "Redaksi"
        WRITER = "writer", "Penulis"

    class HeldFor(models.TextChoices):
        """Why a comment waits for moderation, in words for its author."""

        PREMODERATED = "premoderated", _("every comment on this story is read before it appears")
        SANCTION = "sanction", _("your comments are read before they appear, by a decision of the moderators")
        TERM = "term", _("it has a word that a moderator looks at first")
        ADVERTISING = "advertising", _("it reads like an advertisement")
        CONTACT = "contact", _("it has a telephone number, a short link or a personal number")
        LINKS = "links", _("it has more links than usual")
        NEWCOMER = "newcomer", _("the first two comments of every reader are read before they appear")
        RECORD = "record", _("several of your comments were hidden in the last days")
        NIGHT = "night", _("no moderator is here at night")

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("commenter"), on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("in answer to"), on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    root = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VISIBLE, editable=False)
    place = models.PositiveSmallIntegerField(_("place"), choices=Place, default=Place.NOWHERE, editable=False)
    held_for = models.CharField(_("held for"), max_length=15, choices=HeldFor, blank=True, editable=False)
    voice = models.CharField(_("speaks for"), max_length=10, choices=Voice, default=Voice.READER, editable=False)
    decision = models.ForeignKey(
        "comments.Decision",
        verbose_name=_("last decision"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    submission = models.UUIDField(_("submission"), editable=False)
    created_at = models.DateTimeField(_("sent at"))
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)
    picked_at = models.DateTimeField(_("picked at"), null=True, editable=False)  # Pilihan Redaksi
    answer = models.ForeignKey(  # the newsroom's reply that is shown first
        "self", verbose_name=_("answer"), on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Updated in the transactions that change them, so that showing a page counts nothing.
    agreed = models.PositiveIntegerField(_("agreed"), default=0, editable=False)
    replies = models.PositiveIntegerField(
        _("replies"), default=0, editable=False
    )  # all below a root; direct ones otherwise
    heat = models.BigIntegerField(_("heat"), default=0, editable=False)  # see heat.py

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        default_permissions = ["view"]
        permissions = [("moderate_comment", _("Can hide comments and show them again"))]
        indexes = [
            models.Index(fields=["article", "place", "-created_at", "-id"], name="comment_thread"),
            models.Index(fields=["article", "place", "-heat", "-id"], name="comment_hottest"),
            models.Index(fields=["article", "place", "-replies", "-id"], name="comment_most_replied"),
            models.Index(fields=["root", "place", "created_at", "id"], name="comment_replies"),
            models.Index(
                fields=["article", "-picked_at"], name="comment_picked", condition=models.Q(picked_at__isnull=False)
            ),
            models.Index(fields=["author", "-created_at"], name="comment_by_author"),
            models.Index(fields=["state", "-created_at", "-id"], name="comment_by_state"),
            models.Index(fields=["-created_at", "-id"], name="comment_latest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "submission"], name="one_comment_per_submission"),
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=~models.Q(state="hidden") | models.Q(decision__isnull=False), name="hidden_by_a_decision"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["visible", "approved"]) | ~models.Q(place=0),
                name="what_readers_see_has_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None, root=None) | models.Q(parent__isnull=False, root__isnull=False),
                name="an_answer_has_a_root",
            ),
            models.CheckConstraint(condition=~models.Q(place=1) | models.Q(root=None), name="a_root_answers_nobody"),
            models.CheckConstraint(
                condition=~models.Q(place=2) | models.Q(root__isnull=False), name="a_reply_answers_somebody"
            ),
        ]

    def __str__(self) -> str:
        return text.excerpt(self.text)

    def get_absolute_url(self) -> str:
        """The page that starts with this comment: a permalink, however many follow and whatever becomes of it."""
        if self.root_id:
            return f"{reverse('comment_replies', args=[self.root_id])}?mulai={self.pk}#{self.anchor}"
        return f"{reverse('comment_thread', args=[self.article_id])}?mulai={self.pk}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"komentar-{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_hidden(self) -> bool:
        return self.state == self.State.HIDDEN

    @property
    def is_deleted(self) -> bool:
        return self.state == self.State.DELETED

    @property
    def fingerprint(self) -> str:
        """Changes with every decision and edit, to detect that somebody else was faster."""
        return f"{self.decision_id or 0}.{int(self.edited_at.timestamp() * 1000) if self.edited_at else 0}"

    @property
    def is_withheld(self) -> bool:
        """Whether it is hidden because a complaint has gone unanswered for too long. Join `case` first."""
        case = getattr(self, "case", None)
        return bool(case and case.withheld_from and case.withheld_from <= timezone.now())

    @property
    def is_shown(self) -> bool:
        """Whether readers see its text: it is public and not withheld."""
        return self.is_public and not self.is_withheld

    @property
    def html(self) -> SafeString:
        """The text as readers see it: empty if it is not shown."""
        return self.own_html if self.is_shown else SafeString("")

    @property
    def own_html(self) -> SafeString:
        """The text for its author and the moderators, who may see it in every state."""
        return text.render(self.text)


class Thread(models.Model):
    """The comment counts of a story, and whether it takes comments.

    `shown` and `version` are updated in the transaction of each verb; `version` with every change that readers can see.
    """

    class Rule(models.TextChoices):
        """Whether a story takes comments. AUTOMATIC and PREMODERATED close by themselves, the others stay as set."""

        AUTOMATIC = "automatic", _("open, closes by itself")
        OPEN = "open", _("open until somebody closes it")
        PREMODERATED = "premoderated", _("each comment waits for a moderator; closes by itself")
        CLOSED = "closed", _("closed; what was said stays")
        NEVER = "never", _("no comments on this story")

    # CASCADE: meaningless without its article, which cannot be deleted while it has comments.
    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="thread")
    shown = models.PositiveIntegerField(_("visible comments"), default=0)
    version = models.PositiveIntegerField(_("version"), default=0)
    picks = models.PositiveIntegerField(_("picks"), default=0)  # ever made; 0 saves a query for them
    rule = models.CharField(_("rule"), max_length=12, choices=Rule, default=Rule.AUTOMATIC)
    closes_at = models.DateTimeField(_("closes at"), null=True)  # set by a person; wins over the story's age

    class Meta:
        verbose_name = _("comments of a story")
        verbose_name_plural = _("comments by story")
        default_permissions = []
        permissions = [("rule_thread", _("Can decide whether a story takes comments"))]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.shown}"

    @property
    def mark(self) -> str:
        """The rule with its end: if it differs from the one on a form, somebody has changed it meanwhile."""
        return f"{self.rule} {self.closes_at.isoformat()}" if self.closes_at else self.rule

    def rule_in_words(self, now: datetime) -> str:
        """The rule in words for the desk, with the end that somebody has set."""
        rule = capfirst(self.get_rule_display())
        if self.closes_at is None:
            return f"{rule}."
        when = timezone.localtime(self.closes_at).strftime("%d/%m/%Y %H.%M")
        if self.closes_at <= now:
            return gettext("Closed since %(when)s WIB; what was said stays.") % {"when": when}
        return gettext("%(rule)s. Set to close at %(when)s WIB.") % {"rule": rule, "when": when}
