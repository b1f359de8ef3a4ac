from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from newsroom.frozen import Freeze, OnTheWayBack


def begin_the_chain(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("comments", "ChainHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_complaints_sanctions_and_the_chain")]

    operations = [
        OnTheWayBack(Freeze("Decision")),
        OnTheWayBack(Freeze("Revision")),
        OnTheWayBack(Freeze("Verdict")),
        migrations.RunPython(begin_the_chain, migrations.RunPython.noop),
        Freeze("Decision", erasable=["note"]),
        Freeze("Sanction", erasable=["note"]),
        Freeze("Record"),
        Freeze("Revision", erasable=["text"]),
        Freeze("Verdict", erasable=["text"]),
    ]
