from django.db import models


class HubCall(models.Model):
    """The moment up to which the WebSub hub has been notified of our editions. A single row."""

    ONLY = 1

    told_until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.told_until)
