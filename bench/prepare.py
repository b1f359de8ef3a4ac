"""Creates an archive in the database of DATABASE_URL and prints its URLs and the queries of each page as JSON."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command

from bench import archive, pages


def main(stories: int) -> None:
    call_command("migrate", verbosity=0)
    archive.fast()
    archive.fill(stories)
    call_command("rebuild_search", stdout=sys.stderr)
    json.dump({"places": pages.places(), "costs": pages.measure(0.05)}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
