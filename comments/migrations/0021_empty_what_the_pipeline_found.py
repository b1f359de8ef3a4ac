from django.db import migrations

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    """Evidence of the phases holds words of the reader: numbers, links, listed words. It must be able to go."""

    dependencies = [("comments", "0020_release_legal_holds")]

    operations = [
        OnTheWayBack(Freeze("Verdict")),
        Freeze("Verdict", erasable=["phases"]),
    ]
