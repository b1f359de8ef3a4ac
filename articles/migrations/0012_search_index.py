import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.search import engines


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in (*engines.create_sql(vendor), *engines.index_sql(vendor)):
        schema_editor.execute(statement, params=None)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP TABLE {engines.TABLE}", params=None)


class Migration(migrations.Migration):
    """The index of search: a table of the engine's own, and beside it what ranks an edition and which words there are.

    Editions of before are put in by `manage.py rebuild_search`.
    """

    dependencies = [
        ("articles", "0011_front_page_of_an_editor"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("skeleton", models.CharField(db_index=True, max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("strong", models.TextField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.edition"
                    ),
                ),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
