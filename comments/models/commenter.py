from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Commenter(models.Model):
    """A user as a commenter. Locking this row makes a user's comments come in one at a time."""

    class Mail(models.TextChoices):
        """How often a user wants mail. Decisions about their comments are on their own page in any case."""

        AT_ONCE = "at-once", _("at once")
        DAILY = "daily", _("once a day, at seven in the morning")
        OFF = "off", _("not at all")

    # CASCADE: meaningless without the person.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="commenter"
    )
    passed = models.PositiveSmallIntegerField(  # counts up to limits.TRUSTED, because nothing depends on more
        _("comments that readers have seen"), default=0
    )

    mail = models.CharField(_("mail about replies"), max_length=10, choices=Mail, default=Mail.OFF)
    # At once by default: Permenkominfo 5/2020 article 10(4) requires that users are told.
    decisions = models.CharField(_("mail about decisions"), max_length=10, choices=Mail, default=Mail.AT_ONCE)

    class Meta:
        verbose_name = _("commenter")
        verbose_name_plural = _("commenters")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.user_id}: {self.passed}"
