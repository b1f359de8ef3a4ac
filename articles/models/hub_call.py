from django.db import models


class HubCall(models.Model):
    """Up to which moment the WebSub hub has been told of our editions. One row."""

    ONLY = 1

    told_until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.told_until)
