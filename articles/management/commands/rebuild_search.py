from typing import Any

from django.core.management.base import BaseCommand

from articles.search import rebuild


class Command(BaseCommand):
    help = "Makes the search index anew from the editions. Readers search the old one until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        number = rebuild.rebuild(progress=lambda done: self.stdout.write(f"{done:,} editions"))
        self.stdout.write(self.style.SUCCESS(f"The index holds {number:,} editions."))
