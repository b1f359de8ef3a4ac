from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_sections_have_a_clock")]

    operations = [
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                (
                    "article",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="articles.article"),
                ),
                (
                    "other",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="articles.article"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["article", "-score"], name="likeness_best_first")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "other"), name="likeness_once_per_pair"),
                ],
            },
        ),
    ]
