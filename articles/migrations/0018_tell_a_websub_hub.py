from django.db import migrations, models


class Migration(migrations.Migration):
    """Up to which moment the WebSub hub has been told of our editions."""

    dependencies = [
        ("articles", "0017_log_who_takes_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="HubCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_until", models.DateTimeField()),
            ],
        ),
    ]
