"""The hours without a moderator, as the newsroom has set them."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def is_night(now: datetime) -> bool:
    """Whether no moderator is awake at this moment; never if settings.COMMENT_NIGHT is not set."""
    if settings.COMMENT_NIGHT is None:
        return False
    begins, ends = settings.COMMENT_NIGHT
    clock = timezone.localtime(now).time()
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends
