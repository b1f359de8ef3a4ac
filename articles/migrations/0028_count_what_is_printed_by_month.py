from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, F, Max
from django.db.models.functions import TruncMonth


def count(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What articles.printed.rebuild does, for the editions of before."""
    months = (
        apps.get_model("articles", "Edition")
        .objects.exclude(live_until=F("live_from"))
        .order_by()
        .annotate(month=TruncMonth("published_at", tzinfo=ZoneInfo("Asia/Jakarta")))
        .values_list("month")
        .annotate(stories=Count("article", distinct=True), changed_at=Max("live_from"))
    )
    printed = apps.get_model("articles", "PrintedMonth")
    printed.objects.bulk_create(
        printed(month=month.date(), stories=stories, changed_at=changed_at) for month, stories, changed_at in months
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_stories_released_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintedMonth",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("stories", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-month"],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
