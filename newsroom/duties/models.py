"""What the law and the press council require a medium to publish: who is responsible, and by which rules."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.duties import texts
from newsroom.frozen import Frozen


class PolicyQuerySet(models.QuerySet["Policy"]):
    def current(self, kind: "Policy.Kind", *, at: datetime | None = None) -> "Policy":
        """The text of this kind that is in force at a moment. One query; Policy.DoesNotExist if there is none yet."""
        return self.filter(kind=kind, in_force_from__lte=at or timezone.now()).latest("in_force_from", "version")

    def published(self, kind: "Policy.Kind", *, at: datetime | None = None) -> "PolicyQuerySet":
        """The texts of this kind that are or were in force at a moment, the one in force first."""
        return self.filter(kind=kind, in_force_from__lte=at or timezone.now()).order_by("-in_force_from", "-version")


class Policy(Frozen):
    """One version of a text that the medium publishes about itself.

    A new wording is a new row: people agreed to the old one.
    """

    class Kind(models.TextChoices):
        COMMENT_TERMS = "comment-terms", _("comment terms")
        PRIVACY = "privacy", _("privacy policy")
        CYBER_MEDIA = "cyber-media", _("cyber media guidelines")
        RIGHT_OF_REPLY = "right-of-reply", _("right of reply")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"), help_text=_("HTML: p, h2, h3, ul, ol, li, strong, em, a."))
    in_force_from = models.DateTimeField(_("in force from"), default=timezone.now)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_policy_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise ValidationError(_("A published text is not changed. Add a new version."))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"duties:{self.kind}")

    @property
    def opening(self) -> str:
        """The first paragraph as plain text, for search engines and link previews."""
        return texts.first_paragraph(self.body)

    def clean(self) -> None:
        """Clean the text, and set the next version number of its kind."""
        super().clean()
        self.body = texts.clean(self.body)
        if not self.body:
            raise ValidationError({"body": _("The text is empty.")})
        latest = Policy.objects.filter(kind=self.kind).order_by("version").last()
        if latest and self.in_force_from < latest.in_force_from:
            sentence = _("A new version cannot come into force before the one it replaces.")
            raise ValidationError({"in_force_from": sentence})
        self.version = latest.version + 1 if latest else 1

    @property
    def sha256(self) -> str:
        return sha256(self.body.encode()).hexdigest()


class Masthead(models.Model):
    """Who publishes this medium and is responsible for it, which UU 40/1999 (article 12) requires to be public.

    A single row. `positions` has one "function: name" per line, in printed order.
    """

    ONLY = 1  # the only primary key; see the constraint below

    legal_entity = models.CharField(_("legal entity"), max_length=120)
    address = models.TextField(_("address"))
    email = models.EmailField(_("e-mail of the newsroom"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    person_in_charge = models.CharField(_("person in charge"), max_length=120)
    editor_in_chief = models.CharField(_("editor-in-chief"), max_length=120)
    positions = models.TextField(_("further positions"), blank=True, help_text=_("One a line, as “Function: Name”."))
    press_council_number = models.CharField(_("press council verification"), max_length=60, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("masthead")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_masthead")]

    def __str__(self) -> str:
        return self.legal_entity

    def clean(self) -> None:
        super().clean()
        if any(":" not in line for line in self.positions.splitlines() if line.strip()):
            raise ValidationError({"positions": _("Write each line as “Function: Name”.")})

    @property
    def phone_address(self) -> str:
        """The phone number in the form of a tel: link."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def position_list(self) -> list[tuple[str, str]]:
        """The further positions as (function, name), in printed order."""
        lines = (line.partition(":") for line in self.positions.splitlines() if line.strip())
        return [(function.strip(), name.strip()) for function, _colon, name in lines]
