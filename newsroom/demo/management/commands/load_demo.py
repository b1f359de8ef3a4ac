from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.demo import loader, people
from newsroom.environment import kept_secret


class Command(BaseCommand):
    help = "Fills an empty database with the demo newsroom. Does nothing when it is there, or when real data is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-stories", action="store_true", help="Only people, sections and masthead.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: the demo newsroom is loaded only with DEMO=1.")
        password = settings.DEMO_PASSWORD or kept_secret(settings.VAR_DIR / "demo_password", length=9)
        if not loader.is_loaded():
            if not loader.is_empty():
                self.stdout.write("This database holds people or stories already. The demo newsroom is left out.")
                return
            self.stdout.write("Loading the demo newsroom (drawing its photos takes about a minute) …")
            # The demo's people do not exist, so nobody should get mail.
            settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
            loader.load(password=password, with_stories=not options["without_stories"])
        loader.set_password(password)
        self.stdout.write(f"Demo people, password {password}")
        for person in (*people.STAFF, *people.READERS):
            if person.logs_in:
                self.stdout.write(f"  {person.email:22} {person.name} ({person.role or 'reader'})")
