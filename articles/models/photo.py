from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Photo(models.Model):
    """An image with its caption, credit and rights. Created by `photos.take_in`, which also makes the renditions.

    `renditions` maps a crop (full, wide, standard, square) to a list of [width, height, file name], widest first. File
    names contain a hash of their content, so files never change and editions may store the names. All files of a photo
    are in one folder, which is also part of `original`, so that a URL leads back to its photo.
    """

    class Licence(models.TextChoices):
        """The right by which the newsroom uses it."""

        OWN = "own", _("own photo")
        AGENCY = "agency", _("agency")
        HANDOUT = "handout", _("handout")
        PERMISSION = "permission", _("with the owner's permission")
        CREATIVE_COMMONS = "cc", _("Creative Commons")
        PUBLIC_DOMAIN = "public-domain", _("public domain")

    alt = models.CharField(
        _("alternative text"), max_length=250, help_text=_("What is to be seen, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=120, help_text=_("For example: Namamedia.com/Melati Sihombing"))
    ai_tool = models.CharField(
        _("made with AI"),
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Only for a picture that was made or altered with artificial intelligence: with which application. Readers "
            "see it beside the credit (Peraturan Dewan Pers 1/2025, article 5). Empty for photos."
        ),
    )
    licence = models.CharField(_("licence"), max_length=15, choices=Licence, default=Licence.OWN)
    expires_on = models.DateField(
        _("may be used until"),
        null=True,
        blank=True,
        help_text=_("The last day. After it no story may show it."),
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True, editable=False)
    focal_x = models.FloatField(_("focal point, across"), default=0.5, validators=_FRACTION)
    focal_y = models.FloatField(_("focal point, down"), default=0.5, validators=_FRACTION)
    original = models.CharField(_("original file"), max_length=120, editable=False, db_index=True)
    sha256 = models.CharField(_("SHA-256 of the file sent"), max_length=64, editable=False, db_index=True)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    renditions = models.JSONField(_("renditions"), default=dict, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="photo_latest")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(alt=""), name="photo_has_alternative_text"),
            models.CheckConstraint(condition=~models.Q(credit=""), name="photo_has_credit"),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt

    @property
    def credit_line(self) -> str:
        """The credit as printed. It says so if the picture is no photo: Peraturan Dewan Pers 1/2025, article 5."""
        if not self.ai_tool:
            return self.credit
        return gettext("%(credit)s, made with artificial intelligence (%(tool)s)") % {
            "credit": self.credit,
            "tool": self.ai_tool,
        }
