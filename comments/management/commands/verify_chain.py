from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments import ledger
from comments.models import ChainHead


class Command(BaseCommand):
    help = "Checks the chain of evidence from its first link to its last. Fails with a line for each break."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the newest hash: kept outside the database, it proves later that nothing before it was rewritten."""
        found = list(ledger.breaks())
        if found:
            raise CommandError("The chain of evidence is broken.\n" + "\n".join(found))
        head = ChainHead.objects.get()
        self.stdout.write(f"The chain holds: {head.number} links. Newest hash: {head.sha256}")
