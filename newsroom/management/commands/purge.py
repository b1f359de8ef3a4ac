from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string

MOST = 10_000  # rows of a kind in one night: what is left goes the next night, and no table is locked for long


class Command(BaseCommand):
    help = "Takes what has been kept for long enough (settings.RETENTION). Run it every night; twice does nothing more."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for name in settings.RETENTION:
            for kind, rows in import_string(f"{name}.purge")(now=now, most=MOST).items():
                self.stdout.write(f"{name}: {kind}: {rows}")
        call_command("clearsessions")
