from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class FormerAddress(models.Model):
    """An address that a story had in another system. It redirects to the story, wherever that is now."""

    LONGEST = 500  # characters

    # CASCADE: part of its article, which itself cannot be deleted once it has an edition.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_addresses")
    path = models.CharField(_("former address"), max_length=LONGEST, unique=True)  # as `moved.known_as` writes it

    class Meta:
        verbose_name = _("former address of a story")
        verbose_name_plural = _("former addresses of stories")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
