from typing import Any

from django.core.management.base import BaseCommand

from articles import related


class Command(BaseCommand):
    help = "Finds what belongs together among the live stories of which that is not known yet, such as imported ones."

    def handle(self, *args: Any, **options: Any) -> None:
        number = related.catch_up(progress=lambda done: self.stdout.write(f"{done:,} stories"))
        self.stdout.write(self.style.SUCCESS(f"{number:,} stories compared."))
