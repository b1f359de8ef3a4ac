from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_search_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        OnTheWayBack(Freeze("Step")),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["reporter", "status", "-changed_at", "-id"], name="article_of_reporter"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["status", "-changed_at", "-id"], name="article_by_status"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["section", "-changed_at", "-id"], name="article_in_section"),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["-uploaded_at", "-id"], name="photo_latest"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["verb", "-id"], name="step_by_verb"),
        ),
        Freeze("Step"),
    ]
