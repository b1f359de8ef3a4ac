from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from newsroom.frozen import Frozen


class Record(Frozen):
    """A link of the chain of evidence: a hash over what happened and over the previous link.

    It contains no texts and no names, only ids, codes, times and hashes. So personal data can be erased where it is
    stored, and the chain still proves what was done in which order, and that nothing was inserted.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision")
        SANCTION = "sanction", _("sanction")
        COMPLAINT = "complaint", _("complaint received")
        ANSWER = "answer", _("complaint answered")
        ESCALATION = "escalation", _("complaint passed on to the managing editors")
        WITHHELD = "withheld", _("out of sight until decided")
        APPEAL = "appeal", _("appeal received")
        VERDICT = "verdict", _("appeal decided")
        ERASURE = "erasure", _("account erased")
        HOLD = "hold", _("kept as evidence")
        RELEASE = "release", _("evidence released")

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    row = models.PositiveBigIntegerField(_("row"))
    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, null=True, related_name="records"
    )
    content = models.JSONField(_("content"))
    at = models.DateTimeField(_("at"))
    previous = models.CharField(_("hash of the row before"), max_length=64)
    sha256 = models.CharField(_("hash of this row"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("chain of evidence")
        ordering = ["-number"]
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="entered_once")]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_kind_display()}"


class ChainHead(models.Model):
    """The end of the chain. Lock this row before adding a link, so that no two links follow the same one."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("end of the chain")
        verbose_name_plural = _("end of the chain")
        default_permissions = []
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_chain")]

    def __str__(self) -> str:
        return str(self.number)
