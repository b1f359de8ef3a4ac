from django.conf import settings
from django.db import models

from articles.models.article import Article


class Presence(models.Model):
    """Somebody has a story open for writing. One row per window, which keeps it alive; silent rows are ignored."""

    # CASCADE: only about the present; meaningless without the story or the person.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sheet = models.UUIDField()
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="presence_by_time")]
        constraints = [models.UniqueConstraint(fields=["article", "user", "sheet"], name="presence_once_per_sheet")]

    def __str__(self) -> str:
        return f"{self.user} · {self.article_id}"
