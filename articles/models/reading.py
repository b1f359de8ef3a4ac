from django.conf import settings
from django.db import models

from articles.models.article import Article


class Reading(models.Model):
    """Which version of a story somebody last read on its approval page, and which one before that.

    The one before is kept so that reloading the page still shows what is new.
    """

    # CASCADE: a bookmark, meaningless without the story or the person.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    before = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="one_bookmark_per_reader")]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"
