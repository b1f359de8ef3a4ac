from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# First path segments of other pages, which a section with such a slug would clash with.
RESERVED_SLUGS = frozenset(
    (
        "admin",
        "akun",
        "atom",
        "cari",
        "foto",
        "hak-jawab",
        "healthz",
        "indeks",
        "kebijakan-privasi",
        "ketentuan-komentar",
        "komentar",
        "lapor",
        "luring",
        "media",
        "pedoman-media-siber",
        "pencabutan",
        "pratinjau",
        "penulis",
        "ralat",
        "redaksi",
        "rss",
        "static",
        "terbaca",
        "terpopuler",
        "topik",
        "transparansi",
    )
)


def refuse_reserved_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is the address of another page. Choose another one."), params={"slug": slug}
        )


class Section(models.Model):
    """A section of the paper, with its position in the navigation and the time zone of its desk."""

    class Clock(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(_("address"), max_length=40, unique=True, validators=[refuse_reserved_slug])
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    time_zone = models.CharField(
        _("time zone"),
        max_length=20,
        choices=Clock,
        default=Clock.WIB,
        help_text=_("In which the times of its stories are printed."),
    )
    desk = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("editors of this section"),
        blank=True,
        related_name="sections",
        help_text=_("They are told when a story of this section is submitted. With none chosen, all editors are."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class FormerSlug(models.Model):
    """A slug that a section used to have, here or in another system. It redirects to the current one."""

    # CASCADE: part of its section, which cannot be deleted once it has a story.
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(_("former address"), max_length=40, unique=True, validators=[refuse_reserved_slug])

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        if Section.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A section has this address now.")})
