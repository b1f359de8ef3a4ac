"""Users, and what they have agreed to."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.frozen import Frozen


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a user. Addresses are stored in lower case, because people capitalize their own in many ways."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Anybody who can log in: readers and members of the newsroom. The login is the e-mail address."""

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("Someone uses this e-mail address already.")}
    )
    display_name = models.CharField(_("display name"), max_length=60, help_text=_("Shown beside your comments."))
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May log in to the desk."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Switch off instead of deleting a person."))
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["display_name"]
        indexes = [models.Index(fields=["display_name", "-id"], name="person_by_name")]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


def display_name(user: User) -> str:
    """The name in mails and on pages. Never the e-mail address, which must stay private."""
    return user.display_name or str(_("reader"))


class FormerName(models.Model):
    """A former display name, so that moderators recognize somebody who has changed their name."""

    # CASCADE: meaningless without the user, and erased with their data.
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("display name"), max_length=60)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-until", "-pk"]
        default_permissions = []

    def __str__(self) -> str:
        return self.name


class Consent(Frozen):
    """Who agreed to which version of which terms, and when.

    Pedoman Pemberitaan Media Siber 3(c): users must agree to the rules in writing before they submit content.
    The hash proves what the text was that day, even if the policy row were lost.
    """

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="consents")
    policy = models.ForeignKey(
        "duties.Policy", verbose_name=_("policy"), on_delete=models.PROTECT, related_name="consents"
    )
    version = models.PositiveIntegerField(_("version"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    accepted_at = models.DateTimeField(_("accepted at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [models.UniqueConstraint(fields=["user", "policy"], name="one_consent_per_person_and_text")]

    def __str__(self) -> str:
        return f"{self.user} · {self.policy}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> "ErasureQuerySet":
        return self.filter(done_at__isnull=True, cancelled_at__isnull=True)


class Erasure(models.Model):
    """A request to erase an account: when it was made, when it is due, and what became of it."""

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="erasures")
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("due at"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_erasure_per_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="erasure_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.due_at}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.cancelled_at is None
