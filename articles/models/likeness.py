from django.db import models

from articles.models.article import Article


class Likeness(models.Model):
    """How similar two stories are; one row for each direction.

    Derived data: related.remember rewrites it whenever an edition is frozen. Whether readers may see the other story
    is checked when it is shown.
    """

    # CASCADE: meaningless without either story.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["article", "-score"], name="likeness_best_first")]
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="likeness_once_per_pair")]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}: {self.score:.2f}"
