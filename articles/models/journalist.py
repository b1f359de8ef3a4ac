from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class BylineRole(models.TextChoices):
    """What somebody did for a story. Editors are not entered by hand: the editor is whoever approved the edition."""

    WRITER = "writer", _("writer")
    CONTRIBUTOR = "contributor", _("contributor")
    PHOTOGRAPHER = "photographer", _("photographer")
    TRANSLATOR = "translator", _("translator")
    EDITOR = "editor", _("editor")


class Journalist(models.Model):
    """The public profile of somebody who writes, edits or photographs, with or without a login."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    position = models.CharField(
        _("position"), max_length=80, blank=True, help_text=_("For example: Reporter, Semarang")
    )
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        "articles.Photo", verbose_name=_("portrait"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("log-in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="journalist",
    )

    class Meta:
        verbose_name = _("journalist")
        verbose_name_plural = _("journalists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("journalist", args=[self.slug])
