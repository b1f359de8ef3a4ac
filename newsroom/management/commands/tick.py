import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends what falls due now: mails and reminders. Run it each minute; running it twice does nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        """Call each function in settings.EACH_MINUTE with the current time. If one fails, the others still run.

        It only sends mails and the like: what is visible, due or overdue is a query and needs no tick.
        """
        now = timezone.now()
        failed = []
        for name in settings.EACH_MINUTE:
            try:
                import_string(name)(now=now)
            except Exception:  # any app may fail, for reasons of its own; the others must still run
                log.exception("tick: %s", name)
                failed.append(name)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why; the next tick tries again.")
