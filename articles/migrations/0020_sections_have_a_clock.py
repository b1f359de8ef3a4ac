from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_share_a_draft")]

    operations = [
        migrations.AddField(
            model_name="section",
            name="time_zone",
            field=models.CharField(
                choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
                default="Asia/Jakarta",
                help_text="In which the times of its stories are printed.",
                max_length=20,
                verbose_name="time zone",
            ),
        ),
    ]
