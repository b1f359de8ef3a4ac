from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_what_an_editor_has_read"),
    ]

    operations = [
        OnTheWayBack(Freeze("Step")),
        migrations.AlterField(
            model_name="step",
            name="verb",
            field=models.CharField(
                choices=[
                    ("create", "started"),
                    ("edit", "edited"),
                    ("take-over", "took over the editing"),
                    ("submit", "submitted"),
                    ("withdraw-submission", "withdrew the submission"),
                    ("send-back", "sent back"),
                    ("approve", "approved"),
                    ("emergency", "published in an emergency"),
                    ("second-read", "read as second reader"),
                    ("revise", "opened for an update"),
                    ("discard", "discarded the update"),
                    ("unschedule", "unscheduled"),
                    ("retract", "retracted"),
                ],
                max_length=20,
                verbose_name="step",
            ),
        ),
        Freeze("Step"),
    ]
