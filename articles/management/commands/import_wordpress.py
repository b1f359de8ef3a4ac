from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import permissions
from articles.wordpress.export import Export, NotAnExport
from articles.wordpress.importing import Import
from newsroom.accounts.models import User

TOLD_EVERY = 100  # posts


class Command(BaseCommand):
    help = "Imports the posts of a WordPress site from its export files. Can be repeated: see docs/wordpress.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.xml", help="from Tools → Export")
        parser.add_argument("--reporter", required=True, metavar="EMAIL", help="the account that submits the stories")
        parser.add_argument("--editor", required=True, metavar="EMAIL", help="the account that approves them")
        parser.add_argument("--uploads", type=Path, metavar="FOLDER", help="a copy of wp-content/uploads, for photos")
        parser.add_argument("--credit", required=True, help="printed with photos whose caption does not name anybody")

    def handle(self, *args: Any, **options: Any) -> None:
        reporter, editor = self._person(options["reporter"]), self._person(options["editor"])
        if reporter == editor:
            raise CommandError("Two accounts are needed: nobody approves their own stories here.")
        if not permissions.is_on_the_desk(reporter):
            raise CommandError(f"{reporter.email} may not write stories. Give this account the role Reporter.")
        if not permissions.may_edit_others(editor):
            raise CommandError(f"{editor.email} may not approve stories. Give this account the role Editor.")
        uploads = options["uploads"]
        if uploads and not uploads.is_dir():
            raise CommandError(f"There is no folder {uploads}.")
        for file in options["files"]:
            self._import(file, reporter=reporter, editor=editor, uploads=uploads, credit=options["credit"])
        self.stdout.write("Next: manage.py relate_stories, for the related news of old stories.")

    def _person(self, email: str) -> User:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no active account with the address {email}.")
        return person

    def _import(self, file: Path, **options: Any) -> None:
        try:
            export = Export(file)
            self.stdout.write(f"{file}: {export.number_of_posts:,} posts")
            report = Import(export, **options).run(told=self._tell)
        except (NotAnExport, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for problem in report.problems:
            self.stdout.write(self.style.WARNING(problem))
        for outcome, number in sorted(report.counts.items()):
            self.stdout.write(self.style.SUCCESS(f"{number:,} {outcome}"))

    def _tell(self, number: int) -> None:
        if number % TOLD_EVERY == 0:
            self.stdout.write(f"{number:,} read")
