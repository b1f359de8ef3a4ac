import logging
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

MOST = 10_000  # rows per kind and night, so that no table is locked for long; the next night takes the rest


class Command(BaseCommand):
    help = "Takes what has been kept for long enough (settings.RETENTION). Run it every night; twice does nothing more."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each purge on its own, so that one that fails does not keep the others from deleting."""
        now, failed = timezone.now(), []
        for name in settings.RETENTION:
            try:
                purged = import_string(f"{name}.purge")(now=now, most=MOST)
            except Exception:  # any app may fail, for reasons of its own; the others must still run
                log.exception("purge: %s", name)
                failed.append(name)
                continue
            for kind, rows in purged.items():
                self.stdout.write(f"{name}: {kind}: {rows}")
        call_command("clearsessions")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why; the next night tries again.")
