from django.db import models

from articles.models.article import Article


class Reads(models.Model):
    """How often a story was read on one day in Jakarta. Written in batches by `articles/reads.py`, never per reader."""

    # CASCADE: a count is meaningless without its story, which cannot be deleted once it has been published.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reads")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        # Covers the ranking of a week: day, story and count are all in the index, so the table is not read.
        indexes = [models.Index(fields=["day", "article", "count"], name="reads_by_day")]
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="reads_once_per_day")]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.day}: {self.count}"
