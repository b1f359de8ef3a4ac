from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_find_what_the_desk_lists")]

    operations = [
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["saved", "autosaved"]), ("version", 1)),
                fields=("sheet",),
                name="sheet_starts_one_story",
            ),
        ),
    ]
