from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def place(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now every comment stood under its story, and was as warm as it was young."""
    comments: Any = apps.get_model("comments", "Comment")
    sent = []
    for comment in comments.objects.only("pk", "created_at").iterator(chunk_size=1000):
        comment.place, comment.heat = 1, int(comment.created_at.timestamp())
        sent.append(comment)
    comments.objects.bulk_update(sent, ["place", "heat"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_threads")]

    operations = [migrations.RunPython(place, migrations.RunPython.noop)]
