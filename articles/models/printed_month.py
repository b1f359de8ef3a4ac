from django.db import models


class PrintedMonth(models.Model):
    """How many stories were first published in a month, and when the newest of their editions starts: for the sitemap.

    Derived data: articles.printed updates it with each edition, and can recompute it.
    """

    month = models.DateField(primary_key=True)  # its first day, in Jakarta
    stories = models.PositiveIntegerField()  # retracted and scheduled ones too
    changed_at = models.DateTimeField()  # in the future if an edition is scheduled

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.stories}"
