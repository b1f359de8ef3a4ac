from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_count_reads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="desk",
            field=models.ManyToManyField(
                blank=True,
                help_text="They are told when a story of this section is submitted. With none chosen, all editors are.",
                related_name="sections",
                to=settings.AUTH_USER_MODEL,
                verbose_name="editors of this section",
            ),
        ),
    ]
