from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0037_former_addresses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("paid_by__gt", "")), fields=["-changed_at", "-id"], name="article_paid_for"
            ),
        ),
    ]
