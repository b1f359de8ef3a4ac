from django.db import models


class PrintedMonth(models.Model):
    """How many stories were first published in a month, and when the newest of their editions begins: for the sitemap.

    A sum of what the editions say, and no record: articles.printed writes it with each edition, and can write it anew.
    """

    month = models.DateField(primary_key=True)  # its first day, in Jakarta
    stories = models.PositiveIntegerField()  # retracted and scheduled ones too
    changed_at = models.DateTimeField()  # may be still to come, where an edition is scheduled

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.stories}"
