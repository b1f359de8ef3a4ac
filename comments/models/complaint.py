from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.decision import Decision


class Urgency(models.TextChoices):
    """How far the deadline of a complaint has come. Nights, Sundays and holidays count."""

    CALM = "calm", _("in time")
    AMBER = "amber", _("a day has passed")
    RED = "red", _("8 hours left")
    ESCALATED = "escalated", _("with the managing editors")
    WITHHELD = "withheld", _("out of sight until decided")
    OVERDUE = "overdue", _("overdue")


# Pedoman Pemberitaan Media Siber 3(f): as soon as possible, at the latest 2×24 hours after receiving the complaint.
DEADLINE = timedelta(hours=48)
WITHHELD_AFTER = timedelta(hours=47)  # the comment is hidden an hour before the medium becomes liable (3h)
BEGINS = {
    Urgency.AMBER: timedelta(hours=24),
    Urgency.RED: timedelta(hours=40),
    Urgency.ESCALATED: timedelta(hours=44),
    Urgency.WITHHELD: WITHHELD_AFTER,
    Urgency.OVERDUE: DEADLINE,
}


def urgency(due_at: datetime, now: datetime) -> Urgency:
    """How urgent this deadline is now."""
    passed = now - (due_at - DEADLINE)
    return max(
        (level for level, begins in BEGINS.items() if passed >= begins), key=BEGINS.__getitem__, default=Urgency.CALM
    )


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def about(self, comment: Comment) -> Self:
        return self.filter(comment=comment)

    def waiting_since(self, moment: datetime) -> Self:
        """Undecided and received at or before this moment, oldest first."""
        return self.open().filter(received_at__lte=moment).order_by("received_at", "pk")

    def due_between(self, begin: datetime, end: datetime) -> Self:
        """Those whose 2×24 hours ended in this interval, excluding its end."""
        return self.filter(received_at__gte=begin - DEADLINE, received_at__lt=end - DEADLINE)

    def in_time(self) -> Self:
        """Decided within 2×24 hours."""
        return self.filter(decided_at__lte=F("received_at") + DEADLINE)


class Complaint(models.Model):
    """A complaint about a comment, and what became of it. Anybody may complain, logged in or not.

    It is self-contained: `quoted` is the comment as it was that day, so that the file is complete even if the comment
    is changed or deleted, or either account is gone. Only `complaints` and `moderation` write here.
    """

    class Speaker(models.TextChoices):
        """Whom it is about. MK 105/PUU-XXII/2024: only people have honour to defend, not institutions."""

        SELF = "self", _("me")
        OTHER = "other", _("somebody else, or the public")
        INSTITUTION = "institution", _("an institution, a company or a group")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("the comment was taken out of sight")
        REFUSED = "refused", _("the comment stays")
        GONE = "gone", _("its author had deleted the comment")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="complaints")
    quoted = models.TextField(_("comment on that day"))
    reason = models.CharField(_("what is wrong"), max_length=15, choices=Decision.Reason)
    words = models.TextField(_("explanation"), blank=True)
    speaker = models.CharField(_("about whom"), max_length=12, choices=Speaker, default=Speaker.OTHER)
    # SET_NULL: a complaint outlives the account of the complainant.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("complainant"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="complaints",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    device = models.CharField(_("device, as a keyed hash"), max_length=64, blank=True)  # if there is no account
    weight = models.FloatField(_("weight"))
    is_trusted = models.BooleanField(_("from a trusted reader"), default=False)
    withholds = models.BooleanField(_("may put the comment out of sight"), default=True)
    received_at = models.DateTimeField(_("received at"))
    escalated_at = models.DateTimeField(_("escalated at"), null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-received_at", "-pk"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(outcome=""), name="complaint_waiting"),
            models.Index(fields=["device", "-received_at"], name="complaint_of_device"),
            models.Index(fields=["by", "-received_at"], name="complaint_of_person"),
            models.Index(fields=["comment", "-received_at"], name="complaint_about_comment"),
            models.Index(fields=["decided_at"], name="complaint_by_decision_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "device"], condition=~Q(device=""), name="one_complaint_per_device"
            ),
            models.UniqueConstraint(
                fields=["comment", "by"], condition=Q(by__isnull=False), name="one_complaint_per_person"
            ),
            models.CheckConstraint(condition=Q(outcome="") ^ Q(decided_at__isnull=False), name="decided_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("complaint_status", args=[self.number])

    @property
    def due_at(self) -> datetime:
        return self.received_at + DEADLINE

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def is_in_time(self) -> bool:
        """For a decided complaint: whether it was answered within 2×24 hours."""
        return bool(self.decided_at and self.decided_at <= self.due_at)


class Case(models.Model):
    """Deadline, weight and claim of a comment that somebody has complained about or is judging.

    At most one row per comment, which threads join. `withheld_from` is the moment from which the comment is hidden
    while there is no decision: no job hides it, every query compares it with the current time.
    """

    # CASCADE: meaningless without its comment, which cannot be deleted once there is a complaint.
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, primary_key=True, related_name="case")
    due_at = models.DateTimeField(_("deadline"), null=True)
    weight = models.FloatField(_("weight of its complaints"), default=0)
    withheld_from = models.DateTimeField(_("out of sight from"), null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("being read by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    claimed_until = models.DateTimeField(_("claimed until"), null=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = []
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="case_by_deadline"),
            models.Index(fields=["withheld_from"], condition=Q(withheld_from__isnull=False), name="case_withheld"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.due_at}"

    def is_claimed(self, now: datetime) -> bool:
        """Whether a moderator is reading it right now."""
        return bool(self.claimed_by_id and self.claimed_until and self.claimed_until > now)

    def urgency(self, now: datetime) -> Urgency:
        return urgency(self.due_at, now) if self.due_at else Urgency.CALM
