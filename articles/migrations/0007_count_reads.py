import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_evidence_before_approval"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reads",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="articles.article"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day", "article", "count"], name="reads_by_day")],
                "constraints": [models.UniqueConstraint(fields=("article", "day"), name="reads_once_per_day")],
            },
        ),
    ]
